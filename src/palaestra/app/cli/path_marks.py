"""`plan tick`, `add`, `drop`, `leave`, `revisit`, `meet`: what you did, found, want and leave, marked on the path."""

import re
from typing import Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.path_found import Because, box_and_item, path_with, path_with_goal

PARTS = re.compile(r"(?P<box>[^#]+#[^:]*):(?P<first>\d{1,4})\.\.(?P<last>\d{1,4})")
MOST_PARTS = 500


def tick(
    items: Annotated[
        list[str], typer.Argument(metavar="BOX...", help="A box, box#option, box#:3 for a part, box#:1..9 for several.")
    ],
    undo: Annotated[bool, typer.Option("--undo", help="Clear it instead.")] = False,
) -> None:
    """Tick boxes of a path, or one option or part of a box."""
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.path.boxes import box_status
    from palaestra.practice.path.facts import gather, record_reached

    folder = practice_folder()
    each_item = [single for item in items for single in _singles(item)]
    named = [(path_with(item), *box_and_item(item, folder)) for item in each_item]
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


def _singles(item: str) -> list[str]:
    """`box#:1..3` as its three parts; everything else as it is."""
    several = PARTS.fullmatch(item)
    if several is None:
        return [item]
    first, last = int(several["first"]), int(several["last"])
    return [f"{several['box']}:{number}" for number in range(first, min(last, first + MOST_PARTS) + 1)] or [item]


def add(
    wanted: Annotated[
        str, typer.Argument(metavar="BOX|MODULE|GOAL", help="A broad box; or a module, or a goal in your words.")
    ],
    title: Annotated[str, typer.Argument(help="What you picked, under a broad box.")] = "",
    because: Because = "",
    purpose: Annotated[str, typer.Option("--for", metavar="STUDY|MODULE", help="What needs it.")] = "",
    url: Annotated[str, typer.Option("--url", help="Where your pick is.")] = "",
    done: Annotated[bool, typer.Option("--done", help="Tick your pick, too.")] = False,
) -> None:
    """Record a pick under a broad box; or with --because put on your plan what you need to learn just in time."""
    if because or not (title or _is_box(wanted)):
        return _want(f"{wanted} {title}".strip(), because, purpose)
    _pick(wanted, title, url, done)


def _is_box(name: str) -> bool:
    path = path_with(name) if "/" in name else None
    return path is not None and name in path.ids and name not in {each.id for each in path.modules}


def _want(wanted: str, because: str, purpose: str) -> None:
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.path.deciding import want

    path = path_with(wanted)
    whole = wanted if "/" in wanted else f"{path.id}/{wanted}"
    module = next((each for each in path.modules if whole in (each.id, *each.aliases)), None)
    brought = _brought(module.id, purpose) if module else None
    purpose, because = (purpose or brought[0], because or brought[1]) if brought else (purpose, because)
    if not because:
        raise Refusal(
            f"“{wanted}” goes on the plan with a reason.", 'For example: --because "the study needs intervals".'
        )
    found = want(practice_folder(), wanted, because, purpose=purpose, module=module)
    typer.echo(
        f"On your plan: {found.title}{f' for {found.purpose}' if found.purpose else ''}, because {found.because}"
    )
    typer.echo(
        f"next: palaestra plan why {module.id}" if module else f'next: palaestra plan meet {found.id} "evidence"'
    )


def _brought(module_id: str, purpose: str) -> tuple[str, str] | None:
    """The module of the learner's path that brings this one, and why it does."""
    from palaestra.app.cli.path_found import path_of

    for each in path_of(module_id.partition("/")[0]).modules:
        for brought in each.brings:
            if brought.module == module_id and purpose in ("", each.id):
                return each.id, brought.because
    return None


def _pick(box: str, title: str, url: str, done: bool) -> None:
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.exchange.tracker_export import update_readme
    from palaestra.practice.exchange.tracker_match import pick_item

    folder = practice_folder()
    resource = path_with(box).resource(box)
    if not resource.category and not resource.picks:
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


def drop(goal: Annotated[str, typer.Argument(metavar="GOAL", help="What `plan add` put there.")]) -> None:
    """Take a just-in-time goal off your plan again."""
    from palaestra.practice.path.deciding import unwant

    typer.echo(f"Off your plan: {unwant(practice_folder(), goal).title}")
    typer.echo("next: palaestra plan show")


def leave(
    item: Annotated[str, typer.Argument(metavar="BOX|MODULE", help="A box, box#option, or a module.")],
    because: Because = "",
    still_asked: Annotated[bool, typer.Option("--still-asked", help="Its module goes on asking for it.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Take it up again.")] = False,
) -> None:
    """Leave what does not suit you, with the reason; it is shown as left, and not offered again."""
    from palaestra.practice.path import deciding
    from palaestra.practice.path.facts import record_reached

    folder, path = practice_folder(), path_with(item)
    if resume:
        typer.echo(f"Taken up again: {deciding.resume(folder, path, item)}")
    else:
        whole = deciding.leave(folder, path, item, because, lets_go=not still_asked)
        typer.echo(f"left: {' '.join(because.split())}  {whole}")
        record_reached(folder, path)
    typer.echo(f"next: palaestra plan show {path.id}")


def revisit(
    item: Annotated[str, typer.Argument(metavar="MODULE|BOX", help="What you want to come back to.")],
    done: Annotated[bool, typer.Option("--done", help="Clear the mark.")] = False,
) -> None:
    """Mark a module or box to come back to; nothing about its state changes."""
    from palaestra.practice.path.deciding import mark

    path = path_with(item)
    whole = mark(practice_folder(), path, item, on=not done)
    typer.echo(f"{'No longer marked' if done else 'Marked'} to revisit: {whole}")
    typer.echo(f"next: palaestra plan show {path.id}")


def meet(
    goal: Annotated[str, typer.Argument(help="A goal's id, from `plan show --json`; or what `plan add` put there.")],
    evidence: Annotated[str, typer.Argument(help="A note, exercise, result, file or link that shows it.")] = "",
    not_yet: Annotated[str, typer.Option("--not-yet", metavar="REASON", help="It does not hold yet; go on.")] = "",
) -> None:
    """Name what shows that you have reached a goal, or that a stage's sentence holds."""
    from palaestra.practice.path import deciding

    folder = practice_folder()
    if goal.startswith("want/"):
        found = deciding.wanted(folder, goal)
        deciding.meet_want(folder, found, evidence)
        typer.echo(f"{found.title}\n  {evidence}")
        return typer.echo("next: palaestra plan show")
    curriculum = path_with_goal(goal)
    if not_yet:
        met = deciding.put_off(folder, curriculum, goal, not_yet)
    else:
        met = deciding.meet(folder, curriculum, goal, evidence)
    typer.echo(f"{met.text}\n  {evidence or f'not yet: {not_yet}'}")
    typer.echo(f"next: palaestra plan show {curriculum.id}")
