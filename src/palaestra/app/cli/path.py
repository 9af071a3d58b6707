"""`plan`, `import`, `export`, `forget`: the path and the record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from palaestra.kit.curriculum import Curriculum
    from palaestra.practice.folder import PracticeFolder
    from palaestra.practice.path.standing import Facts, Plan

app = typer.Typer()
plan_app = typer.Typer(invoke_without_command=True)
app.add_typer(plan_app, name="plan")

Json = Annotated[bool, typer.Option("--json", help="Print data instead of text.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
CurriculumId = Annotated[str, typer.Argument(metavar="CURRICULUM", help="An id from `plan list`; else yours.")]


@plan_app.callback()
def plan(ctx: typer.Context, as_json: Json = False) -> None:
    """The path: what there is, where you stand, what is missing. Alone it shows yours. JSON: as `plan show --json`."""
    if ctx.invoked_subcommand is None:
        show(as_json=as_json)


@plan_app.command("list")
def list_curricula(as_json: Json = False) -> None:
    """The paths there are. JSON: [{id, title, modules, resources}], counting what is not optional."""
    from palaestra.app.cli.path_screen import curricula_lines

    rows = [each.to_json() for each in _all()]
    if as_json:
        _print_json(rows)
    else:
        _print(curricula_lines(rows, _current()))


@plan_app.command("show")
def show(
    curriculum: CurriculumId = "",
    everything: Annotated[bool, typer.Option("--all", help="Show what your choices hide, too.")] = False,
    as_json: Json = False,
) -> None:
    """One path as it stands for you.

    JSON: {id, title, author, date, source, boxes, boxes_done, stages: [{id, title, objective,
    goals: [{id, text, evidence}], modules: [{id, title, state, planned, optional, hidden,
    missing: [{says, does}], way, exercises, resources: [{id, title, authors, url, done, met, choose,
    options: [{id, title, authors, url, done, parts: [{id, title, done}]}], picks: [{id, title, url, done}]}]}]}],
    next: {module, says, does, because} or null}.
    """
    from palaestra.app.cli.path_json import plan_json
    from palaestra.app.cli.path_screen import plan_lines

    plan = _plan(_find(curriculum))
    if as_json:
        _print_json(plan_json(plan))
    else:
        _print(plan_lines(plan, everything))


@plan_app.command("use")
def use(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A path, or one of several optional modules.")],
) -> None:
    """Take a path, or choose one of its optional modules (the others of its group are hidden, not deleted)."""
    from palaestra.kit.refusal import Refusal, unknown

    folder = _folder()
    found = {each.id: each for each in _all()}
    if wanted in found:
        folder.change_settings(curriculum=wanted)
        folder.log.append("plan", does="use", curriculum=wanted)
        typer.echo(f"Your path is now {found[wanted].title}.")
        typer.echo("next: palaestra plan show")
        return
    known = [each.id for path in found.values() for each in path.modules]
    whole = wanted if "/" in wanted else f"{folder.settings.curriculum}/{wanted}"
    if whole not in known:
        raise unknown("path or module", wanted, [*found, *known], "palaestra plan list")
    curriculum = found[whole.partition("/")[0]]
    module = curriculum.module(whole)
    if not module.group:
        raise Refusal(f"{module.title} is part of {curriculum.title} as it is.", "Only optional modules are chosen.")
    folder.log.append("plan", does="choose", group=f"{curriculum.id}/{module.group}", module=module.id)
    typer.echo(f"{module.title} is chosen; the others of its group are hidden.")
    typer.echo(f"next: palaestra plan why {module.id}")


@plan_app.command("why")
def why(module: Annotated[str, typer.Argument(help="A module's id.")], as_json: Json = False) -> None:
    """Why a module stands where it stands, what is missing, and the shortest way.

    JSON: {id, title, state, missing: [{says, does}], way: [ids], why}.
    """
    from palaestra.app.cli.path_screen import why_lines

    plan = _plan(_of(module))
    status = plan.module(module)
    if as_json:
        missing = [{"says": each.says, "does": each.does} for each in status.lacks]
        words = {"id": status.module.id, "title": status.module.title, "state": status.state}
        _print_json({**words, "missing": missing, "way": list(status.way), "why": status.module.why})
    else:
        _print(why_lines(plan, status))


@plan_app.command("links")
def links(curriculum: CurriculumId = "", as_json: Json = False) -> None:
    """Links that are dead, moved or suspicious. JSON: [{item, title, kind, was, now, reason}]."""
    from palaestra.app.cli.path_screen import link_lines, link_rows

    chosen = _find(curriculum)
    rows = link_rows(chosen)
    if as_json:
        _print_json(rows)
    else:
        _print(link_lines(chosen, rows))


@plan_app.command("tick")
def tick(
    items: Annotated[list[str], typer.Argument(metavar="BOX...", help="A box, or box#option for one thing in it.")],
    undo: Annotated[bool, typer.Option("--undo", help="Clear it instead.")] = False,
) -> None:
    """Tick boxes of a path, or one option or part of a box."""
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.path.facts import gather, record_reached
    from palaestra.practice.path.plan import box_status

    folder = _folder()
    named = [(_of(item), *_item(item, folder)) for item in items]
    ticks = folder.index().ticks()
    news = [item for _, item, _ in named if ticks.get(item, False) == undo]
    folder.log.append_all(("tick", {"item": item, "ticked": not undo}) for item in dict.fromkeys(news))
    for curriculum in {each.id: each for each, _, _ in named}.values():
        record_reached(folder, curriculum)
    update_readme(folder)
    facts = gather(folder.index())
    for _, item, resource in named:
        box = box_status(resource, facts)
        counts = f" ({box.counts})" if box.counts else ""
        typer.echo(f"{'[x]' if box.done else '[ ]'} {resource.title}{counts}  {item}")
    typer.echo(f"next: palaestra plan show {named[-1][0].id}")


@plan_app.command("add")
def add(
    box: Annotated[str, typer.Argument(help="A broad box, such as levelling-up/alignment-forum-introductions.")],
    title: Annotated[str, typer.Argument(help="What you picked.")],
    url: Annotated[str, typer.Option("--url", help="Where it is.")] = "",
    done: Annotated[bool, typer.Option("--done", help="Tick it, too.")] = False,
) -> None:
    """Record a specific post, paper or project under a broad box."""
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.exchange.tracker_match import pick_item

    folder = _folder()
    resource = _of(box).resource(box)
    if not resource.category:
        raise Refusal(
            f"“{resource.title}” is one thing already.", "Picks belong under broad boxes, such as forum posts."
        )
    if not title.strip():
        raise Refusal("A pick needs a title.", 'Write it as: palaestra plan add BOX "title".')
    item = pick_item(resource.id, title)
    entries: list[tuple[str, dict[str, Any]]] = [
        ("plan", {"does": "pick", "box": resource.id, "item": item, "title": title.strip(), "url": url or None})
    ]
    if done:
        entries.append(("tick", {"item": item, "ticked": True}))
    folder.log.append_all(entries)
    update_readme(folder)
    typer.echo(f"Recorded under “{resource.title}”: {title.strip()}")
    typer.echo(f"next: palaestra plan tick '{item}'" if not done else "next: palaestra plan show")


@plan_app.command("meet")
def meet(
    goal: Annotated[str, typer.Argument(help="A goal's id, from `plan show --json`.")],
    evidence: Annotated[str, typer.Argument(help="A note, exercise, result, file or link that shows it.")],
) -> None:
    """Name what shows that you have reached a goal of your path."""
    from palaestra.kit.refusal import unknown

    folder = _folder()
    curriculum = _of(goal)
    whole = goal if "/" in goal else f"{curriculum.id}/{goal}"
    found = {each.id: each for each in curriculum.goals}
    if whole not in found:
        raise unknown("goal", goal, found, f"palaestra plan show {curriculum.id} --json")
    folder.log.append("goal", goal=whole, evidence=evidence)
    typer.echo(f"{found[whole].text}\n  {evidence}")
    typer.echo(f"next: palaestra plan show {curriculum.id}")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A README or other Markdown file with check-boxes.")],
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read a checkbox tracker: shows what it would do, and does it with --yes. Twice changes nothing.

    JSON: {boxes, ticked, matched: [{line, item, title, ticked, new}], new_ticks, new_picks,
    own: [{line, title}], own_path, not_understood: [{line, text, why}], applied}.
    """
    from palaestra.app.cli.path_screen import import_json, import_lines, paths_of, shown_by
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.exchange.tracker_import import prepare
    from palaestra.practice.path.facts import record_reached

    folder = _folder()
    found = prepare(folder, file)
    if not found.preview.tracker.boxes:
        raise Refusal(f"{file} has no check-boxes.", "A tracker has lines such as: - [ ] Superintelligence")
    if yes:
        found.apply()
        for each in paths_of(found) or [_current()]:
            record_reached(folder, _find(each))
        update_readme(folder)
    if as_json:
        _print_json(import_json(found, yes))
        return
    _print(import_lines(found))
    if found.is_empty:
        typer.echo("Nothing new: all of it is in your folder.")
        typer.echo(f"next: {shown_by(found, _current())}")
    elif yes:
        typer.echo("Imported.")
        typer.echo(f"next: {shown_by(found, _current())}")
    else:
        typer.echo("Nothing was written yet.")
        typer.echo(f"next: palaestra import {file} --yes")


@app.command("export")
def export_kind(
    kind: Annotated[str, typer.Argument(help="tracker")],
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The README to tick, or to make; else that of your practice folder.")
    ] = "",
    curriculum: Annotated[str, typer.Option("--path", help="The path for a fresh tracker; else yours.")] = "",
) -> None:
    """Write your ticks into a tracker: one character a box, picks on lines beneath theirs, a copy kept."""
    from palaestra.kit.refusal import unknown

    if kind != "tracker":
        raise unknown("export", kind, ["tracker"], "palaestra export --help")
    folder = _folder()
    if file:
        typer.echo(_export_to(folder, Path(file), curriculum))
        typer.echo(f"next: palaestra import {file}")
        return
    from palaestra.practice.exchange.tracker_export import update_readme

    changed = update_readme(folder, begin=_find(curriculum))
    said = "now says what your folder says" if changed else "has nothing to change between its tracker marks"
    typer.echo(f"{folder.root / 'README.md'} {said}.")
    typer.echo("next: palaestra plan show")


def _export_to(folder: "PracticeFolder", file: Path, curriculum: str) -> str:
    """Write a tracker file, fresh or ticked in place; says what was done."""
    from palaestra.practice.durable import replace_file
    from palaestra.practice.exchange.tracker import read_tracker
    from palaestra.practice.exchange.tracker_export import export, fresh_tracker
    from palaestra.practice.exchange.tracker_import import all_curricula
    from palaestra.practice.path.facts import gather

    facts = gather(folder.index())
    if not file.exists():
        replace_file(file, fresh_tracker(_find(curriculum), facts))
        return f"Wrote a fresh tracker: {file}"
    tracker = read_tracker(file)
    data = export(tracker, all_curricula(folder), facts)
    if data == tracker.text.encode(tracker.encoding):
        return f"{file} says what your folder says; nothing changed."
    copy = folder.keep_copy(file)
    replace_file(file, data)
    return f"Ticked {file}; what it was is kept in {copy}."


@app.command("forget")
def forget(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event, from `log --json`.")],
    yes: Yes = False,
) -> None:
    """Erase one event from this folder's log, for good."""
    from palaestra.kit.refusal import unknown

    folder = _folder()
    found = folder.index().event(event)
    if found is None:
        raise unknown("event", event, (), "palaestra log --json")
    if not yes:
        typer.echo(f"{found.day} {found.kind} {dict(found.facts)}")
        typer.echo("It would be erased here, and stay in what git has committed already.")
        typer.echo(f"next: palaestra forget {event} --yes")
        return
    erased = folder.log.forget(event)
    typer.echo(f"Erased {erased} line{'' if erased == 1 else 's'}; a merge will not bring it back.")
    typer.echo("Git history keeps what was committed before: rewriting it is up to you.")
    typer.echo("next: palaestra today")


def _folder() -> "PracticeFolder":
    from palaestra.practice.folder import PracticeFolder

    return PracticeFolder.default()


def _folder_if_any() -> "PracticeFolder | None":
    """The folder, or None when there is none yet: the paths can be read without one."""
    from palaestra.practice.folder import default_path

    return _folder() if default_path().exists() else None


def _all() -> "tuple[Curriculum, ...]":
    from palaestra.kit.curriculum import curricula
    from palaestra.practice.exchange.tracker_import import all_curricula

    folder = _folder_if_any()
    return all_curricula(folder) if folder else curricula()


def _current() -> str:
    from palaestra.practice.settings import Settings

    folder = _folder_if_any()
    return (folder.settings if folder else Settings()).curriculum


def _find(curriculum_id: str) -> "Curriculum":
    """The path of that id, or the learner's; only its file is read."""
    from palaestra.kit.curriculum import find
    from palaestra.practice.exchange.tracker_import import OWN

    folder = _folder_if_any()
    return find(curriculum_id or _current(), *([folder.root / OWN] if folder else []))


def _of(any_id: str) -> "Curriculum":
    """The path an id belongs to: what stands before its slash; else yours, or the first that knows the id."""
    if "/" in any_id:
        return _find(any_id.partition("/")[0])
    yours = _find("")
    others = (each for each in _all() if each.id != yours.id)
    return next((each for each in (yours, *others) if f"{each.id}/{any_id.partition('#')[0]}" in each.ids), yours)


def _facts() -> "Facts":
    from palaestra.practice.path.facts import gather
    from palaestra.practice.path.standing import Facts

    folder = _folder_if_any()
    return gather(folder.index()) if folder else Facts()


def _plan(curriculum: "Curriculum") -> "Plan":
    from palaestra.practice.path.plan import make_plan

    return make_plan(curriculum, _facts())


def _item(given: str, folder: "PracticeFolder") -> "tuple[str, Any]":
    """The whole name of a tick and its box. Unknown ones are refused with the nearest."""
    from palaestra.kit.refusal import unknown
    from palaestra.practice.path.facts import gather

    box, _, part = given.partition("#")
    resource = _of(box).resource(box)
    item = resource.item(part)
    picks = gather(folder.index()).picks.get(resource.id, ())
    known = (*resource.items, *(pick.item for pick in picks))
    if item not in known:
        raise unknown("part of that box", item, known, "palaestra plan show --json")
    return item, resource


def _print(lines: "Iterable[str]") -> None:
    for line in lines:
        typer.echo(line)


def _print_json(value: Any) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
