"""`compare`, `ask`, `dispute`, `report`, `mistakes`: what to do when an exercise holds you up, and after it passed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.practise import ExerciseId
from palaestra.app.cli.terminal import say_json

app = typer.Typer()


@app.command()
def compare(exercise: ExerciseId, as_json: Json = False) -> None:
    """Your code beside the reference, once it has passed: what differs, and which of it matters.

    Behaviour on the exercise's inputs, on fresh ones and at the edge; time by interleaved rounds, growth, memory;
    rounding; how it is built. Exits with 1 when your file does not pass now.
    --json: {exercise, verdict, reason, inputs, differences [{about, says, matters, why}], cost {of, own_seconds,
    reference_seconds, ratio, own_by_size, reference_by_size, own_peak_bytes, reference_peak_bytes}, structure {own,
    reference: each {lines, loops, branches, array_calls, definitions, names}}, own, reference, outside [{title, url,
    note}]}. ratio: your time over the reference's, low, high.
    """
    from palaestra.app.cli import practise_check, stuck_screen
    from palaestra.app.comparing import comparison, why_closed

    work = practise_check.opened(exercise)
    if not as_json and sys.stderr.isatty() and not why_closed(work):
        typer.echo("running both by turns; this takes a few seconds", err=True)
    compared = comparison(work)
    if as_json:
        outside = [{"title": each.title, "url": each.url, "note": each.note} for each in work.exercise.outside]
        say_json({**compared.to_json(), "outside": outside})
    else:
        typer.echo("\n".join(stuck_screen.comparison_lines(work, compared)))
    raise typer.Exit(0 if compared.judgement.passed else 1)


@app.command()
def ask(
    exercise: ExerciseId,
    whom: Annotated[str, typer.Option("--for", metavar="WHOM", help="Who will read it: person or model.")] = "person",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it to a file instead.")] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Put it on the clipboard as well.")] = False,
    as_json: Json = False,
) -> None:
    """A message for a friend or a model: the task, your code, the failing call, without the solution.

    It names no known mistake and nothing else of yours. Nothing is recorded until a check is told --help-by.
    --json: {exercise, for, text, next}.
    """
    from palaestra.app.asking import WHOM, question
    from palaestra.app.cli import practise_check, stuck_screen
    from palaestra.kit.refusal import unknown

    if whom not in WHOM:
        raise unknown("reader", whom, WHOM, "palaestra ask --help")
    work = practise_check.opened(exercise)
    asked = question(work, work.check(record=False), whom)
    if out is not None:
        stuck_screen.write_out(out, asked.text)
    if copy:
        stuck_screen.to_clipboard(asked.text)
    if as_json:
        return say_json({"exercise": work.exercise.id, "for": whom, "text": asked.text, "next": asked.next})
    typer.echo(f"written to {out}" if out is not None else asked.text)
    beside = not sys.stdout.isatty()  # a message sent on through a pipe ends where it ends
    if copy:
        typer.echo("It is on the clipboard.", err=beside)
    elif out is None and not beside:
        typer.echo("--copy puts it on the clipboard, --out FILE into a file.")
    typer.echo("Nothing is recorded. When you had help, the next check says so:", err=beside)
    typer.echo(f"next: {asked.next}", err=beside)


@app.command()
def dispute(
    exercise: ExerciseId,
    why: Annotated[str, typer.Argument(metavar="[WHY]", help="What is wrong with the verdict.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the dispute back.")] = False,
    as_json: Json = False,
) -> None:
    """Say that the verdict is wrong: you go on at once, and a report is drafted from your code and your reason.

    The exercise holds its module up no more; the module says that one is disputed. Without WHY it shows the dispute.
    --json: {exercise, why, report, withdrawn}.
    """
    from palaestra.app.cli import practise_check, stuck_screen
    from palaestra.app.disputing import dispute as raise_dispute
    from palaestra.app.disputing import standing
    from palaestra.app.disputing import withdraw as take_back

    work = practise_check.opened(exercise)
    if withdraw:
        found = take_back(work)
    elif why:
        found = raise_dispute(work, work.check(record=False), why)
    else:
        found = standing(work)
    if as_json:
        return say_json(found.to_json())
    typer.echo("\n".join(stuck_screen.dispute_lines(work, found)))


@app.command()
def report(
    exercise: ExerciseId,
    name: Annotated[str, typer.Option("--id", metavar="ID", help="The mistake's id, such as forgets-the-log.")] = "",
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="The wrong code, where it is not your file.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Draft a new known mistake from your wrong answer, where none that is known matches it.

    Two files are laid into reports/ of your practice folder, in the room's own format, and tried: it must fail at its
    rung and be told apart from every other. Exits with 1 where that does not hold.
    --json: {exercise, mistake, rung, holds, checks [{says, holds, got, want, tolerance, call, source}], words, code,
    to_write}.
    """
    from palaestra.app.cli import practise_check, stuck_screen
    from palaestra.app.reporting import report as draft_report

    work = practise_check.opened(exercise)
    drafted = draft_report(work, name, file.expanduser() if file else None)
    if as_json:
        say_json(drafted.to_json())
    else:
        typer.echo("\n".join(stuck_screen.report_lines(drafted)))
    raise typer.Exit(0 if drafted.drafted.holds else 1)


@app.command()
def mistakes(
    exercise: Annotated[str, typer.Argument(metavar="[EXERCISE]", help="Only this exercise.")] = "",
    card: Annotated[
        str, typer.Option("--card", metavar="EXERCISE:MISTAKE", help="Keep a card of your own about this one.")
    ] = "",
    as_json: Json = False,
) -> None:
    """The known mistakes you have met, what each teaches, and which recur; a card can be kept of each.

    --json: [{exercise, mistake, misconception, teaches, source, times, last, recurs, card}].
    """
    from palaestra.app.cli import stuck_screen
    from palaestra.app.mistakes_met import keep_card, mistakes_met
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.path.disputes import disputes

    catalogue, folder = Catalogue.installed(), practice_folder()
    kept = keep_card(folder, catalogue, card)[1] if card else ""
    met = mistakes_met(folder, catalogue, exercise)
    if as_json:
        return say_json([each.to_json() for each in met])
    if kept:
        typer.echo(f"The card {kept} is asked from your next review on.")
    passed = {name for name, each in folder.index().exercises().items() if each.passed_day}
    typer.echo("\n".join(stuck_screen.mistakes_lines(met, disputes(folder.index()), passed, bool(kept))))
