"""An exercise teaches what it says: proven by running the reference, the empty hole, every mistake, every alternative.

Each candidate runs in the grader, as a learner's file does. Garbage fills
(functions that return a constant) show which checks hold whatever the code does.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from palaestra.grader import Judgement, Worker, check
from palaestra.kit import holes
from palaestra.kit.catalogue import System
from palaestra.kit.checks import Check
from palaestra.kit.exercise import Exercise, sources
from tests.contract.rules import kept

CONSTANTS = (7.25, -3.5, 0, 1_000_003)
FEWEST_MISTAKES, FEWEST_HINTS = 2, 1
PERMALINK = re.compile(r"https://\S+/[0-9a-f]{40}/\S+")


class Bench(NamedTuple):
    """Where candidates run: a warm grader and a folder for their files."""

    worker: Worker
    folder: Path

    def judge(self, exercise: Exercise, text: str) -> Judgement:
        return check(exercise, self._file(exercise, text), worker=self.worker)

    def survey(self, exercise: Exercise, text: str) -> list[tuple[str, int, str, bool]]:
        """(rung, place, what the check says, whether it held) of every check that was reached."""
        outcome = self.worker.run("survey", exercise, self._file(exercise, text))
        return [
            (frame["id"], place, each["says"] or each["call"], each["holds"])
            for frame in outcome.of("surveyed")
            for place, each in enumerate(frame["checks"])
        ]

    def _file(self, exercise: Exercise, text: str) -> Path:
        path = self.folder / f"{exercise.name.replace('-', '_')}.py"
        path.write_text(text, encoding="utf-8")
        return path


def words_match_code(room: System) -> Iterator[Check]:
    """Every mistake and rung in the TOML has its code, and the other way round; each mistake teaches something."""
    for exercise in room.exercises:
        written = {each.id for each in exercise.mistakes}
        coded = set(sources(exercise, "mistake"))
        for name in sorted(coded - written):
            mend = f"Say in {exercise.name}.toml what it teaches ([[mistakes]] id = {name!r})."
            yield kept("every mistake has a name", False, f"{exercise.id}: {name} has code but no words", mend)
        for name in sorted(written - coded):
            mend = f"Write it under @mistake({name!r}) in {exercise.code_path.name}."
            yield kept("every mistake has code", False, f"{exercise.id}: {name} has words but no code", mend)
        many = f"{len(exercise.mistakes)} mistakes, {len(exercise.hints)} hints"
        enough = len(exercise.mistakes) >= FEWEST_MISTAKES and len(exercise.hints) >= FEWEST_HINTS
        yield kept(
            "an exercise has mistakes and hints", enough, f"{exercise.id}: {many}", "Add what learners do wrong."
        )
        for each in exercise.mistakes:
            taught = bool(each.misconception.strip() and each.teaches.strip())
            yield kept(
                "a mistake teaches", taught, f"{exercise.id}:{each.id}", "Say what is believed, and what it teaches."
            )
        alternatives = sources(exercise, "alternative")
        mend = "Write one correct answer unlike the reference under @alternative."
        yield kept("correct answers unlike the reference are tried", bool(alternatives), exercise.id, mend)


def outside_code_is_pinned(room: System) -> Iterator[Check]:
    """An implementation elsewhere is linked at a commit, so that it stays what was read, and says how it differs."""
    every = [(exercise, each) for exercise in room.exercises for each in exercise.outside]
    unpinned = [f"{exercise.id}: {each.url}" for exercise, each in every if not PERMALINK.fullmatch(each.url)]
    mend = "Link the file at a commit: https://.../blob/<40 hex digits>/path."
    yield kept("code elsewhere is linked at a commit", not unpinned, ", ".join(unpinned) or f"{len(every)} links", mend)
    silent = [f"{exercise.id}: {each.title}" for exercise, each in every if not (each.title and each.note.strip())]
    mend = "Say in `note` what it does otherwise than ours."
    yield kept("code elsewhere says how it differs", not silent, ", ".join(silent) or f"{len(every)} notes", mend)


def reference_passes(exercise: Exercise, bench: Bench) -> Iterator[Check]:
    """The library is the solution: it passes, and so does every alternative."""
    hole = holes.Hole.of(exercise)
    judged = bench.judge(exercise, holes.reference_source(hole))
    yield kept(
        "the reference passes", judged.passed, f"{exercise.id}: {shown(judged)}", "Mend the check or the reference."
    )
    for name, text in sources(exercise, "alternative").items():
        judged = bench.judge(exercise, text)
        mend = "The checks ask for more than the prompt says: state the convention, or loosen the check."
        yield kept("every alternative passes", judged.passed, f"{exercise.id}: {name} {shown(judged)}", mend)


def empty_hole_fails(exercise: Exercise, bench: Bench) -> Iterator[Check]:
    """The stub is `not started`, and a body that only raises does not pass."""
    hole = holes.Hole.of(exercise)
    stub = holes.stub(hole, exercise.imports)
    judged = bench.judge(exercise, stub)
    untouched = judged.verdict == "not_started"
    yield kept("the stub is not started", untouched, f"{exercise.id}: {shown(judged)}", "The stub must only raise.")
    judged = bench.judge(exercise, stub.replace("NotImplementedError", "RuntimeError"))
    mend = "Some rung must call the hole."
    yield kept("the empty hole fails", not judged.passed, f"{exercise.id}: a hole that only raises passes", mend)


def mistakes_fail_and_are_named(exercise: Exercise, bench: Bench) -> Iterator[Check]:
    """Every known mistake is wrong at the rung it names, and the grader names it from its answers."""
    codes = sources(exercise, "mistake")
    for each in exercise.mistakes:
        if each.id not in codes:
            continue
        judged = bench.judge(exercise, codes[each.id])
        where = f"{exercise.id}:{each.id} {shown(judged)}"
        yield kept("every mistake is wrong", judged.verdict == "wrong", where, "Add the check that shows it.")
        mend = f"Set rung = {judged.rung!r} in the TOML, or move the check."
        yield kept("every mistake fails at its rung", judged.rung == each.rung, where, mend)
        mend = f"{_alike(judged)}Add to INPUTS two inputs on which it differs from everything else."
        yield kept("every mistake is named", judged.mistake == each.id, f"{where}: named {judged.mistake}", mend)


def no_check_is_vacuous(exercise: Exercise, bench: Bench) -> Iterator[Check]:
    """Every check fails for some mistake, or when the hole returns a constant."""
    reference = holes.reference_source(holes.Hole.of(exercise))
    reached = {each[:3] for each in bench.survey(exercise, reference)}
    rungs_with_checks = {rung for rung, _, _ in reached}
    for rung in exercise.rungs:
        mend = "Yield at least one Check, and let the reference come to its end."
        yield kept("every rung checks", rung.id in rungs_with_checks, f"{exercise.id}: rung {rung.id!r} has none", mend)
    garbage = [constant_fill(reference, constant) for constant in CONSTANTS]
    failed: set[tuple[str, int]] = set()
    ran: dict[tuple[str, int], int] = {}
    for text in [*garbage, *sources(exercise, "mistake").values()]:
        for rung_id, place, _, held in bench.survey(exercise, text):
            ran[rung_id, place] = ran.get((rung_id, place), 0) + 1
            if not held:
                failed.add((rung_id, place))
    for rung_id, place, says in sorted(reached):
        # A check no wrong answer ever reached has been guarded by an exception; that is a failure too.
        fails = (rung_id, place) in failed or ran.get((rung_id, place), 0) < len(garbage)
        where = f"{exercise.id}, rung {rung_id!r}, check {place + 1} ({says})"
        mend = "It holds whatever the code does. Compare with a value you worked out, not with the code itself."
        yield kept("no check holds whatever the code does", fails, where, mend)


def constant_fill(reference: str, constant: float) -> str:
    """The reference with every function returning the constant at once."""
    tree = ast.parse(reference)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            node.body = [ast.Return(ast.Constant(constant))]
    return ast.unparse(ast.fix_missing_locations(tree))


def shown(judged: Judgement) -> str:
    """A judgement in one line."""
    evidence = f" ({judged.check.says or judged.check.call}: got {judged.check.got})" if judged.check else ""
    return f"is {judged.verdict} at rung {judged.rung}{evidence} {judged.reason}".strip()


def _alike(judged: Judgement) -> str:
    return f"Its answers equal those of {', '.join(judged.matched)}. " if judged.matched else ""
