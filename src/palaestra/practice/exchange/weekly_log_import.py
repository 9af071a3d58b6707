"""Taking in a weekly log: a Markdown page with a line a week, under months, as many people keep one.

    found = prepare(folder, Path("README.md"))    # nothing is written
    found.new, found.differing, found.odd
    found.apply()                                 # twice changes nothing

    ## 2026
    **Jan 2026**
    - W5: what I did
    - W4:

Weeks are ISO weeks; the year comes from the month's heading, or from the year's. An
empty week is a week, too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from palaestra.practice.days.iso import monday_of, week_number, week_of
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.exchange.tracker import LONGEST_TITLE, Odd, mended, read_tracker
from palaestra.practice.folder import PracticeFolder

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TO_THURSDAY = timedelta(days=3)
NEAR_DAYS = 7
"""A week may lie so many days outside the month it stands under: people number weeks in their own way."""

_HEADING = re.compile(
    r"\s{0,3}(?:#{1,6}\s+(?P<marked>.*?)[\s#]*|\*\*(?P<bold>[^*]+)\*\*\s*:?|__(?P<under>[^_]+)__\s*:?)\s*$"
)
_MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?,?\s*(?P<year>(?:19|20)\d\d)?\s*:?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_WEEK = re.compile(
    r"\s{0,3}(?:[-*+]\s+)?(?:\*\*)?(?:(?P<year>(?:19|20)\d\d)[- ]?)?(?:W|Week|wk)\.?[ -]?(?P<week>\d{1,2})(?:\*\*)?"
    r"\s*(?:\((?P<hours>\d+(?:[.,]\d+)?)\s*h(?:ours?)?\))?\s*(?:\*\*)?(?::|\s[-–—]\s|\s*$)(?:\*\*)?\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:travel\w*|holidays?|vacation|sick|ill|burn-?\s?out|moving house)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LoggedWeek:
    """One week of a log: `2025-W36`, and what stands behind it."""

    week: str
    line: int
    text: str
    hours: float | None = None
    """Where the line says them: `W5 (22 h): ...`."""

    @property
    def first(self) -> date:
        return monday_of(self.week)

    @property
    def reads_like_rest(self) -> bool:
        """It speaks of travel, illness or burn-out: perhaps a week away."""
        return bool(_REST.search(self.text))


@dataclass(frozen=True)
class WeeksImport:
    """A weekly log, ready to be looked at and applied."""

    folder: PracticeFolder
    source: str
    weeks: tuple[LoggedWeek, ...]
    odd: tuple[Odd, ...]
    written: dict[str, str]
    """What the folder says of weeks already."""

    @property
    def new(self) -> tuple[LoggedWeek, ...]:
        return tuple(each for each in self.weeks if each.week not in self.written)

    @property
    def differing(self) -> tuple[LoggedWeek, ...]:
        """Weeks the folder has other words for; those stay unless they are to be replaced."""
        return tuple(each for each in self.weeks if self.written.get(each.week, each.text) != each.text)

    def is_empty(self, replace: bool = False) -> bool:
        return not self.new and not (replace and self.differing)

    def apply(self, replace: bool = False) -> int:
        """Keep the new weeks (and the differing ones, when asked); returns how many. Twice keeps nothing more."""
        weeks = Weeks(self.folder)
        chosen = (*self.new, *(self.differing if replace else ()))
        for each in chosen:
            weeks.take_in(each.week, each.text, self.source)
        return len(chosen)

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra import --json` prints them."""
        differing = {each.week for each in self.differing}
        states = {each.week: "new" for each in self.new}
        return {
            "weeks": [
                {
                    "week": each.week,
                    "line": each.line,
                    "text": each.text,
                    "state": "differs" if each.week in differing else states.get(each.week, "known"),
                    "reads_like_rest": each.reads_like_rest,
                }
                for each in self.weeks
            ],
            "not_understood": [{"line": each.line, "text": each.text, "why": each.why} for each in self.odd],
        }


def prepare(folder: PracticeFolder, path: Path) -> WeeksImport:
    """Read a weekly log; nothing is written."""
    weeks, odd = parse_weeks(read_tracker(path).text)
    written = {each.week: each.text for each in Weeks(folder).written()}
    return WeeksImport(folder, path.name, weeks, odd, written)


def parse_weeks(text: str) -> tuple[tuple[LoggedWeek, ...], tuple[Odd, ...]]:
    """The weeks of a text in its order, and the lines among them that were not understood."""
    entries = list(_entries(text))
    found: dict[str, LoggedWeek] = {}
    odd: list[Odd] = []
    for number, line, more, place in entries:
        week = _WEEK.match(line)
        name, why = _iso(week, place) if week else ("", "not a week such as `- W5: what you did`")
        if name in found:
            name, why = "", f"{name} stands on line {found[name].line} already"
        if week is None or not name:
            odd.append(Odd(number, line.strip()[:LONGEST_TITLE], why))
        else:
            said = "\n".join(" ".join(mended(each).split()) for each in (week["text"], *more) if each.strip())
            hours = float(week["hours"].replace(",", ".")) if week["hours"] else None
            found[name] = LoggedWeek(name, number, said, hours)
    return tuple(found.values()), tuple(odd)


Place = tuple[int | None, int | None]
"""The year and the month a line stands under."""


def _entries(text: str) -> Iterator[tuple[int, str, list[str], Place]]:
    """The lines from the first month or week on, headings apart, each with the lines nested under it."""
    lines = text.splitlines()
    kinds = [_kind(line) for line in lines]
    weeks = [number for number, kind in enumerate(kinds) if kind == "week"]
    if not weeks:
        return
    starts = [number for number in range(weeks[0], weeks[-1] + 1) if kinds[number] in ("week", "other")]
    tails = dict(pairwise([*starts, len(lines)]))
    place: Place = (None, None)
    for number, line in enumerate(lines[: weeks[-1] + 1]):
        if kinds[number] == "heading":
            place = _placed(line, place)
        elif number in tails:
            more: list[str] = []
            for each in range(number + 1, tails[number]):
                if kinds[each] != "nested":
                    break
                more.append(lines[each].strip())
            yield number + 1, line, more, place


def _kind(line: str) -> str:
    if not line.strip() or line.lstrip().startswith("<!--"):
        return "blank"
    if _HEADING.match(line) or _month(line.strip()):
        return "heading"
    if _WEEK.match(line):
        return "week"
    return "nested" if line[0] in " \t" else "other"


def _placed(line: str, before: Place) -> Place:
    """The year and month after a heading."""
    found = _HEADING.match(line)
    words = (next(each for each in found.groups() if each is not None) if found else line).strip()
    month = _month(words)
    years = _YEAR.findall(words)
    if month:
        return (int(years[0]) if years else before[0], month)
    return (int(years[0]), None) if years else before


def _month(words: str) -> int | None:
    found = _MONTH.fullmatch(words)
    name = found["month"].lower()[:3] if found else ""
    return MONTHS.index(name) + 1 if name in MONTHS else None


def _iso(week: re.Match[str], place: Place) -> tuple[str, str]:
    """`2025-W36`, or why there is no such week."""
    number, (year, month) = int(week["week"]), place
    if week["year"]:
        year, month = int(week["year"]), None
    if year is None:
        return "", "it stands under no year"
    if month is None:
        return week_number(year, number), f"{year} has no week {number}"
    middle = date(year, month, 1) + timedelta(days=14)
    names = [name for each in (year - 1, year, year + 1) if (name := week_number(each, number))]
    near = [monday_of(each) + TO_THURSDAY for each in names]
    best = min(near, key=lambda each: abs((each - middle).days), default=None)
    if best is None:
        return "", f"{year} has no week {number}"
    if abs((best - middle).days) > 14 + 3 + NEAR_DAYS:
        return "", f"week {number} does not lie in {middle:%B %Y}"
    return week_of(best), ""
