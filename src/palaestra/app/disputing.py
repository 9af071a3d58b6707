"""Disputing a verdict: the learner goes on at once, and what they object to is drafted as a report."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from palaestra.app.asking import failing, fenced, hushed
from palaestra.app.practising import Practising
from palaestra.grader import Judgement, Verdict
from palaestra.kit.refusal import Refusal
from palaestra.practice.path.disputes import disputes

REPORTS = "notes/reports"


@dataclass(frozen=True, slots=True)
class Disputed:
    """What is disputed, and the draft of its report."""

    exercise: str
    why: str
    report: Path
    withdrawn: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "why": self.why,
            "report": str(self.report) if self.report.name else None,
            "withdrawn": self.withdrawn,
        }


def dispute(work: Practising, judgement: Judgement, why: str) -> Disputed:
    """Record the dispute and draft its report. Raises Refusal where the verdict leaves nothing to dispute."""
    exercise, why = work.exercise, " ".join(why.split())
    if not why:
        example = f'palaestra dispute {exercise.id} "ties are not named"'
        raise Refusal("A dispute needs its reason.", f"For example: {example}.")
    if judgement.verdict is Verdict.NOT_STARTED:
        raise Refusal(f"{exercise.id} is not begun.", "There is no verdict yet to dispute.")
    if judgement.passed:
        raise Refusal(f"{exercise.id} passes.", "There is nothing left to dispute.")
    path = _free(work)
    work.folder.write(path, report_text(work, judgement, why))
    shown = path.relative_to(work.folder.root).as_posix()
    work.folder.log.append("dispute", exercise=exercise.id, why=why, report=shown)
    return Disputed(exercise.id, why, path)


def withdraw(work: Practising) -> Disputed:
    """Take the dispute back; the report's draft stays."""
    now = standing(work)
    work.folder.log.append("dispute", exercise=work.exercise.id, withdrawn=True)
    return replace(now, withdrawn=True)


def standing(work: Practising) -> Disputed:
    """The dispute as it stands. Raises Refusal where there is none."""
    now = disputes(work.folder.index()).get(work.exercise.id)
    if now is None:
        raise not_disputed(work)
    return Disputed(work.exercise.id, now.why, work.folder.root / now.report if now.report else Path())


def not_disputed(work: Practising) -> Refusal:
    name = work.exercise.id
    return Refusal(
        f"{name} is not disputed.", f'palaestra dispute {name} "why" does it; `palaestra check` tells the verdict.'
    )


def report_text(work: Practising, judgement: Judgement, why: str) -> str:
    """The report as it could be posted: the exercise, its conventions, the code, the failing call, the reason."""
    from palaestra import __version__

    exercise = work.exercise
    rung = next((each.says for each in exercise.rungs if each.id == judgement.rung), "")
    parts = [
        f"# The verdict on {exercise.id} is disputed",
        f"Palaestra {__version__}, {exercise.title} (`{exercise.hole}`).",
        "## Why",
        why,
        "## What happens",
        failing(judgement, rung),
        "## What the exercise says",
        exercise.prompt.strip(),
        "## The code",
        fenced(work.file.read_text(encoding="utf-8").strip(), "python"),
    ]
    return hushed("\n\n".join(parts) + "\n", work)


def _free(work: Practising) -> Path:
    folder, stem = work.folder.root / REPORTS, work.exercise.id.replace("/", "-")
    return next(path for number in range(1, 10_000) if not (path := folder / f"{stem}-{number}.md").exists())
