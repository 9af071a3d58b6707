"""Weeks side by side: the last eight, or a year, with averages that leave time away out.

span = last_weeks(folder, 8)
span.average, span.counted          # minutes a week, and of how many weeks
year(folder, 2026).weeks            # 53 in that year, those to come without minutes
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import WEEK, monday_before, week_of
from palaestra.practice.days.journal import Journal, Week
from palaestra.practice.folder import PracticeFolder

MOST_WEEKS = 520
HEAVY_SHARE = 1.5
HEAVY_WEEKS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Some weeks in order. `this` is the Monday of the present week, `began` that of the first week with work."""

    weeks: tuple[Week, ...]
    this: date
    began: date | None

    def holds(self, week: Week) -> bool:
        """Whether the record speaks of a week: it is not before the first work, nor yet to come."""
        return self.began is not None and self.began <= week.first <= self.this

    @property
    def full(self) -> tuple[Week, ...]:
        """The weeks an average is of: over, not away, and not before the record begins."""
        return tuple(each for each in self.weeks if self.holds(each) and each.first < self.this and not each.is_away)

    @property
    def counted(self) -> int:
        return len(self.full)

    @property
    def average(self) -> float | None:
        """Minutes a week; None while no week is over."""
        return sum(each.minutes for each in self.full) / self.counted if self.full else None

    @property
    def minutes(self) -> float:
        return sum(each.minutes for each in self.weeks)

    @property
    def theory(self) -> float:
        return sum(each.theory for each in self.weeks)

    @property
    def technique(self) -> float:
        return sum(each.technique for each in self.weeks)

    @property
    def modules(self) -> dict[str, float]:
        """Minutes by module, most first; the empty name is work said to belong to none."""
        found: defaultdict[str, float] = defaultdict(float)
        for week in self.weeks:
            for name, minutes in week.modules.items():
                found[name] += minutes
        return dict(sorted(found.items(), key=lambda each: -each[1]))


def last_weeks(folder: PracticeFolder, count: int) -> Span:
    """The last weeks, this one included."""
    if not 1 <= count <= MOST_WEEKS:
        raise Refusal(f"A view is of 1 to {MOST_WEEKS} weeks, not {count}.", "For example --weeks 8.")
    today = folder.today()
    return _span(folder, today - WEEK * (count - 1), today)


def year(folder: PracticeFolder, number: int) -> Span:
    """The 52 or 53 ISO weeks of a year."""
    if not 1971 <= number <= 2998:
        raise Refusal(f"{number} is not a year to look at.", "For example --year --day 2026-06-01.")
    return _span(folder, date.fromisocalendar(number, 1, 1), date.fromisocalendar(number + 1, 1, 1) - timedelta(days=1))


def years(folder: PracticeFolder) -> list[int]:
    """The years the record holds work of, latest first; this year always."""
    today = folder.today()
    began = _began(folder)
    first = int(week_of(began)[:4]) if began else int(week_of(today)[:4])
    return list(range(int(week_of(today)[:4]), first - 1, -1))


def heavy_weeks(folder: PracticeFolder) -> tuple[Week, ...]:
    """The last three weeks that are over, if all were far above their target; else none. Weeks away are passed over."""
    today = folder.today()
    target = folder.settings.weekly_hours * 60
    weeks = [each for each in Journal(folder).weeks(today - WEEK * 6, today - WEEK) if not each.is_away]
    latest = weeks[-HEAVY_WEEKS:]
    is_heavy = target > 0 and len(latest) == HEAVY_WEEKS
    return tuple(latest) if is_heavy and all(each.minutes >= HEAVY_SHARE * target for each in latest) else ()


def _span(folder: PracticeFolder, first: date, last: date) -> Span:
    today, began = folder.today(), _began(folder)
    weeks = Journal(folder).weeks(first, last)
    return Span(tuple(weeks), monday_before(today), monday_before(began) if began else None)


def _began(folder: PracticeFolder) -> date | None:
    """The first day with minutes."""
    query = "SELECT MIN(day) FROM (SELECT MIN(day) AS day FROM minutes UNION ALL SELECT MIN(day) FROM inferred)"
    found = folder.index().rows(query)[0][0]
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        return None
