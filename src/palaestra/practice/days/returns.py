"""Where hours still bring something: by room, the hours put in beside what came of them.

What came of them is counted, not valued: exercises passed for the first time, and cards
answered for the first time. Returns are said to flatten when the last four weeks cost real
hours and brought, hour for hour, less than a third of what the time before did.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from palaestra.practice.folder import PracticeFolder
from palaestra.practice.rooms import room_of, room_of_module

LATELY_DAYS = 28
LEAST_MINUTES = 180.0
"""Less than this lately, or before, says nothing."""
FLAT_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Return:
    """One room or topic: minutes, exercises passed and cards met, in all and in the last four weeks."""

    room: str
    minutes: float
    exercises: int
    cards: int
    minutes_lately: float
    gains_lately: int

    @property
    def is_diminishing(self) -> bool:
        before = self.minutes - self.minutes_lately
        gains = self.exercises + self.cards - self.gains_lately
        if self.minutes_lately < LEAST_MINUTES or before < LEAST_MINUTES or not gains:
            return False
        return self.gains_lately / self.minutes_lately < FLAT_SHARE * gains / before


def returns(folder: PracticeFolder) -> tuple[Return, ...]:
    """Every room that took time, most hours first."""
    index, today = folder.index(), folder.today()
    since = (today - timedelta(days=LATELY_DAYS - 1)).isoformat()
    minutes: defaultdict[str, float] = defaultdict(float)
    lately: defaultdict[str, float] = defaultdict(float)
    for each in index.minutes("", today.isoformat()):
        room = room_of_module(each.module)
        minutes[room] += each.minutes
        lately[room] += each.minutes if each.day >= since else 0.0
    firsts = {
        "exercises": [(each.exercise, each.passed_day) for each in index.exercises().values() if each.passed_day],
        "cards": [(row[0], row[1]) for row in index.rows("SELECT card, first_day FROM cards")],
    }
    counts: dict[str, defaultdict[str, int]] = {}
    gains: defaultdict[str, int] = defaultdict(int)
    for kind, found in firsts.items():
        counts[kind] = defaultdict(int)
        for subject, day in found:
            counts[kind][room_of(subject)] += 1
            gains[room_of(subject)] += day >= since
    names = sorted((name for name in minutes if name), key=lambda name: -minutes[name])
    return tuple(
        Return(name, minutes[name], counts["exercises"][name], counts["cards"][name], lately[name], gains[name])
        for name in names
    )
