"""`init`, `today`, `goal`: the learner's day. Hours are kept in `hours`, weeks in `week`."""

import contextlib
from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import hours, labelled, say_json
from palaestra.app.views.plainly import many
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.practice.days.goals import Era
    from palaestra.practice.days.journal import Rest
    from palaestra.practice.days.today import Today
    from palaestra.practice.folder import PracticeFolder

app = typer.Typer()


@app.command()
def init(
    path: Annotated[
        str, typer.Argument(help="Where; the folder PALAESTRA_HOME names or ~/palaestra if not said.")
    ] = "",
    name: Annotated[str, typer.Option(help="Your name, shown on what you publish.")] = "",
    curriculum: Annotated[str, typer.Option(help="The path to follow; `palaestra plan list` shows them.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Add the files to a folder that is not empty.")] = False,
    as_json: Json = False,
) -> None:
    """Make your practice folder: plain files in a git repository of your own. JSON: path, git."""
    from palaestra.practice.folder import PracticeFolder, default_path

    if curriculum:
        from palaestra.kit.curriculum import find

        find(curriculum)
    folder = PracticeFolder.create(path or default_path(), adopt=yes)
    changes = {key: value for key, value in {"name": name, "curriculum": curriculum}.items() if value}
    if changes:
        folder.change_settings(**changes)
    has_git = (folder.root / ".git").exists()
    if as_json:
        return say_json({"path": str(folder.root), "git": has_git})
    typer.echo(f"Your practice folder is {folder.root}{'' if has_git else ' (no git here: sync will need it)'}.")
    typer.echo("practice.toml in it says what you train for; `palaestra plan triage` asks, and fits the path to it.")
    home = "" if folder.root == default_path() else f"--home {folder.root} "
    typer.echo(f"next: palaestra {home}today")


@app.command()
def today(
    minutes: Annotated[int | None, typer.Option(help="How long you have: 5, 20, 60, ... (remembered).")] = None,
    as_json: Json = False,
) -> None:
    """What to do today, in the time you have.

    JSON: day, minutes, cards {count, new, minutes, ids}, next {module, says, command, because, file, minutes, link}
    or null, session {id, aim} or null, week {minutes, target_minutes, away_days}, set_aside, away {first, last, why} or
    null, also: a list of {kind, title, says, command}; kind is back, deadline, close, return, new or rest;
    lesson {id, title}, before everything on the first day, or null.
    """
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.days.today import today as fill

    folder = practice_folder()
    found = fill(folder, Catalogue.installed(), minutes)
    if minutes is not None and minutes != folder.settings.minutes and not as_json:
        with contextlib.suppress(Refusal):  # a disk that takes no writing keeps nobody from reading
            folder.change_settings(minutes=minutes)
    if as_json:
        return say_json(found.to_json())
    _show_today(folder, found)


@app.command()
def goal(
    text: Annotated[str, typer.Argument(help="What you train for; or with --evidence a goal of your path.")] = "",
    by: Annotated[str, typer.Option(help="Until when: 2027-03-01.")] = "",
    evidence: Annotated[str, typer.Option(help="A note, exercise, result or link that shows the goal is met.")] = "",
    as_json: Json = False,
) -> None:
    """Say what you are training for, or show it, with the goals before it.

    JSON: text, by, day, eras: [{text, first, last, minutes}].
    """
    from palaestra.practice.days.goals import eras, set_goal
    from palaestra.practice.days.iso import parse_day

    folder = practice_folder()
    text = text.strip()
    if evidence:
        from palaestra.app.cli.path_marks import meet

        return meet(text, evidence)
    if text:
        until = parse_day(by) if by else None
        set_goal(folder, text, until)
        typer.echo(f"Your goal: {text}{f' (by {until})' if until else ''}")
    found = eras(folder)
    now = found[-1] if found and found[-1].text == folder.settings.goal else None
    if as_json:
        before = [_era_json(each) for each in found]
        words = {"by": now.by or None if now else None, "day": str(now.first) if now else None}
        return say_json({"text": folder.settings.goal, **words, "eras": before})
    if not text:
        typer.echo(folder.settings.goal or "You have not said yet what you are training for.")
    if not folder.settings.goal:
        return typer.echo('next: palaestra goal "what you are training for"')
    if len(found) > 1:
        typer.echo("What you did under an earlier goal still counts.")
        for each in found:
            span = f"{each.first} to {each.last}" if each.last else f"{each.first} on"
            typer.echo(labelled(f"  {span:<25}", f"{each.text} ({hours(each.minutes)})"))
    typer.echo("next: palaestra today")


def _era_json(era: "Era") -> dict[str, object]:
    return {"text": era.text, "first": str(era.first), "last": era.last and str(era.last), "minutes": era.minutes}


def _show_today(folder: "PracticeFolder", found: "Today") -> None:
    if found.rest:
        return _show_rest(found.rest)
    typer.echo(f"{found.day:%A %-d %B}, {found.minutes} minutes")
    if found.session:
        late = found.session.is_forgotten(folder.now())
        says = "palaestra session" if late else "palaestra session stop"
        typer.echo(f"  {'left open ' if late else 'under way '} {found.session.aim or 'a session'} ({says})")
    if found.lesson:
        typer.echo(labelled("  read       ", f"{found.lesson.title}: your first lesson, in the browser"))
    if found.cards:
        new = sum(each.is_new for each in found.cards)
        all_new = new == len(found.cards)
        said = many(new, "new card") if all_new else many(len(found.cards), "card") + (f", {new} new" if new else "")
        typer.echo(f"  cards      {said}, about {found.cards_minutes} min")
    if found.next:
        lead = "  then       " if found.cards or found.lesson else "  do         "
        longer = "; begin, and stop where you are" if found.next.minutes > 2 * found.minutes else ""
        typer.echo(labelled(lead, f"{found.next.says} (about {found.next.minutes} min{longer})"))
        typer.echo(labelled("             ", found.next.because))
        if found.next.file:
            typer.echo(labelled("  file       ", str(folder.root / found.next.file)))
        if found.next.link:
            typer.echo(labelled("  link       ", found.next.link))
    rest = f", {many(found.week.away_days, 'day')} away" if found.week.away_days else ""
    typer.echo(f"  this week  {hours(found.week.minutes)} of {hours(found.week.target_minutes)}{rest}")
    for each in found.also:
        typer.echo(labelled("  also       ", f"{each.title}. {each.says} ({each.command})"))
    if found.set_aside:
        typer.echo(f"  log        {many(found.set_aside, 'line')} could not be read; left as found (palaestra doctor)")
    if found.lesson and not folder.settings.goal:
        typer.echo(labelled("  new here?  ", "`palaestra plan triage` fits the path to what you train for."))
    typer.echo(f"next: {_follow(found)}")


def _follow(found: "Today") -> str:
    """The next command: reading comes before cards, cards before the step."""
    if found.lesson:
        return "palaestra serve --open"
    if found.cards:
        return "palaestra review"
    return found.next.command if found.next else "palaestra plan"


def _show_rest(rest: "Rest") -> None:
    """Nothing is asked of somebody who is away."""
    typer.echo(f"Away until {rest.last:%A %-d %B}{f': {rest.why}' if rest.why else ''}. Nothing is asked.")
    typer.echo("Cards wait; what is overdue then comes back spread over a fortnight.")
    typer.echo("next: palaestra away")
