"""The learner's code beside the reference, once it has passed: when that may be seen, and how the two are aligned."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from palaestra.app.practising import Practising
from palaestra.grader import Comparison, Worker, compare
from palaestra.kit.refusal import Refusal

_DEFINES = re.compile(r"\s*(?:def|class)\s+\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of each, side by side; None where only the other has one."""

    own: str | None
    reference: str | None
    is_same: bool = False


def why_closed(work: Practising) -> str:
    """Why the comparison may not be seen yet; empty when it may.

    It opens with a pass, or when the solution was looked at, and closes while the file is written anew.
    """
    index, exercise = work.folder.index(), work.exercise.id
    passes = (
        each.time
        for each in index.events("attempt", exercise)
        if each.facts.get("mode", "build") == "build" and each.facts.get("verdict") == "passed"
    )
    seen = (each.time for each in index.events("solution", exercise, limit=1))
    opened = max([*passes, *seen], default="")
    begun = next((each.time for each in index.events("start", exercise, limit=1)), "")
    if not opened:
        return f"{exercise} has not passed yet, and the comparison shows the reference."
    if opened < begun:
        return f"You are writing {exercise} anew, and the comparison shows the reference."
    return ""


def comparison(work: Practising, worker: Worker | None = None) -> Comparison:
    """The learner's file as it is now beside the reference. Raises Refusal before it has passed."""
    reason = why_closed(work)
    if reason:
        raise Refusal(reason, f"It opens when `palaestra check {work.exercise.id}` passes.")
    if not work.file.exists():
        raise Refusal(f"There is no file {work.file}.", f"`palaestra start {work.exercise.id}` writes its stub.")
    return compare(work.exercise, work.file, worker=worker)


def aligned(own: str, reference: str) -> list[Row]:
    """Both texts line by line: equal lines share a row, and so do the first lines of what has the same name."""
    ours, theirs = own.rstrip().splitlines(), reference.rstrip().splitlines()
    matcher = difflib.SequenceMatcher(None, [*map(_key, ours)], [*map(_key, theirs)], autojunk=False)
    return [row for code in matcher.get_opcodes() for row in _rows(code, ours, theirs)]


def _key(line: str) -> str:
    named = _DEFINES.match(line)
    return named[0].strip() if named else line.strip()


def _rows(code: tuple[str, int, int, int, int], ours: list[str], theirs: list[str]) -> Iterator[Row]:
    kind, first, last, begin, end = code
    if kind == "equal":
        yield from (Row(a, b, a.strip() == b.strip()) for a, b in zip(ours[first:last], theirs[begin:end], strict=True))
        return
    yield from (Row(*pair) for pair in zip_longest(ours[first:last], theirs[begin:end]))
