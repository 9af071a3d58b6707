"""Guard mode: the learner writes tests; they must pass the reference and catch known mistakes."""

import ast
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palaestra.grader.checking import known_texts, reference_text
from palaestra.grader.naming import misconception
from palaestra.grader.protocol import Outcome
from palaestra.grader.submission import read
from palaestra.grader.worker import Worker
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GuardReport:
    """What the learner's tests are worth: whether they pass the reference, and which mistakes they catch."""

    exercise: str
    tests: tuple[str, ...]
    failing: Mapping[str, str]
    """Tests that fail on the reference, with what failed: these are wrong themselves."""
    caught: tuple[str, ...]
    survived: tuple[str, ...]
    """Misconceptions at least one variant of which passes every test."""
    needed: int
    problem: str = ""
    """Why the tests could not be run to their end on the reference; empty when they were."""
    output: str = ""

    @property
    def holds(self) -> bool:
        """Whether the guard stands: every test passes the reference, and enough mistakes are caught."""
        return bool(self.tests) and not self.problem and not self.failing and len(self.caught) >= self.needed

    def to_json(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "holds": self.holds,
            "tests": list(self.tests),
            "failing": dict(self.failing),
            "caught": list(self.caught),
            "survived": list(self.survived),
            "needed": self.needed,
            "problem": self.problem,
            "output": self.output,
        }


def try_guard(exercise: Exercise, test_file: Path, *, worker: Worker | None = None) -> GuardReport:
    """Run the learner's `test_*` functions against the reference and against every known mistake.

    A mistake is caught when a test fails, hangs or dies on it; variants of one misconception count
    once, and only when all are caught. Raises Refusal when the exercise has no guard task, or the
    file is not there or not Python.
    """
    if exercise.guard is None:
        raise Refusal(f"{exercise.id} has no guard task.", "`palaestra systems --json` lists what each exercise has.")
    text = read(test_file)
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise Refusal(f"{test_file}, line {error.lineno}: {error.msg}.", "Mend that line.") from error
    with ExitStack() as stack:
        worker = worker or stack.enter_context(Worker())
        return _try(exercise, text, test_file.name, worker)


def _try(exercise: Exercise, text: str, name: str, worker: Worker) -> GuardReport:
    assert exercise.guard is not None
    tests = worker.keep(text, name)
    on_reference = _run(exercise, reference_text(exercise), tests, worker)
    results = {each["name"]: each["failure"] for each in on_reference.of("test")}
    failing = {name: failure for name, failure in results.items() if failure}
    problem = _problem(on_reference, results)
    caught: tuple[str, ...] = ()
    survived: tuple[str, ...] = ()
    if results and not failing and not problem:
        passing = {
            misconception(exercise, mistake)
            for mistake, source in known_texts(exercise).items()
            if _passes(_run(exercise, source, tests, worker))
        }
        every = dict.fromkeys(misconception(exercise, each.id) for each in exercise.mistakes)
        caught = tuple(each for each in every if each not in passing)
        survived = tuple(each for each in every if each in passing)
    output = "\n".join(filter(None, (on_reference.stdout, on_reference.stderr)))
    return GuardReport(
        exercise.id, tuple(results), failing, caught, survived, exercise.guard.catch, problem, output.strip()
    )


def _run(exercise: Exercise, source: str, tests: Path, worker: Worker) -> Outcome:
    fill = worker.keep(source, f"{exercise.name.replace('-', '_')}.py")
    return worker.run("guard", exercise, fill, tests=str(tests))


def _passes(outcome: Outcome) -> bool:
    return outcome.first("tested") is not None and not any(each["failure"] for each in outcome.of("test"))


def _problem(outcome: Outcome, results: Mapping[str, str]) -> str:
    if outcome.first("tested") is None:
        return f"The tests did not come to an end on the reference ({outcome.ended.replace('_', ' ')})."
    return "" if results else "The file has no function whose name starts with test_."
