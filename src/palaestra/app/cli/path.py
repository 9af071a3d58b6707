"""`plan`: the paths there are, where you stand on one, and what may be changed about it."""

from typing import Annotated

import typer

from palaestra.app.cli import path_choices, path_links, path_marks, path_own, path_placing
from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.path_found import (
    CurriculumId,
    all_paths,
    current_id,
    ends_of,
    facts,
    first_day,
    path_shown,
    path_with,
    standing,
)
from palaestra.app.cli.terminal import say, say_json

app = typer.Typer()
plan_app = typer.Typer(invoke_without_command=True)
app.add_typer(plan_app, name="plan")


@plan_app.callback()
def plan(ctx: typer.Context, as_json: Json = False) -> None:
    """The path: what there is, where you stand, what is missing.

    Alone it shows yours, what is under way in full and the rest a line each; `plan show` shows all of it.
    JSON: as `plan show --json`.
    """
    if ctx.invoked_subcommand is None:
        _show("", everything=False, is_short=True, as_json=as_json)


@plan_app.command("list")
def list_curricula(as_json: Json = False) -> None:
    """The paths there are. JSON: [{id, title, modules, resources}], counting what is not optional."""
    from palaestra.app.cli.path_screen import curricula_lines

    rows = [each.to_json() for each in all_paths()]
    if as_json:
        say_json(rows)
    else:
        say(curricula_lines(rows, current_id()))


@plan_app.command("show")
def show(
    curriculum: CurriculumId = "",
    everything: Annotated[bool, typer.Option("--all", help="Show what your choices hide, too.")] = False,
    as_json: Json = False,
) -> None:
    """One path as it stands for you.

    JSON: {id, title, author, date, source, boxes, boxes_done, stages: [{id, title, objective, goals, modules,
    success, months}], next: {module, says, does, because} or null, order, orders: [{id, title, why}],
    triage: {goal, niche, labs, hours, knows}, wants: [{id, title, because, for, module, met}],
    news: [{module, box}], ends: [{track, modules, minutes, weekly_minutes, weeks, first, last, says}],
    shelves: resources, notes}. A goal, and success (or null): {id, text, evidence, inferred, not_yet}.
    A module: {id, title, state, planned, optional, hidden, missing: [{says, does}], way, exercises, resources,
    asks, because, held, later, placing, placed, new, revisit, brings: [{module, because}]}.
    A resource: {id, title, authors, url, done, met, choose, options: [{id, title, authors, url, done,
    parts: [{id, title, done}], left}], picks: [{id, title, url, done}], parts, left: {because, lets_go} or null,
    new, revisit}.
    """
    _show(curriculum, everything, is_short=False, as_json=as_json)


def _show(curriculum: str, everything: bool, is_short: bool, as_json: bool) -> None:
    from palaestra.app.cli.path_json import plan_json
    from palaestra.app.cli.path_screen import plan_lines
    from palaestra.practice.path.pace import kindly
    from palaestra.practice.path.triage import triage_of

    plan = standing(path_shown(curriculum))
    ends = ends_of(plan)
    if as_json:
        say_json(plan_json(plan, triage_of(plan.curriculum, facts()), ends))
    else:
        say(plan_lines(plan, everything, ends, kindly(plan, ends, first_day(plan.curriculum.id)), is_short))


@plan_app.command("use")
def use(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A path, or one of several optional modules.")],
) -> None:
    """Take a path, or choose one of its optional modules (the others of its group are hidden, not deleted)."""
    from palaestra.kit.refusal import unknown
    from palaestra.practice.path.deciding import choose, use_path

    folder = practice_folder()
    found = {each.id: each for each in all_paths()}
    if wanted in found:
        use_path(folder, found[wanted])
        typer.echo(f"Your path is now {found[wanted].title}.")
        asks = found[wanted].niches or found[wanted].questions
        typer.echo(f"next: palaestra plan {'triage' if asks else 'show'}")
        return
    known = [each.id for path in found.values() for each in path.modules]
    whole = wanted if "/" in wanted else f"{folder.settings.curriculum}/{wanted}"
    if whole not in known:
        raise unknown("path or module", wanted, [*found, *known], "palaestra plan list")
    module = choose(folder, found[whole.partition("/")[0]], whole)
    typer.echo(f"{module.title} is chosen; the others of its group are hidden.")
    typer.echo(f"next: palaestra plan why {module.id}")


@plan_app.command("why")
def why(module: Annotated[str, typer.Argument(help="A module's id.")], as_json: Json = False) -> None:
    """Why a module stands where it stands, what is missing, and the shortest way.

    JSON: {id, title, state, missing: [{says, does}], way: [ids], why, asks (required, optional or skipped), because,
    held, later, placing, placed, new, revisit, brings: [{module, because}]}.
    """
    from palaestra.app.cli.path_json import why_json
    from palaestra.app.cli.path_screen import why_lines

    plan = standing(path_with(module))
    status = plan.module(plan.curriculum.module_about(module).id)
    if as_json:
        say_json(why_json(status))
    else:
        say(why_lines(plan, status))


for name, command in {
    "triage": path_choices.triage,
    "order": path_choices.order,
    "place": path_placing.place,
    "answer": path_choices.answer,
    "tick": path_marks.tick,
    "add": path_marks.add,
    "drop": path_marks.drop,
    "leave": path_marks.leave,
    "revisit": path_marks.revisit,
    "meet": path_marks.meet,
    "links": path_links.links,
    "schema": path_own.schema,
    "new": path_own.new,
    "check": path_own.check,
}.items():
    plan_app.command(name)(command)
