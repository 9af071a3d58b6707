"""Checking: the learner's own file, code written elsewhere, and stopping in it with pdb."""

from pathlib import Path

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.practise_screen import Screen, row
from palaestra.app.cli.terminal import say_json
from palaestra.app.practising import HELPS, Practising
from palaestra.grader import Judgement, Verdict, Worker
from palaestra.grader import check as judge_file
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import default_path
from palaestra.practice.memory.offering import came_back
from palaestra.practice.settings import FILE


def opened(exercise_id: str, with_help: str = "") -> Practising:
    """The learner's work on an exercise whose extras are installed."""
    if with_help and with_help not in HELPS:
        raise unknown("help", with_help, HELPS, "palaestra check --help")
    work = Practising.at(exercise_id)
    require_extras(work.exercise)
    return work


def require_extras(exercise: Exercise) -> None:
    """Refuse an exercise whose extras are not installed, with the command that installs them."""
    if exercise.needs:
        from palaestra.lab import require

        require(exercise.id, exercise.needs)


def check_once(work: Practising, with_help: str, name: bool, as_json: bool) -> int:
    """Judge, record, print; the exit code."""
    judgement = work.check(with_help=with_help, record=False)
    named = name or work.shows_name(judgement)
    try:
        work.record(judgement, work.file, with_help)
    finally:  # the verdict is shown even where it cannot be kept
        if as_json:
            say_json(judgement.to_json())
        else:
            returns = came_back(work.folder, work.exercise.id)
            screen = Screen(work.exercise, named, next_words(work, judgement, named), returns=returns)
            typer.echo("\n".join(screen.lines(judgement)))
    return 0 if judgement.passed else 1


def next_words(work: Practising, judgement: Judgement, named: bool, keys: bool = False) -> str:
    """The next useful command, or key."""
    exercise = work.exercise
    if judgement.passed:
        return work.next_command()
    count, taken = len(exercise.hints), work.hints_taken()
    left = f"({taken + 1} of {count})" if taken < count else ""
    hint = f"h for a hint {left}" if keys else f"palaestra hint {exercise.id}  {left}"
    if not left:
        hint = "" if keys else f"palaestra solution {exercise.id}"
    asks = judgement.verdict is Verdict.WRONG and not named
    ask = ("m to see whether this is a known mistake" if keys else "check --name names a known mistake") if asks else ""
    if not work.file.exists():
        return f"palaestra start {exercise.id}"
    if judgement.verdict is Verdict.NOT_STARTED:
        return f"palaestra check {exercise.id} --watch  while you write {work.file}"
    return (
        "think, then " + ", ".join(filter(None, (hint, ask)))
        if keys and (hint or ask)
        else "; ".join(filter(None, (hint.rstrip(), ask)))
    )


def check_borrowed(exercise_id: str, borrowed: str, adapter: Path | None, as_json: bool) -> int:
    """Judge `FILE:NAME`, a function or class written elsewhere; recorded when there is a practice folder."""
    if not borrowed:
        raise Refusal(
            "--adapt goes with --from FILE:NAME.", "For example --from ~/arena/ppo.py:compute_gae --adapt adapter.py."
        )
    file, colon, what = borrowed.rpartition(":")
    if not colon or not what.replace(".", "").isidentifier() or not file:
        raise Refusal(f"--from takes FILE:NAME, not {borrowed!r}.", "For example --from ~/arena/ppo.py:compute_gae.")
    exercise = Catalogue.installed().exercise(exercise_id)
    require_extras(exercise)
    path = Path(file).expanduser()
    for option, each in (("--from", path), ("--adapt", adapter and adapter.expanduser())):
        if each is not None and not each.is_file():
            raise Refusal(f"There is no file {each}.", f"Name one with {option}.")
    judgement = judge_file(exercise, path, borrowed_name=what, adapter=adapter and adapter.expanduser())
    work = Practising.at(exercise_id, practice_folder()) if (default_path() / FILE).is_file() else None
    if work:
        work.record(judgement, path)
    if as_json:
        say_json(judgement.to_json())
    else:
        lines = Screen(exercise, True, borrowed=True).lines(judgement)
        needs_adapter = not judgement.passed and not judgement.rungs_held and adapter is None
        if needs_adapter:
            lines.append(adapter_advice(exercise.qualname))
        if judgement.passed and work:
            lines += row("to run it", f"experiments take what stands in {work.file}")
        with_adapter = f" --adapt {adapter or 'adapter.py'}" if adapter or needs_adapter else ""
        again = f'palaestra check {exercise.id} --from "{borrowed}"{with_adapter}'
        done = (work.placement_command() if work else "") or "palaestra today"
        typer.echo("\n".join([*lines, *row("next", done if judgement.passed else again)]))
    return 0 if judgement.passed else 1


def adapter_advice(qualname: str) -> str:
    """How to write an adapter, where the arguments differ."""
    name = qualname.rpartition(".")[2]
    advice = ["where the arguments differ, say how in a file of a few lines and pass --adapt:"]
    if name[:1].isupper():
        advice += [
            f"    class {name}:            # the methods the exercise asks for",
            "        def __init__(self, ...):",
            "            self.inner = theirs(...)      # `theirs` is what --from names",
        ]
    else:
        advice += [
            f"    def {name}(...):      # the arguments the exercise asks for",
            "        return theirs(...)      # `theirs` is what --from names",
        ]
    return "\n".join(advice)


def debug_with_pdb(work: Practising) -> int:
    """Stop in the learner's code at the failing call; when nothing fails, say so."""
    from palaestra.grader.stopping import stop_in

    with Worker() as worker:
        judgement = work.check(worker, record=False)
        if judgement.passed or judgement.rung is None:
            following = next_words(work, judgement, named=False)
            typer.echo("\n".join(Screen(work.exercise, name=True, next=following).lines(judgement)))
            return 0 if judgement.passed else 1
        typer.echo(f"rung {judgement.rung}: stopping in your code at the failing call; q ends, n steps, c goes on")
        stop_in(work.exercise, work.file, judgement.rung, worker)
    typer.echo(f"next: palaestra check {work.exercise.id}")
    return 1
