"""Judging one file: the rungs, a silent second pass on fresh inputs, and the name of the mistake."""

import ast
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from palaestra.grader import answers
from palaestra.grader.judgement import Judgement, Verdict
from palaestra.grader.naming import Naming, name_mistake
from palaestra.grader.protocol import Ended, Outcome
from palaestra.grader.reaching import find_reach
from palaestra.grader.submission import Submission, borrow, submit
from palaestra.grader.worker import Worker
from palaestra.kit import holes
from palaestra.kit.checks import Check
from palaestra.kit.exercise import Exercise, sources
from palaestra.kit.holes import rooms

SECOND_PASS_DRAWS = 24
NAMING_DRAWS = 64
CONFIRMING_DRAWS = 400
"""Drawn only when a name is about to be given."""
PATIENCE_SECONDS = 1.0
"""Answers for naming stop after this long; as many as were given are compared."""
NAMING_SEED = 20_261_120


def check(
    exercise: Exercise,
    file: Path,
    *,
    adapter: Path | None = None,
    borrowed_name: str = "",
    diagnose: bool = True,
    worker: Worker | None = None,
) -> Judgement:
    """Judge the learner's file for this exercise in a child process.

    borrowed_name: judge this function or class of a file written elsewhere, through `adapter` where
    its arguments differ. diagnose: look for the known mistake behind a wrong answer. worker: a warm
    process to use; without one, one is started and ended.
    Raises Refusal when there is no such file or it is not text.
    """
    with ExitStack() as stack:
        worker = worker or stack.enter_context(Worker())
        if borrowed_name:
            handed_in = borrow(exercise, file, borrowed_name, adapter, worker)
        else:
            handed_in = submit(exercise, file, worker)
        judgement = _before_running(handed_in) or Judge(worker, handed_in).judge(diagnose)
        note = handed_in.put_back(worker.scratch)
        return judgement if not note else _with(judgement, notes=(*judgement.notes, note))


def _before_running(handed_in: Submission) -> Judgement | None:
    """The verdicts that need no run: an untouched stub, a syntax error, a forbidden name."""
    exercise = handed_in.exercise
    hole = holes.Hole.of(exercise)
    if not handed_in.borrowed and holes.is_untouched(hole, handed_in.fill):
        return _plain(handed_in, Verdict.NOT_STARTED, "The stub is as it was written.")
    try:
        for text in filter(None, (handed_in.text, handed_in.adapter)):
            ast.parse(text)
            if reach := find_reach(text, exercise, rooms.source(exercise.module)[0]):
                return _plain(handed_in, Verdict.WRONG, str(reach))
    except SyntaxError as error:
        line = (error.text or "").strip()
        where = f"line {error.lineno}\n    {line}\nSyntaxError: {error.msg}"
        return _plain(handed_in, Verdict.IMPORT_ERROR, "The file is not valid Python.", traceback=where)
    except (RecursionError, MemoryError, ValueError) as error:
        return _plain(handed_in, Verdict.IMPORT_ERROR, f"The file is not valid Python: {error}.")
    return None


class Judge:
    """The runs one judgement takes: the learner's code, the reference's, the known mistakes'."""

    def __init__(self, worker: Worker, handed_in: Submission) -> None:
        self.worker, self.handed_in, self.exercise = worker, handed_in, handed_in.exercise

    def judge(self, diagnose: bool) -> Judgement:
        """All rungs; then, if they hold, fresh inputs; then, if wrong, the name."""
        outcome = self._run("judge")
        judgement = read_outcome(self.handed_in, outcome)
        if judgement.passed:
            judgement = self._second_pass(judgement)
        if diagnose and judgement.verdict is Verdict.WRONG:
            naming = self.name()
            judgement = _with(judgement, mistake=naming.mistake, matched=naming.matched)
        return judgement

    def name(self) -> Naming:
        """Which known mistake the learner's answers come from."""
        frames = self._own_answers(inputs=True, draws=NAMING_DRAWS)
        ours = [each["value"] for each in frames]
        chosen = sum(not each["fresh"] for each in frames)
        reference = self.known_answers(reference_text(self.exercise))
        known = {name: self.known_answers(text) for name, text in known_texts(self.exercise).items()}
        naming = name_mistake(self.exercise, ours, reference, known, chosen)
        if naming.mistake is None:
            return naming
        more = {"draws": CONFIRMING_DRAWS, "skip": NAMING_DRAWS}
        theirs = self.known_answers(known_texts(self.exercise)[naming.mistake], **more)
        ours = [each["value"] for each in self._own_answers(**more)]
        agreed = all(answers.agreements(ours, theirs))
        return naming if agreed else Naming(None, (), naming.inputs)

    def known_answers(self, text: str, **options: Any) -> Sequence[answers.Plain]:
        """The answers of the reference or of a known mistake, computed once for a worker."""
        options = {"seed": NAMING_SEED, **(options or {"inputs": True, "draws": NAMING_DRAWS})}

        def compute() -> tuple[Sequence[answers.Plain], bool]:
            fill = self.worker.keep(text, f"{self.exercise.name.replace('-', '_')}.py")
            seconds = min(self.exercise.seconds, 2 * PATIENCE_SECONDS)
            outcome = self.worker.run("answers", self.exercise, fill, seconds, patience=PATIENCE_SECONDS, **options)
            done = outcome.first("answered") or {"all": False}
            return [each["value"] for each in outcome.of("answer")], bool(done["all"])

        return self.worker.kept.get(self.worker.tree(self.exercise), text, options, compute)

    def _own_answers(self, **options: Any) -> list[Mapping[str, Any]]:
        return list(self._run("answers", seed=NAMING_SEED, patience=PATIENCE_SECONDS, **options).of("answer"))

    def _second_pass(self, judgement: Judgement) -> Judgement:
        """Compare with the reference, run in another process, on inputs that depend on the file's own digest."""
        options = {"inputs": True, "draws": SECOND_PASS_DRAWS, "seed": int(self.handed_in.digest[:12], 16)}
        fill = self.worker.keep(reference_text(self.exercise), f"{self.exercise.name.replace('-', '_')}.py")
        wanted = list(self.worker.run("answers", self.exercise, fill, show=True, **options).of("answer"))
        outcome = self._run("answers", **options)
        for given, want in zip(outcome.of("answer"), wanted, strict=False):
            if not answers.agree(given["value"], want["value"]):
                return _with(judgement, verdict=Verdict.WRONG, check=_fresh(given, want), reason=HARD_CODED)
        if outcome.first("answered") is None:
            late = read_outcome(self.handed_in, outcome)
            return _with(late, reason=f"On fresh inputs: {late.reason}", rungs_held=judgement.rungs_held)
        return judgement

    def _run(self, do: str, **options: Any) -> Outcome:
        self.handed_in.lay_out()
        options |= {"borrowed": self.handed_in.borrowed, "own_files": self.handed_in.own_files}
        return self.worker.run(do, self.exercise, self.handed_in.fill, **options)


HARD_CODED = "Every rung holds, but an input that no rung uses gets another answer."


def reference_text(exercise: Exercise) -> str:
    """The reference as a learner's file would hold it."""
    return holes.reference_source(holes.Hole.of(exercise))


def known_texts(exercise: Exercise) -> dict[str, str]:
    """Each listed mistake as a learner's file would hold it."""
    listed = {each.id for each in exercise.mistakes}
    above = exercise.imports.strip()
    return {name: f"{above}\n\n\n{text}" for name, text in sources(exercise, "mistake").items() if name in listed}


def read_outcome(handed_in: Submission, outcome: Outcome) -> Judgement:
    """The judgement that follows from how the run ended and what it sent."""
    reached = [each["id"] for each in outcome.of("rung")]
    if trespass := outcome.first("trespass"):
        return _plain(handed_in, Verdict.WRONG, f"The code opened {trespass['path']}, which holds the answer.")
    if error := outcome.first("import_error"):
        words = {key: handed_in.as_the_learner_sees_it(error[key]) for key in ("reason", "traceback")}
        return _from(handed_in, outcome, Verdict.IMPORT_ERROR, **words)
    if passed := outcome.first("passed"):
        held = len(handed_in.exercise.rungs)
        return _from(handed_in, outcome, Verdict.PASSED, rungs_held=held, seconds=passed["seconds"])
    rungs = {"rung": reached[-1], "rungs_held": len(reached) - 1} if reached else {}
    if failure := outcome.first("failure"):
        check = Check(**failure["check"]) if "check" in failure else None
        if check is None and failure.get("call"):
            check = Check("", False, call=failure["call"])
        words = {key: failure.get(key, "") for key in ("reason", "traceback")}
        verdict = Verdict(failure["verdict"])
        return _from(handed_in, outcome, verdict, check=check, seconds=failure["seconds"], **words, **rungs)
    verdict, reason = _without_a_word(handed_in.exercise, outcome)
    return _from(handed_in, outcome, verdict, reason=reason, seconds=outcome.seconds, **rungs)


def _without_a_word(exercise: Exercise, outcome: Outcome) -> tuple[Verdict, str]:
    match outcome.ended:
        case Ended.TIMED_OUT:
            return Verdict.TIMED_OUT, f"Still running after {exercise.seconds:g} s; it was stopped."
        case Ended.OUT_OF_MEMORY:
            return Verdict.OUT_OF_MEMORY, f"It held {outcome.peak_bytes / 2**30:.1f} GiB of memory and was stopped."
        case Ended.TOO_MANY_PROCESSES:
            return Verdict.CRASHED, "It kept starting processes and was stopped."
        case Ended.SIGNALLED if outcome.status == 9:
            return Verdict.OUT_OF_MEMORY, "The system killed the process, most likely for its memory."
        case Ended.SIGNALLED:
            return Verdict.CRASHED, f"The process died of signal {outcome.status}."
        case _:
            return Verdict.CRASHED, f"The process ended with status {outcome.status} before its verdict."


def _fresh(given: Any, want: Any) -> Check:
    got, expected = given["value"], want["value"]
    tolerance = f"rtol {answers.RELATIVE:g}"
    call, source = f"a fresh input: {want.get('shown', '')}", "the reference, run apart"
    return Check("fresh inputs too", False, answers.show(got), answers.show(expected), tolerance, call, source)


def _from(handed_in: Submission, outcome: Outcome, verdict: Verdict, **facts: Any) -> Judgement:
    printed = "\n".join(each.rstrip() for each in (outcome.stdout, outcome.stderr) if each.strip())
    left = outcome.left_running
    notes = (
        (f"{left} process{'es' if left > 1 else ''} it had started were still running and were ended.",) if left else ()
    )
    output = handed_in.as_the_learner_sees_it(printed)
    return _plain(handed_in, verdict, facts.pop("reason", ""), output=output, notes=notes, **facts)


def _plain(handed_in: Submission, verdict: Verdict, reason: str, **facts: Any) -> Judgement:
    exercise = handed_in.exercise
    return Judgement(exercise.id, verdict, len(exercise.rungs), reason=reason, file_digest=handed_in.digest, **facts)


def _with(judgement: Judgement, **facts: Any) -> Judgement:
    return replace(judgement, **facts)
