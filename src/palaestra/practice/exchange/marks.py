"""The README of a practice folder: what stands between our marks, and the rest, which is the learner's."""

from palaestra.practice.folder import TRACKER, WEEKS

PAIRS = (TRACKER, WEEKS)
Marks = tuple[str, str]


def span(text: str, marks: Marks) -> tuple[int, int] | None:
    """Where the text between two marks begins and ends; None when they are not both there, in order."""
    start = text.find(marks[0])
    if start < 0:
        return None
    start += len(marks[0])
    end = text.find(marks[1], start)
    return None if end < 0 else (start, end)


def outside(data: bytes) -> bytes:
    """A README without what stands between the marks."""
    text = data.decode("utf-8", errors="surrogateescape")
    for marks in PAIRS:
        found = span(text, marks)
        if found:
            text = text[: found[0]] + text[found[1] :]
    return text.encode("utf-8", errors="surrogateescape")
