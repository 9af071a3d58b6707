"""Taking a table of hours into the practice folder, week by week, beside what is logged already.

    found = prepare(folder, Path("hours.csv"))    # nothing is written
    found.weeks[0]                                # what the file says, what is there, what would be added
    found.apply()                                 # twice changes nothing

The file never makes a day longer than it says: what was logged or timed on that day
already counts, and only what is missing is added. Minutes that were merely inferred
give way to the file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from palaestra.practice.days.iso import WEEK, week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.exchange.hours_table import HoursRow, HoursTable, read_hours
from palaestra.practice.exchange.tracker import Odd
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Worked

WHOLE_WEEK = "the whole week"
LEAST_MINUTES = 0.1


@dataclass(frozen=True, slots=True)
class WeekOfHours:
    """One week: the minutes of the file, those logged already, and those the import adds."""

    week: str
    said: float
    there: float
    added: float


@dataclass(frozen=True)
class HoursImport:
    """A table of hours, ready to be looked at and applied."""

    folder: PracticeFolder
    source: str
    table: HoursTable
    known: Mapping[str, str]
    """The rows that were taken in before: by key, the id of the event that holds them."""

    @cached_property
    def entries(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """The events it would append. Days come before whole weeks, so that a week's sum counts what its days say."""
        free, inferred = self._free()
        found: list[tuple[str, dict[str, Any]]] = []
        keyed = zip(self.table.rows, _keys(self.table.rows), strict=True)
        for row, key in sorted(keyed, key=lambda each: (each[0].days, each[0].first, each[0].line)):
            left = _without(free, row.minutes, row)
            if row.days > 1:
                left = _without(inferred, left, row)
            if left >= LEAST_MINUTES and key not in self.known:
                found.append(("minutes", self._facts(row, key, left)))
        return tuple(found)

    @property
    def is_empty(self) -> bool:
        return not self.entries

    @property
    def odd(self) -> tuple[Odd, ...]:
        return self.table.odd

    @property
    def weeks(self) -> tuple[WeekOfHours, ...]:
        """Week by week, oldest first."""
        said: defaultdict[str, float] = defaultdict(float)
        added: defaultdict[str, float] = defaultdict(float)
        there: defaultdict[str, float] = defaultdict(float)
        for row in self.table.rows:
            said[week_of(row.first)] += row.minutes
        for each in self._worked():
            if not each.inferred:
                there[week_of(date.fromisoformat(each.day))] += each.minutes
        for _, facts in self.entries:
            added[week_of(date.fromisoformat(facts["day"]))] += facts["minutes"]
        return tuple(WeekOfHours(each, said[each], there[each], added[each]) for each in sorted(said))

    def apply(self) -> int:
        """Append the events; returns how many rows were new."""
        self.folder.log.append_all(self.entries)
        return len(self.entries)

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra import --json` prints them."""
        weeks = [{name: getattr(each, name) for name in each.__slots__} for each in self.weeks]
        odd = [{"line": each.line, "text": each.text, "why": each.why} for each in self.odd]
        return {
            "columns": self.table.columns,
            "rows": len(self.table.rows),
            "new": len(self.entries),
            "weeks": weeks,
            "not_understood": odd,
        }

    def _facts(self, row: HoursRow, key: str, minutes: float) -> dict[str, Any]:
        text = row.text or (WHOLE_WEEK if row.days == 7 else "")
        return {
            "minutes": minutes,
            "text": text or None,
            "module": row.module or None,
            "way": row.way or None,
            "day": row.first.isoformat(),
            "instead": row.days == 1 or None,
            "source": self.source,
            "row": key,
            "said": row.minutes,
            "days": row.days if row.days > 1 else None,
        }

    def _free(self) -> tuple[defaultdict[date, float], defaultdict[date, float]]:
        """What was logged or timed on each day apart from this file, which counts towards it; and what was inferred.

        A day's inferred minutes give way to the file; those of a week are part of its sum.
        """
        of_this_file = set(self.known.values())
        logged: defaultdict[date, float] = defaultdict(float)
        inferred: defaultdict[date, float] = defaultdict(float)
        for each in self._worked():
            if each.id not in of_this_file:
                (inferred if each.inferred else logged)[date.fromisoformat(each.day)] += each.minutes
        return logged, inferred

    def _worked(self) -> list[Worked]:
        days = [row.first for row in self.table.rows]
        if not days:
            return []
        return Journal(self.folder).worked(min(days) - WEEK, max(days) + WEEK)


def _without(free: defaultdict[date, float], minutes: float, row: HoursRow) -> float:
    """The minutes beyond what is there on a row's days; what is there is used up."""
    left = minutes
    for day in (row.first + timedelta(days=each) for each in range(row.days)):
        used = min(free[day], left)
        free[day] -= used
        left -= used
    return round(left, 1)


def prepare(folder: PracticeFolder, path: Path) -> HoursImport:
    """Read a table of hours; nothing is written."""
    table = read_hours(path)
    known = {str(each.facts["row"]): each.id for each in folder.index().events("minutes") if "row" in each.facts}
    return HoursImport(folder, path.name, table, known)


def _keys(rows: Iterable[HoursRow]) -> list[str]:
    """What names a row: what it says, and which of its like it is; its line may change between exports."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for row in rows:
        said = f"{row.first}|{row.days}|{row.minutes:g}|{row.way}|{row.text}|{row.module}"
        seen[said] += 1
        found.append(blake2b(f"{said}|{seen[said]}".encode(errors="replace"), digest_size=8).hexdigest())
    return found
