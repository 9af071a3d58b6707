"""How long the learner was at work, worked out from what they did.

Two things done at most `GAP_MINUTES` apart were one stretch of work, and the time
between them belongs to the later one. What stands alone counts a minute. Time
inside a finished session is counted by the session.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime

from palaestra.practice.rooms import room_of

GAP_MINUTES = 20.0
ALONE_MINUTES = 1.0
WAYS = {
    "review": "theory",
    "note": "theory",
    "explanation": "theory",
    "prediction": "theory",
    "attempt": "technique",
    "hint": "technique",
    "solution": "technique",
    "result": "technique",
}
Doing = tuple[str, str, str]
"""Time (UTC text), kind, subject."""


def infer(day: Iterable[Doing], sessions: Sequence[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """Minutes by (module or room, way) of one day's events, in order, outside finished `sessions` (start, stop)."""
    spans = sorted(sessions)
    starts = [start for start, _ in spans]
    found: dict[tuple[str, str], float] = {}
    before: datetime | None = None
    for time, kind, subject in day:
        if kind not in WAYS:
            continue
        place = bisect_right(starts, time) - 1
        if place >= 0 and time <= max(stop for _, stop in spans[: place + 1]):
            before = None
            continue
        now = datetime.fromisoformat(time)
        gap = (now - before).total_seconds() / 60 if before else GAP_MINUTES + 1
        before = now
        about = (subject if kind == "explanation" else room_of(subject), WAYS[kind])
        found[about] = found.get(about, 0.0) + (gap if gap <= GAP_MINUTES else ALONE_MINUTES)
    return found
