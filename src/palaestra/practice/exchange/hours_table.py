"""Tables of hours: what a spreadsheet exports, read without being told its columns.

    table = read_hours(Path("hours.csv"))
    table.rows[0]      # HoursRow(line=2, first=date(2025, 9, 1), days=1, minutes=150.0, way="theory", text="ch. 4")
    table.odd          # the lines that were not understood, each with why

Understood: a row a day (`date, hours`), a row a week (`2025-W36, 36`), a row a week
with a column for each weekday, theory and technique in columns of their own, minutes
or hours, `2.5`, `2,5`, `2:30` and `2h 30m`, separated by commas, semicolons or tabs.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import monday_of, week_number
from palaestra.practice.exchange.tracker import LONGEST_TITLE, Odd, mended, read_tracker

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_ROWS = 20_000
DAY_MINUTES = 24 * 60.0
DAY_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%a %d %b %Y")

COLUMNS: dict[str, tuple[str, ...]] = {
    "day": ("date", "day", "when"),
    "week": ("week", "iso week", "isoweek", "wk", "week number", "week no"),
    "year": ("year",),
    "hours": ("hours", "hour", "h", "time", "total", "total hours", "work hours", "hours worked", "duration"),
    "minutes": ("minutes", "min", "mins", "total minutes"),
    "theory": ("theory", "theoretical", "theoretical practice", "theory hours"),
    "technique": ("technique", "technical", "technical practice", "technique hours", "practice"),
    "text": ("what", "text", "note", "notes", "topic", "activity", "description", "task", "subject"),
    "module": ("module",),
}
_WEEK = re.compile(r"(?:(?P<year>\d{4})[- ]?)?(?:w|week|kw)?\s*(?P<week>\d{1,2})", re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)(?::[0-5]\d)?")
_WORDS = re.compile(r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*h(?:ours?)?)?\s*(?:(?P<minutes>\d+)\s*m(?:in(?:utes)?)?)?", re.I)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Minutes of one day, or of a whole week (`days` is 7, `first` its Monday)."""

    line: int
    first: date
    days: int
    minutes: float
    way: str = ""
    text: str = ""
    module: str = ""


@dataclass(frozen=True, slots=True)
class HoursTable:
    """A table as it was understood: `columns` says which column was taken for what."""

    rows: tuple[HoursRow, ...]
    odd: tuple[Odd, ...]
    columns: dict[str, str]


def read_hours(path: Path) -> HoursTable:
    """The table in a file. A file without days or hours in it is refused."""
    text = read_tracker(path).text
    dialect = _dialect(text)
    records = list(csv.reader(text.splitlines(), dialect))
    if len(records) > MOST_ROWS:
        raise Refusal(f"{path.name} has more than {MOST_ROWS:,} rows.", "Is it the right file?")
    start, columns = _header(records, path)
    found: list[HoursRow] = []
    odd: list[Odd] = []
    for number, cells in enumerate(records[start + 1 :], start + 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            found += _rows(number, cells, columns)
        except ValueError as error:
            odd.append(Odd(number, mended(", ".join(cells))[:LONGEST_TITLE], str(error)))
    if not found and not odd:
        raise Refusal(f"{path.name} has a header and no rows.", "Export the sheet with its rows.")
    names = {name: records[start][index].strip() for name, index in columns.items()}
    return HoursTable(tuple(found), tuple(odd), names)


def _dialect(text: str) -> type[csv.Dialect]:
    """The separator: the one of comma, semicolon and tab that the first lines have most of."""
    head = "\n".join(text.splitlines()[:20])
    best = max(",;\t", key=head.count)

    class Table(csv.excel):
        delimiter = best

    return Table


def _header(records: Sequence[Sequence[str]], path: Path) -> tuple[int, dict[str, int]]:
    """Where the header stands (sheets often have a title above it) and which column is what."""
    for number, cells in enumerate(records[:15]):
        columns = _columns(cells)
        has_when = "day" in columns or "week" in columns
        if has_when and any(name in columns for name in ("hours", "minutes", "theory", "technique", "mon")):
            return number, columns
    raise Refusal(
        f"{path.name} has no header with a day or week and its hours.",
        "Name the columns, for example: date,hours or week,hours.",
    )


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        plain = " ".join(re.sub(r"[^a-z ]+", " ", cell.lower()).split())
        name = next((name for name, words in COLUMNS.items() if plain in words), "")
        weekday = next((day for day in WEEKDAYS if plain[:3] == day and plain.endswith(("day", day))), "")
        found.setdefault(weekday or name, index)
    found.pop("", None)
    return found


def _rows(line: int, cells: Sequence[str], columns: dict[str, int]) -> Iterator[HoursRow]:
    """The entries of one line. Raises ValueError with why it was not understood."""

    def cell(name: str) -> str:
        index = columns.get(name, len(cells))
        return cells[index].strip() if index < len(cells) else ""

    first, days = _when(cell("day"), cell("week"), cell("year"))
    words = {"text": mended(cell("text")), "module": cell("module")}
    weekdays = [(number, day) for number, day in enumerate(WEEKDAYS) if cell(day)]
    if weekdays:
        for number, day in weekdays:
            yield from _entry(line, first + timedelta(days=number), 1, cell(day), 60, **words)
        return
    ways = [way for way in ("theory", "technique") if cell(way)]
    if ways:
        for way in ways:
            yield from _entry(line, first, days, cell(way), 60, way=way, **words)
        return
    if cell("minutes"):
        yield from _entry(line, first, days, cell("minutes"), 1, **words)
    else:
        yield from _entry(line, first, days, cell("hours"), 60, **words)


def _entry(
    line: int, first: date, days: int, said: str, unit: float, way: str = "", text: str = "", module: str = ""
) -> Iterator[HoursRow]:
    minutes = _minutes(said, unit)
    if minutes > days * DAY_MINUTES:
        raise ValueError(f"{said} is more than {'a week' if days == 7 else 'a day'} has")
    if minutes:
        yield HoursRow(line, first, days, minutes, way, text, module)


def _minutes(said: str, unit: float) -> float:
    """Minutes of `2.5`, `2,5`, `2:30` or `2h 30m`; an empty cell or a dash is none."""
    if said in ("", "-", "–", "—"):
        return 0.0
    clock = _CLOCK.fullmatch(said)
    if clock:
        return int(clock["hours"]) * 60.0 + int(clock["minutes"])
    try:
        minutes = float(said.replace(",", ".")) * unit
    except ValueError:
        words = _WORDS.fullmatch(said)
        if not words or not any(words.groups()):
            raise ValueError(f"{said!r} is not a length of time") from None
        minutes = float((words["hours"] or "0").replace(",", ".")) * 60 + float(words["minutes"] or 0)
    if not 0 <= minutes < 1e6:
        raise ValueError(f"{said!r} is not a length of time")
    return round(minutes, 1)


def _when(day: str, week: str, year: str) -> tuple[date, int]:
    """The first day of a row and how many it is about."""
    if day:
        found = _day(day)
        if found:
            return found, 1
        raise ValueError(f"{day!r} is not a day such as 2025-09-01")
    said = _WEEK.fullmatch(week)
    number = said["year"] or year if said else ""
    if said is None or not number.isdigit():
        raise ValueError(f"{week!r} is not a week such as 2025-W36" if week else "it has no day and no week")
    name = week_number(int(number), int(said["week"]))
    if not name:
        raise ValueError(f"{number} has no week {said['week']}")
    return monday_of(name), 7


def _day(said: str) -> date | None:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(said, form).date()
        except ValueError:
            continue
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", said)
    if found:
        return _slashed(*map(int, found.groups()))
    return None


def _slashed(one: int, two: int, year: int) -> date | None:
    """`13/9/2025` can be read in one way; `3/9/2025` in two, and is not guessed."""
    if (one > 12) == (two > 12) and one != two:
        raise ValueError(f"{one}/{two}/{year} may be two days; write it as {year}-{two:02d}-{one:02d}")
    month, day = (two, one) if one > 12 else (one, two)
    try:
        return date(year, month, day)
    except ValueError:
        return None
