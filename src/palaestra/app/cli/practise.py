"""`start`, `check`, `hint`, `solution`, `debug`, `guard`: the exercise loop."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json
from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.app.practising import Practising

app = typer.Typer()

ExerciseId = Annotated[str, typer.Argument(metavar="EXERCISE", help="Its id, such as bandits/ucb-bonus.")]
Anyway = Annotated[bool, typer.Option("--yes", help="Start it although its module is locked, without asking.")]
Again = Annotated[bool, typer.Option("--again", help="Start over; what is there is copied first.")]


@app.command()
def start(
    exercise: ExerciseId,
    again: Again = False,
    yes: Anyway = False,
    as_json: Json = False,
) -> None:
    """Write the stub of an exercise into your practice folder and show what it asks.

    A file that is already there is never overwritten; --again copies it first. When its module is locked, the reason
    is shown and one key passes; gate = "strict" in practice.toml refuses.
    --json: {exercise, title, minutes, file, written, copy, prompt}.
    """
    from palaestra.app.cli.practise_screen import prompt_lines
    from palaestra.app.practising import Practising

    work = Practising.at(exercise)
    started = work.start(again, anyway=yes or as_json or passes_gate(work, work.file))
    chosen = work.exercise
    if as_json:
        return say_json(
            {
                "exercise": chosen.id,
                "title": chosen.title,
                "minutes": chosen.minutes,
                "file": str(started.file),
                "written": started.written,
                "copy": str(started.copy) if started.copy else None,
                "prompt": chosen.prompt.strip(),
            }
        )
    typer.echo(f"{chosen.title}  ({chosen.id}, about {chosen.minutes} minutes)\n")
    typer.echo("\n".join(prompt_lines(chosen)))
    typer.echo(f"\n{started.file}")
    if not started.written:
        typer.echo("This file was there already and stays as it is; --again starts over with a copy kept.")
    if started.copy:
        typer.echo(f"What was there is kept as {started.copy}")
    typer.echo(f"next: palaestra check {chosen.id} --watch")


@app.command()
def check(
    exercise: ExerciseId,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever the file is saved.")] = False,
    borrowed: Annotated[
        str, typer.Option("--from", metavar="FILE:NAME", help="Judge a function or class written elsewhere.")
    ] = "",
    adapt: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --from: a few lines that define the name with `theirs`.")
    ] = None,
    name: Annotated[bool, typer.Option("--name", help="Say whether this is a known mistake.")] = False,
    with_help: Annotated[
        str, typer.Option("--help-by", metavar="WHO", help="Help you had: person or model (hints are known).")
    ] = "",
    pdb: Annotated[bool, typer.Option("--pdb", help="Stop in your code at the failing call.")] = False,
    docs: Annotated[bool, typer.Option("--docs", help="Read your docstrings instead: what do they lack?")] = False,
    as_json: Json = False,
) -> None:
    """Judge your answer to an exercise. The first failure shows the evidence, the second the name of the mistake.

    --json: {exercise, verdict, rung, rungs, mistake, seconds, rungs_held, reason, traceback, output, matched,
    file_digest, notes, check {says, holds, got, want, tolerance, call, source}}. verdict: passed, not_started,
    import_error, wrong, timed_out, out_of_memory or crashed; rung: the first that does not hold, or null; rungs: how
    many there are; mistake: an id or null. Exits with 1 unless passed.
    With --docs: [{name, line, says, holds, mend}]; exits with 1 while a docstring lacks something.
    """
    from palaestra.app.cli import practise_check, practise_docs

    if docs:
        raise typer.Exit(practise_docs.check_docs(exercise, borrowed, as_json))
    if borrowed or adapt:
        raise typer.Exit(practise_check.check_borrowed(exercise, borrowed, adapt, as_json))
    work = practise_check.opened(exercise, with_help)
    if watch:
        from palaestra.app.cli.practise_watch import watch as keep_watching

        raise typer.Exit(keep_watching(work))
    if pdb:
        raise typer.Exit(practise_check.debug_with_pdb(work))
    raise typer.Exit(practise_check.check_once(work, with_help, name, as_json))


@app.command()
def hint(exercise: ExerciseId, as_json: Json = False) -> None:
    """The next hint. Hints are recorded, not punished. --json: {exercise, number, of, hint}."""
    from palaestra.app.cli.practise_screen import row
    from palaestra.app.practising import Practising

    work = Practising.at(exercise)
    number, words = work.hint()
    count = len(work.exercise.hints)
    if as_json:
        return say_json({"exercise": work.exercise.id, "number": number, "of": count, "hint": words})
    typer.echo("\n".join(row(f"{number} of {count}", words, lines=99)))
    more = f"hint {work.exercise.id}" if number < count else f"check {work.exercise.id}"
    typer.echo(f"next: palaestra {more}")


@app.command()
def solution(
    exercise: ExerciseId,
    yes: Annotated[bool, typer.Option("--yes", help="Show it without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Show the reference. It is recorded; writing it anew a week later counts as your own. --json: {exercise, code}."""
    from palaestra.app.practising import Practising

    work = Practising.at(exercise)
    if not yes and not as_json:
        if not sys.stdin.isatty():
            raise Refusal("Nobody is there to ask whether to show the solution.", "Add --yes.")
        typer.confirm("Show the solution? A clean answer a week from now will count as your own.", abort=True)
    code = work.solution()
    if as_json:
        return say_json({"exercise": work.exercise.id, "code": code})
    typer.echo(code.rstrip())
    typer.echo(f"\nnext: palaestra start {work.exercise.id} --again")


@app.command()
def debug(
    exercise: ExerciseId,
    judge: Annotated[bool, typer.Option("--check", help="Judge your mend.")] = False,
    line: Annotated[int, typer.Option("--line", help="With --check: the faulty line, as you see it.", min=0)] = 0,
    mistake: Annotated[str, typer.Option("--mistake", help="With --check: the known mistake you take it for.")] = "",
    again: Again = False,
    yes: Anyway = False,
    as_json: Json = False,
) -> None:
    """A running system carries a known mistake: find it from the metrics, then the code, and mend it.

    --json: {exercise, folder, module, written}; with --check {exercise, holds, verdict, line_right, name_right,
    mistake, judgement}. With --check exits with 1 unless it is mended and what was pointed at is right.
    """
    from palaestra.app.cli import practise_drills

    if judge:
        raise typer.Exit(practise_drills.check_debug(exercise, line, mistake, as_json))
    practise_drills.start_debug(exercise, again, yes, as_json)


@app.command()
def guard(
    exercise: ExerciseId,
    judge: Annotated[bool, typer.Option("--check", help="Try your tests on the reference and the mistakes.")] = False,
    survivors: Annotated[bool, typer.Option("--survivors", help="With --check: what your tests let pass.")] = False,
    again: Again = False,
    yes: Anyway = False,
    as_json: Json = False,
) -> None:
    """Write tests that pass the reference and catch the known mistakes.

    --json: {exercise, file, written}; with --check {exercise, holds, tests, failing, caught, survived, needed,
    problem, output}. With --check exits with 1 unless enough mistakes are caught.
    """
    from palaestra.app.cli import practise_drills

    if judge:
        raise typer.Exit(practise_drills.check_guard(exercise, survivors, as_json))
    practise_drills.start_guard(exercise, again, yes, as_json)


def passes_gate(work: "Practising", file: Path) -> bool:
    """Show why an exercise is locked, and ask; where nothing is in the way, or nothing helps, there is no question."""
    gate = None if file.exists() else work.gate()
    if gate is None or gate.is_strict:
        return False
    typer.echo(gate.reason, err=True)
    typer.echo(f"The shortest way: {gate.says} ({gate.does})", err=True)
    return typer.confirm("Start it all the same?", default=True, err=True)
