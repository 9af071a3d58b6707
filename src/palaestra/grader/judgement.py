"""A judgement: the verdict on one file for one exercise, with the evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from palaestra.kit.checks import Check


class Verdict(StrEnum):
    """What a check of the learner's file comes to."""

    PASSED = "passed"
    NOT_STARTED = "not_started"
    IMPORT_ERROR = "import_error"
    """The file cannot be run: a syntax error, an exception while it is read, or the name it must define is missing."""
    WRONG = "wrong"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    """The process ended before its verdict."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, the first rung that does not hold, and what is known about why."""

    exercise: str
    verdict: Verdict
    rungs: int
    """How many rungs the exercise has."""
    rung: str | None = None
    """The first rung that does not hold; None when all hold or none was reached."""
    rungs_held: int = 0
    check: Check | None = None
    """The first check that does not hold."""
    reason: str = ""
    """One sentence, where the check alone does not say it."""
    traceback: str = ""
    """The learner's own frames and the exception, nothing of the grader's."""
    output: str = ""
    """What the code printed, capped."""
    mistake: str | None = None
    """The known mistake this is, where the evidence names one."""
    matched: tuple[str, ...] = ()
    """Every known mistake that cannot be told from this file."""
    seconds: float = 0.0
    """The learner's own running time."""
    file_digest: str = ""
    """SHA-256 of the file as judged."""
    notes: tuple[str, ...] = ()
    """What happened beside the verdict: a process left running, a file put back."""

    @property
    def passed(self) -> bool:
        return self.verdict is Verdict.PASSED

    def to_json(self) -> dict[str, Any]:
        """Stable keys: exercise, verdict, rung, rungs, mistake, seconds; then the evidence."""
        first = ("exercise", "verdict", "rung", "rungs", "mistake", "seconds")
        rest = ("rungs_held", "reason", "traceback", "output", "matched", "file_digest", "notes")
        plain = {name: getattr(self, name) for name in (*first, *rest)}
        return {
            **plain,
            "verdict": str(self.verdict),
            "seconds": round(self.seconds, 4),
            "check": self.check.to_json() if self.check else None,
            "matched": list(self.matched),
            "notes": list(self.notes),
        }
