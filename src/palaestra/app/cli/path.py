"""`plan`: the paths there are, where you stand on one, and what may be changed about it."""

from typing import Annotated

import typer

from palaestra.app.cli import path_links, path_marks
from palaestra.app.cli.path_found import (
    CurriculumId,
    Json,
    all_paths,
    current_id,
    path_of,
    path_with,
    practice_folder,
    say,
    say_json,
    standing,
)

app = typer.Typer()
plan_app = typer.Typer(invoke_without_command=True)
app.add_typer(plan_app, name="plan")


@plan_app.callback()
def plan(ctx: typer.Context, as_json: Json = False) -> None:
    """The path: what there is, where you stand, what is missing. Alone it shows yours. JSON: as `plan show --json`."""
    if ctx.invoked_subcommand is None:
        show(as_json=as_json)


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

    JSON: {id, title, author, date, source, boxes, boxes_done, stages: [{id, title, objective,
    goals: [{id, text, evidence}], modules: [{id, title, state, planned, optional, hidden,
    missing: [{says, does}], way, exercises, resources: [{id, title, authors, url, done, met, choose,
    options: [{id, title, authors, url, done, parts: [{id, title, done}]}], picks: [{id, title, url, done}]}]}]}],
    next: {module, says, does, because} or null}.
    """
    from palaestra.app.cli.path_json import plan_json
    from palaestra.app.cli.path_screen import plan_lines

    plan = standing(path_of(curriculum))
    if as_json:
        say_json(plan_json(plan))
    else:
        say(plan_lines(plan, everything))


@plan_app.command("use")
def use(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A path, or one of several optional modules.")],
) -> None:
    """Take a path, or choose one of its optional modules (the others of its group are hidden, not deleted)."""
    from palaestra.kit.refusal import Refusal, unknown

    folder = practice_folder()
    found = {each.id: each for each in all_paths()}
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

    plan = standing(path_with(module))
    status = plan.module(module)
    if as_json:
        missing = [{"says": each.says, "does": each.does} for each in status.lacks]
        words = {"id": status.module.id, "title": status.module.title, "state": status.state}
        say_json({**words, "missing": missing, "way": list(status.way), "why": status.module.why})
    else:
        say(why_lines(plan, status))


for name, command in {
    "links": path_links.links,
    "tick": path_marks.tick,
    "add": path_marks.add,
    "meet": path_marks.meet,
}.items():
    plan_app.command(name)(command)
