"""`week`: the close of a week. Look at it, write a line, publish it, commit it."""

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import hours, labelled, say_json
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.practice.days.closing import Closing
    from palaestra.practice.folder import PracticeFolder

app = typer.Typer()


@app.command()
def week(
    text: Annotated[str, typer.Argument(help="The week in your words; alone, the week is shown.")] = "",
    which: Annotated[str, typer.Option("--week", help="Which: this, last, W46, 2026-W46, or a day in it.")] = "",
    edit: Annotated[bool, typer.Option("--edit", help="Write it in your editor.")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Commit your practice folder with it.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Print your site anew; shows the difference.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Close a week: look at it, write it, publish it, commit it. A week written again keeps its earlier words.

    JSON: week, first, last, text, source, id, minutes, target_minutes, theory, technique, away_days, modules
    [{module, minutes}], exercises, cards, sessions [{day, aim, minutes, reflection}], notes,
    taken [{item, title, url}], predictions [{experiment, says, outcome}], written.
    """
    from palaestra.practice.days.closing import closing
    from palaestra.practice.days.iso import parse_week, week_of
    from palaestra.practice.days.weeks import Weeks
    from palaestra.practice.exchange.weekly_log import update_weeks

    folder = practice_folder()
    which, text = _apart(which, text)
    name = parse_week(which, folder.today()) if which else Weeks(folder).due() or week_of(folder.today())
    found = closing(folder, name)
    if edit and not text:
        text = _edited(found)
    if not text.strip():
        return say_json({**found.to_json(), "written": False}) if as_json else _show(found)
    is_new = Weeks(folder).close(name, text) is not None
    update_weeks(folder)
    if as_json:
        _ = commit and _commit(folder, name)
        return say_json({**closing(folder, name).to_json(), "written": is_new})
    typer.echo(f"{name} is written{'' if is_new else ' already'}; your README says so between its marks.")
    asks = sys.stdin.isatty() and not yes and not (commit or publish)
    if publish or (asks and typer.confirm("Publish?", default=False)):
        _publish(yes)
    if commit or (asks and typer.confirm("Commit your practice folder?", default=True)):
        typer.echo("Committed." if _commit(folder, name) else "Nothing to commit, or no git here.")
    typer.echo("next: palaestra today" if commit or asks else f"next: palaestra week --week {name}")


def _show(found: "Closing") -> None:
    """What the week held, and what is written of it."""
    from palaestra.app.rooms import room_titles
    from palaestra.kit.catalogue import Catalogue

    week = found.week
    typer.echo(f"{found.name}, {week.first:%-d %B} to {week.last:%-d %B %Y}")
    rest = f", {week.away_days} of 7 days away" if week.away_days else ""
    typer.echo(f"  hours        {hours(week.minutes)} of {hours(week.target_minutes)}{rest}")
    if week.theory or week.technique:
        share = round(100 * week.theory / (week.theory + week.technique))
        typer.echo(f"  balance      theory {hours(week.theory)}, technique {hours(week.technique)} ({share} % theory)")
    titles = room_titles(Catalogue.installed())
    rooms = [f"{titles.get(room, room)} {hours(each)}" for room, each in found.rooms.items()]
    lists = (
        ("rooms", rooms),
        ("passed", found.exercises),
        ("cards", [f"{found.cards} answered"] if found.cards else []),
        ("done", [f"{each.title} {each.url}".strip() for each in found.taken]),
        ("written", found.notes),
        ("predicted", [f"{len(found.predictions)}, {found.judged} judged"] if found.predictions else []),
    )
    for label, things in lists:
        if things:
            typer.echo(labelled(f"  {label:<13}", ", ".join(things)))
    for each in found.sessions:
        typer.echo(labelled("  session      ", f"{each.text or 'without an aim'}: {each.reflection or 'no words'}"))
    if found.written.text:
        for number, line in enumerate(found.written.text.split("\n")):
            typer.echo(labelled("  your words   " if number == 0 else " " * 15, line or " "))
    which = f" --week {found.name}"
    does = "--edit" if found.written.text else '"what this week was"'
    typer.echo(f"next: palaestra week {does}{which} --commit")


def _edited(found: "Closing") -> str:
    """What the learner wrote in their editor; lines that begin with # are ours."""
    import click

    week = found.week
    ours = [
        f"# {found.name}, {week.first} to {week.last}: {hours(week.minutes)}.",
        *(f"# passed: {each}" for each in found.exercises),
        *(f"# session: {each.text or '-'}: {each.reflection or '-'}" for each in found.sessions),
        "# Lines that begin with # are left out. Nothing written, nothing changed.",
    ]
    start = f"{found.written.text}\n\n" if found.written.text else "\n"
    try:
        said = click.edit(start + "\n".join(ours) + "\n", extension=".md")
    except click.ClickException as failed:
        raise Refusal(
            failed.format_message(), "Set EDITOR to a program that is here, or give the text as words."
        ) from None
    if said is None:
        raise Refusal("Nothing was written.", "Save in your editor, or give the text on the command line.")
    return "\n".join(line for line in said.splitlines() if not line.startswith("#")).strip()


def _commit(folder: "PracticeFolder", name: str) -> bool:
    from palaestra.practice.repository import commit

    return commit(folder.root, f"Close {name}")


def _publish(yes: bool) -> None:
    from palaestra.app.cli import program

    program()(["publish", *(["--yes"] if yes else [])], prog_name="palaestra", standalone_mode=False)


def _apart(which: str, text: str) -> tuple[str, str]:
    """Which week, and the words: the name of a week is never the words for one."""
    if not which and re.fullmatch(r"\d{4}-W\d\d", text.strip()):
        return text.strip(), ""
    return which, text
