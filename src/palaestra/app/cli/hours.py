"""`session`, `log`, `away`, `undo`: hours kept, looked at and put right."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import folded, labelled, say_json

if TYPE_CHECKING:
    from datetime import date

    from palaestra.practice.days.journal import Running
    from palaestra.practice.folder import PracticeFolder

app = typer.Typer()
session_app = typer.Typer()
app.add_typer(session_app, name="session")

ModuleName = Annotated[str, typer.Option("--module", help="The module or room it belongs to.")]
Theory = Annotated[bool, typer.Option("--theory", help="It was theory.")]
Technique = Annotated[bool, typer.Option("--technique", help="It was technique.")]
Retract = Annotated[str, typer.Option(metavar="ID", help="Take back the one with that id; `undo` brings it back.")]


@session_app.callback(invoke_without_command=True)
def session(ctx: typer.Context, as_json: Json = False) -> None:
    """A stretch of work with an aim: start it, stop it, or see it.

    JSON: {id, since, aim, minutes, forgotten, seems} or null; `seems` is how long a forgotten one was, by what was
    done in it, or null.
    """
    if ctx.invoked_subcommand:
        return
    folder, journal = _journal()
    running: Running | None = journal.running()
    now = folder.now()
    if as_json:
        return say_json(running and _running_json(journal, running, now))
    if running is None:
        typer.echo("No session is under way.")
        return typer.echo('next: palaestra session start "your aim"')
    if running.is_forgotten(now):
        return _forgotten(journal, running)
    typer.echo(folded(f"{running.aim or 'A session'}, {running.minutes(now):.0f} minutes so far."))
    typer.echo('next: palaestra session stop "how it went"')


@session_app.command("start")
def start_session(
    aim: Annotated[str, typer.Argument(help="What you mean to get done.")] = "",
    module: ModuleName = "",
    theory: Theory = False,
    technique: Technique = False,
) -> None:
    """Begin a session."""
    folder, journal = _journal()
    running = journal.running()
    if running is not None and running.is_forgotten(folder.now()):
        _forgotten(journal, running)
        raise typer.Exit(1)
    journal.start(aim, module, _way(theory, technique))
    _say_unfamiliar(folder, module)
    typer.echo(f"Begun{': ' + aim if aim else ''}.")
    typer.echo('next: palaestra session stop "how it went"')


@session_app.command("stop")
def stop_session(
    reflection: Annotated[str, typer.Argument(help="How it went, if you want to say.")] = "",
    minutes: Annotated[float | None, typer.Option(help="How long it really was.")] = None,
) -> None:
    """End the session under way: shows its aim, asks how it went, keeps both with the minutes."""
    folder, journal = _journal()
    running = journal.running()
    if running is None or (minutes is None and running.is_forgotten(folder.now())):
        journal.stop(reflection, minutes)  # refuses, and says how to mend it
    else:
        typer.echo(folded(f"Your aim: {running.aim}", hang=10) if running.aim else "This session had no aim.")
        if not reflection:
            reflection = _asked("How did it go (Enter leaves it empty)")
    event = journal.stop(reflection.strip(), minutes)
    typer.echo(f"{event.facts['minutes']:g} minutes kept{', with your words' if reflection else ''}.")
    typer.echo("next: palaestra today")


@app.command()
def log(
    said: Annotated[str, typer.Argument(help='How long and what: "90m ARENA 1.2", "1h30 theory: chapter 3".')] = "",
    day: Annotated[str, typer.Option(help="When, if not today: 2026-11-20.")] = "",
    module: ModuleName = "",
    theory: Theory = False,
    technique: Technique = False,
    instead: Annotated[bool, typer.Option("--instead", help="In place of what was inferred for that day.")] = False,
    correct: Annotated[str | None, typer.Option(metavar="ID", help="Put this in place of that entry.")] = None,
    retract: Retract = "",
    weeks: Annotated[int | None, typer.Option(help="Show so many weeks instead: hours, balance, average.")] = None,
    year: Annotated[bool, typer.Option("--year", help="The year's weeks instead; with --day, that day's.")] = False,
    as_json: Json = False,
) -> None:
    """Log minutes; without words, the entries of the last four weeks.

    JSON: a list of {day, minutes, module, way, text, inferred, id, source, at, reflection}; source is inferred,
    session, logged, or a file. With --weeks or --year: {weeks: [{week, first, minutes, theory, technique,
    target_minutes, away_days, away}], average, counted, minutes, theory, technique, modules: [{module, minutes}],
    returns: [{module, minutes, exercises, cards, diminishing}], goals: [{text, first, last, minutes}]}.
    """
    from palaestra.app.cli import hours_screen as screen
    from palaestra.practice.days.entries import revise

    (folder, journal), when = _journal(), _day(day)
    if weeks is not None or year:
        found = screen.spanned(folder, weeks, when or folder.today())
        return say_json(screen.span_json(folder, found)) if as_json else screen.show_span(folder, found)
    if retract:
        return _retract(folder, retract)
    if correct is not None and (said or when or module or theory or technique):
        event = revise(folder, correct, said, day=when, module=module or None, way=_way(theory, technique) or None)
    elif not said:
        return screen.show_entries(folder, as_json, when)
    else:
        event = journal.record(said, module=module, way=_way(theory, technique), day=when, instead=instead)
    if as_json:
        return say_json({"id": event.id, **event.facts})
    _say_unfamiliar(folder, module)
    screen.show_kept(journal, event, folder.today())


@app.command()
def away(
    span: Annotated[str, typer.Argument(help="First and last day: 2026-12-20..2027-01-03; alone, a list.")] = "",
    why: Annotated[str, typer.Argument(help="For yourself.")] = "",
    change: Annotated[str, typer.Option(metavar="ID", help="Put these days in place of those of that id.")] = "",
    retract: Retract = "",
    as_json: Json = False,
) -> None:
    """Rest the weekly target for some days; cards wait and come back spread over a fortnight.

    JSON: a list of {id, first, last, why}.
    """
    from palaestra.practice.days.entries import rests, revise
    from palaestra.practice.days.journal import parse_span

    folder, journal = _journal()
    if retract:
        return _retract(folder, retract)
    if not span:
        found = rests(folder)
        if as_json:
            return say_json(found)
        for each in found:
            typer.echo(labelled(f"{each['first']}..{each['last']}  {each['id'][-6:]}  ", each["why"] or "-"))
        if not found:
            typer.echo("No time away yet. It rests the target; averages leave it out.")
        return typer.echo('next: palaestra away 2026-12-20..2027-01-03 "why"')
    if change:
        event = revise(folder, change, span, reflection=why or None)
    else:
        first, last = parse_span(span, folder.today())
        event = journal.away(first, last, why)
    if as_json:
        return say_json([each for each in rests(folder) if each["id"] == event.id])
    typer.echo(f"Resting from {event.facts['first']} to {event.facts['last']}.")
    typer.echo("next: palaestra today")


@app.command()
def undo() -> None:
    """Take back the last thing your journal kept: minutes, a session, time away, a week, a goal. Again goes further."""
    from palaestra.practice.days.entries import undo as take_back

    folder, _ = _journal()
    event, is_there = take_back(folder)
    typer.echo(folded(f"{'Brought back' if is_there else 'Taken back'}: {_named(event)}."))
    typer.echo("next: palaestra log")


def _say_unfamiliar(folder: "PracticeFolder", module: str) -> None:
    """A module nobody here knows is kept, since work elsewhere has names of its own; a slip of the pen shows."""
    from palaestra.app.making import module_named
    from palaestra.app.rooms import room_titles
    from palaestra.kit.catalogue import Catalogue
    from palaestra.kit.refusal import Refusal
    from palaestra.practice.rooms import room_of_module

    if not module or room_of_module(module) in room_titles(Catalogue.installed()):
        return
    try:
        module_named(folder, module)
    except Refusal as refusal:
        typer.echo(folded(f"“{module}” is no module or room here and is kept as a name of your own. {refusal.mend}"))


def _retract(folder: "PracticeFolder", entry: str) -> None:
    from palaestra.practice.days.entries import retract

    event = retract(folder, entry)
    typer.echo(folded(f"Taken back: {_named(event)}. The line stays in the log, hidden."))
    typer.echo("next: palaestra undo")


def _named(event: Any) -> str:
    """An event in a few words: `60 minutes, ARENA 1.2, 2026-11-20`, `goal, Run three times, 2026-11-20`."""
    facts = event.facts
    parts = [f"{facts['minutes']:g} minutes"] if "minutes" in facts else []
    if not parts and event.kind != "away":
        parts.append(event.kind)
    if event.kind == "away":
        parts.append(f"away {facts.get('first')}..{facts.get('last')}")
    says = [str(facts[name]) for name in ("week", "text", "aim", "title", "why") if facts.get(name)]
    short = [each if len(each) <= 60 else each[:57] + "..." for each in says[:2]]
    return ", ".join([*parts, *short]) + f", {facts.get('day', event.day)}"


def _running_json(journal: Any, running: "Running", now: Any) -> dict[str, Any]:
    forgotten = running.is_forgotten(now)
    return {
        "id": running.id,
        "since": running.since.isoformat(),
        "aim": running.aim,
        "minutes": round(running.minutes(now), 1),
        "forgotten": forgotten,
        "seems": journal.seems(running) if forgotten else None,
    }


def _forgotten(journal: Any, running: "Running") -> None:
    """A session left open overnight, with what the record shows of it."""
    since, seems = running.since.astimezone(), journal.seems(running)
    typer.echo(folded(f"{running.aim or 'A session'}, begun on {since:%A at %H:%M}, was never ended."))
    if seems:
        typer.echo(f"By what you did then it was about {seems} minutes.")
    typer.echo(f"next: palaestra session stop --minutes {seems or 45}")


def _asked(question: str) -> str:
    """A line from the keyboard, or nothing when nobody sits there."""
    import sys

    return typer.prompt(question, default="", show_default=False) if sys.stdin.isatty() else ""


def _journal() -> Any:
    from palaestra.practice.days.journal import Journal

    folder = practice_folder()
    return folder, Journal(folder)


def _way(theory: bool, technique: bool) -> str:
    return "" if theory == technique else "theory" if theory else "technique"


def _day(said: str) -> "date | None":
    from palaestra.practice.days.iso import parse_day

    return parse_day(said) if said else None
