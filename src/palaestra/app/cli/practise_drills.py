"""`debug` and `guard`: the drill laid out in the practice folder, and judged there."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import typer

from palaestra.app.cli.practise import passes_gate
from palaestra.app.cli.practise_screen import Screen, mistake_lines, row
from palaestra.app.cli.terminal import HOLDS, WRONG, folded, say_json
from palaestra.app.practising import Practising
from palaestra.app.views.plainly import many
from palaestra.grader import DebugReport, GuardReport, judge_debug, lay_drill, try_guard
from palaestra.grader.checking import known_texts
from palaestra.grader.debugging import RECORD
from palaestra.kit.exercise import Drill, Exercise
from palaestra.kit.holes import Fill, Hole
from palaestra.kit.refusal import Refusal, unknown
from palaestra.lab import RunRed, Store, run
from palaestra.practice.durable import make_folder

POINTS = (0.1, 0.25, 0.5, 0.75, 1.0)
SEEDS = 2


def start_debug(exercise_id: str, again: bool, yes: bool, as_json: bool) -> None:
    """Lay out the drill: the faulty module, its symptoms, and the sealed record."""
    work = Practising.at(exercise_id)
    _require_drill(work)
    folder = work.folder.exercise_path(work.exercise.id, "debug")
    work.pass_gate(folder / RECORD, yes or as_json or passes_gate(work, folder / RECORD))
    written = again or not (folder / RECORD).exists()
    module = folder / f"{work.exercise.module.rpartition('.')[2]}.py"
    if written:
        drill = lay_drill(work.exercise)
        if not as_json:
            typer.echo("running the system with and without its fault; this takes a few seconds")
        symptoms = symptoms_page(work, drill.mistake)
        make_folder(folder)
        for name, text in ((drill.file_name, drill.text), (RECORD, drill.record), ("symptoms.md", symptoms)):
            work.folder.write(folder / name, text)
    if as_json:
        facts = {"exercise": work.exercise.id, "folder": str(folder), "module": str(module), "written": written}
        return say_json(facts)
    typer.echo((folder / "symptoms.md").read_text(encoding="utf-8").rstrip())
    typer.echo(f"\n{module}")
    if not written:
        typer.echo("This drill was laid out before and stays as it is; --again lays a new one.")
    typer.echo("Mend the module, then say which line it was and which mistake.")
    typer.echo(f"next: palaestra debug {work.exercise.id} --check --line N --mistake ID")


def symptoms_page(work: Practising, mistake: str) -> str:
    """What the experiment measures with the fault, beside what it measures without."""
    exercise = work.exercise
    assert exercise.debug is not None
    experiment = work.catalogue.experiment(f"{exercise.system}/{exercise.debug.experiment}")
    healthy, _ = _measured(experiment, (), exercise.debug)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fill.py"
        file.write_text(known_texts(exercise)[mistake], encoding="utf-8")
        faulty, crash = _measured(experiment, [Fill.of(Hole.of(exercise), file)], exercise.debug)
    name = exercise.qualname or exercise.module
    lines = [
        f"# Something is wrong with {name}",
        "",
        folded(f"*{experiment.title}*, small preset, mean of {SEEDS} seeds, through the readable path."),
        "",
        folded(
            f"One fault sits in `{exercise.hole.partition(':')[0]}.py` beside this page, inside `{name}`. Find it"
            " from the numbers, then from the code; mend it there. The rest of the module is as it should be."
        ),
        "",
    ]
    lines += [folded(f"With the fault the run stops: {crash}"), ""] if crash else _table(healthy, faulty)
    known = ", ".join(f"`{each.id}`" for each in exercise.mistakes)
    return "\n".join([*lines, folded(f"Known mistakes of this exercise, one of which it is: {known}."), ""])


def check_debug(exercise_id: str, line: int, mistake: str, as_json: bool) -> int:
    """Judge the mended module, the line pointed at and the name given; recorded as an attempt in debug mode."""
    work = Practising.at(exercise_id)
    exercise = work.exercise
    _require_drill(work)
    if not (work.folder.exercise_path(exercise.id, "debug") / RECORD).exists():
        raise Refusal(f"No drill of {exercise.id} is laid out.", f"`palaestra debug {exercise.id}` lays one out.")
    if mistake and mistake not in {each.id for each in exercise.mistakes}:
        raise unknown("known mistake", mistake, [each.id for each in exercise.mistakes], "the symptoms page")
    report = judge_debug(exercise, work.folder.exercise_path(exercise.id, "debug"), line=line, mistake=mistake)
    judgement = report.judgement
    _record(work, "debug", "passed" if report.holds else "wrong", judgement.rungs_held, judgement.rungs)
    if as_json:
        say_json(report.to_json())
    else:
        typer.echo("\n".join(_debug_lines(exercise, report)))
    return 0 if report.holds else 1


def start_guard(exercise_id: str, again: bool, yes: bool, as_json: bool) -> None:
    """Write the test file to begin with."""
    work = Practising.at(exercise_id)
    _require_guard(work)
    file = work.folder.exercise_path(work.exercise.id, "guard")
    work.pass_gate(file, yes or as_json or passes_gate(work, file))
    written = again or not file.exists()
    if written:
        work.folder.write(file, guard_stub(work.exercise))
    if as_json:
        return say_json({"exercise": work.exercise.id, "file": str(file), "written": written})
    assert work.exercise.guard is not None
    typer.echo(f"Write tests for {work.exercise.qualname} that catch {work.exercise.guard.catch} known mistakes.")
    typer.echo(str(file))
    if not written:
        typer.echo("This file was there already and stays as it is; --again starts over with a copy kept.")
    typer.echo(f"next: palaestra guard {work.exercise.id} --check")


def guard_stub(exercise: Exercise) -> str:
    """A test file with one test that any answer passes."""
    assert exercise.guard is not None
    top = exercise.qualname.partition(".")[0]
    return "\n".join(
        [
            f'"""Tests that guard {exercise.id}: they pass the right code and fail the wrong.',
            "",
            f"Write plain functions called test_something; {exercise.guard.catch} known mistakes must not get through.",
            '"""',
            "",
            "import numpy as np",
            "",
            f"from {exercise.module} import {top}" if top else f"import {exercise.module}",
            "",
            "",
            f"def test_{top.lower() or 'module'}_is_there():",
            f"    assert callable({top})" if top else f"    assert {exercise.module}",
            "",
        ]
    )


def check_guard(exercise_id: str, survivors: bool, as_json: bool) -> int:
    """Try the learner's tests; recorded as an attempt in guard mode."""
    work = Practising.at(exercise_id)
    _require_guard(work)
    if not work.folder.exercise_path(work.exercise.id, "guard").exists():
        raise Refusal(
            f"No tests of {work.exercise.id} yet.", f"`palaestra guard {work.exercise.id}` writes their file."
        )
    report = try_guard(work.exercise, work.folder.exercise_path(work.exercise.id, "guard"))
    _record(work, "guard", "passed" if report.holds else "wrong", min(len(report.caught), report.needed), report.needed)
    if as_json:
        say_json(report.to_json())
    else:
        typer.echo("\n".join(_guard_lines(work.exercise, report, survivors)))
    return 0 if report.holds else 1


def _require_drill(work: Practising) -> None:
    if work.exercise.debug is None:
        others = [each.id for each in work.catalogue.exercises() if each.debug is not None]
        raise Refusal(f"{work.exercise.id} has no debug drill.", f"These have: {', '.join(others)}.")


def _require_guard(work: Practising) -> None:
    if work.exercise.guard is None:
        others = [each.id for each in work.catalogue.exercises() if each.guard is not None]
        raise Refusal(f"{work.exercise.id} has no guard task.", f"These have: {', '.join(others)}.")


def _record(work: Practising, mode: str, verdict: str, rung: int, rungs: int) -> None:
    facts = {"exercise": work.exercise.id, "mode": mode, "verdict": verdict, "rung": rung, "rungs": rungs}
    work.folder.log.append("attempt", **facts, help=work.help, mistake="")


def _measured(experiment: Any, fills: Sequence[Fill], drill: Drill) -> tuple[Mapping[str, np.ndarray[Any, Any]], str]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            outcome = run(experiment, seeds=SEEDS, fills=fills, store=Store(Path(folder)), readable=True)
        except RunRed as red:
            return {}, str(red)
    wanted = {
        name: values.mean(axis=0)
        for name, values in outcome.result.values.items()
        if values.ndim <= 2 and drill.shows(name)
    }
    return wanted, ""


def _table(healthy: Mapping[str, np.ndarray[Any, Any]], faulty: Mapping[str, np.ndarray[Any, Any]]) -> list[str]:
    """Each measurement that moved, at some points along its run, without the fault and with it."""
    lines: list[str] = []
    for name, values in healthy.items():
        other = faulty[name]
        if np.allclose(values, other, rtol=1e-12, equal_nan=True):
            continue
        if values.ndim == 0:
            lines += [f"{name}: {values:.4g} as it should be, {other:.4g} here", ""]
            continue
        places = [max(round(len(values) * each) - 1, 0) for each in POINTS]
        head = " | ".join(f"{each:.0%}" for each in POINTS)
        rows = [("as it should be", values), ("here", other)]
        lines += [f"| {name} at | {head} |", f"|---|{'---:|' * len(POINTS)}"]
        lines += [f"| {label} | " + " | ".join(f"{v[each]:.3f}" for each in places) + " |" for label, v in rows]
        lines.append("")
    return lines or ["In this run no number moves: the fault shows only elsewhere.", ""]


def _debug_lines(exercise: Exercise, report: DebugReport) -> list[str]:
    following = f"palaestra debug {exercise.id} --check"
    if report.holds:
        following = f"palaestra guard {exercise.id}" if exercise.guard else "palaestra today"
    lines = Screen(exercise, borrowed=True).lines(report.judgement)
    for what, right in (("line", report.line_right), ("name", report.name_right)):
        if right is not None:
            lines += row(what, f"the {what} you point at is {'right' if right else 'not it'}")
    if report.changed_elsewhere:
        lines += row("note", "The module is changed outside the hole too; only the hole is judged.")
    if report.judgement.passed:
        lines += mistake_lines(exercise.mistake(report.mistake))
    return [*lines, *row("next", following)]


def _guard_lines(exercise: Exercise, report: GuardReport, survivors: bool) -> list[str]:
    mark = (HOLDS if report.holds else WRONG).shown()
    every = len(report.caught) + len(report.survived)
    lines = [f"{mark} {exercise.id}  guard  {many(len(report.tests), 'test')}"]
    if report.problem:
        lines += row("because", report.problem)
    for name, failure in report.failing.items():
        lines += row("fails", f"{name} fails on the right code:\n{failure}", lines=6)
    if every:
        lines += row("caught", f"{len(report.caught)} of {every} known mistakes; {report.needed} are asked for")
    if survivors:
        for each in report.survived:
            lines += row("let pass", exercise.mistake(each).teaches, lines=9)
    following = f"palaestra guard {exercise.id} --check"
    if report.holds:
        following = "palaestra today"
    elif report.survived and not survivors:
        following += " --survivors  tells what gets through"
    return [*lines, *row("next", following)]
