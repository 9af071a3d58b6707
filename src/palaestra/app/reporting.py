"""Drafting a new known mistake from a wrong answer nobody knows yet: two files, ready for a room."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palaestra.app.practising import Practising
from palaestra.grader import Drafted, Worker, draft
from palaestra.kit.refusal import Refusal
from palaestra.practice.naming import slug

FOLDER = "reports"
TO_WRITE = (
    ("misconception", "what somebody may believe who writes this, in half a sentence"),
    ("teaches", "what seeing it teaches: why it is wrong, and what follows from it"),
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Report:
    """The draft and where it lies."""

    drafted: Drafted
    words: Path
    code: Path

    def to_json(self) -> dict[str, Any]:
        return {
            "exercise": self.drafted.exercise,
            "mistake": self.drafted.mistake,
            "rung": self.drafted.rung,
            "holds": self.drafted.holds,
            "checks": [each.to_json() for each in self.drafted.checks],
            "words": str(self.words),
            "code": str(self.code),
            "to_write": [name for name, _ in TO_WRITE],
        }


def report(work: Practising, mistake: str = "", file: Path | None = None, worker: Worker | None = None) -> Report:
    """Draft a known mistake from the learner's file (or another), try it, and lay both files into `reports/`."""
    exercise, file = work.exercise, file or work.file
    if not file.exists():
        raise Refusal(f"There is no file {file}.", f"`palaestra start {exercise.id}` writes the stub.")
    known = {each.id for each in exercise.mistakes}
    name = mistake or _free_name(work, known)
    if not _ID.fullmatch(name) or name in known:
        why = "is taken in this exercise" if name in known else "is no id"
        raise Refusal(f"{name!r} {why}.", "Small letters, digits and hyphens make one.")
    drafted = draft(exercise, file, name, worker=worker)
    folder = work.folder.root / FOLDER / slug(exercise.id.replace("/", "-")) / name
    words, code = folder / "mistake.toml", folder / "mistake.py"
    work.folder.write(words, words_of(drafted))
    work.folder.write(code, drafted.code)
    return Report(drafted, words, code)


def words_of(drafted: Drafted) -> str:
    """The table that goes into the exercise's `.toml`; what only a person can write is left open."""
    lines = [
        f"# For {drafted.exercise}: this table goes into its .toml, mistake.py beside it into its .py.",
        "[[mistakes]]",
        f'id = "{drafted.mistake}"',
    ]
    lines += [f'{name} = ""  # {what}' for name, what in TO_WRITE]
    return "\n".join([*lines, f'rung = "{drafted.rung}"', 'source = "observed attempt"', ""])


def _free_name(work: Practising, known: set[str]) -> str:
    folder = work.folder.root / FOLDER / slug(work.exercise.id.replace("/", "-"))
    names = (f"observed-{number}" for number in range(1, 10_000))
    return next(each for each in names if each not in known and not (folder / each).exists())
