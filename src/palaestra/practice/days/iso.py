"""ISO weeks by name: `2026-W47` is the week whose Thursday is the 47th of 2026, from Monday to Sunday.

    week_of(date(2027, 1, 1))                 # "2026-W53"
    monday_of("2027-W01")                     # date(2027, 1, 4)
    parse_week("last", today)                 # "2026-W46"

Days are the learner's own; no clock comes in here.
"""

import re
from datetime import date, timedelta

from palaestra.kit.refusal import Refusal

WEEK = timedelta(days=7)
WEEK_BUT_ONE = timedelta(days=6)
"""From Monday to Sunday."""
_NAME = re.compile(r"(?:(?P<year>\d{4})-?)?W?(?P<week>\d{1,2})", re.IGNORECASE)


def week_of(day: date) -> str:
    """The name of the week a day lies in."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def monday_of(week: str) -> date:
    """The first day of a week. Raises Refusal when there is no such week."""
    found = _NAME.fullmatch(week.strip())
    if found is None or not found["year"]:
        raise Refusal(f"{week!r} is not a week.", "For example 2026-W47.")
    try:
        return date.fromisocalendar(int(found["year"]), int(found["week"]), 1)
    except ValueError:
        raise Refusal(f"There is no week {week}.", "A year has 52 weeks, some have 53.") from None


def monday_before(day: date) -> date:
    """The first day of the week a day lies in."""
    return day - timedelta(days=day.weekday())


def sunday_after(day: date) -> date:
    """The last day of the week a day lies in."""
    return monday_before(day) + WEEK_BUT_ONE


def week_number(year: int, number: int) -> str:
    """The name of that week of a year; empty when the year has none of that number."""
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        return ""


def in_words(day: date) -> str:
    """The week a day lies in, as it is said: `week 47 of 2026`."""
    year, week, _ = day.isocalendar()
    return f"week {week} of {year}"


def parse_day(said: str) -> date:
    """A day as `2026-11-20`. Raises Refusal."""
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise Refusal(f"{said!r} is not a day.", "For example 2026-11-20.") from None


def parse_week(said: str, today: date) -> str:
    """The week a learner names: `this`, `last`, `2026-W47`, `W47` (the latest that has begun), or any of its days."""
    words = said.strip().lower()
    if words in ("", "this", "now"):
        return week_of(today)
    if words == "last":
        return week_of(today - WEEK)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return week_of(parse_day(words))
    found = _NAME.fullmatch(words)
    if found is None:
        raise Refusal(f"{said!r} is not a week.", "For example 2026-W47, W47, last, or a day in it.")
    if found["year"]:
        return week_of(monday_of(words))
    return _latest(int(found["week"]), today)


def _latest(number: int, today: date) -> str:
    """The last week of that number that has begun by today."""
    for year in range(today.year + 1, today.year - 12, -1):
        try:
            first = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        if first <= today:
            return week_of(first)
    raise Refusal(f"There is no week {number}.", "A year has 52 weeks, some have 53.")


def month_of(week: str) -> tuple[int, int]:
    """The year and month a week is listed under: that of its Monday; the first week of a year is January's."""
    first = monday_of(week)
    year = int(week[:4])
    return (year, 1) if first.year < year else (first.year, first.month)


def between(first: str, last: str) -> list[str]:
    """The names of all weeks from one to another, in order; none when the last comes first."""
    monday, end = monday_of(first), monday_of(last)
    return [week_of(monday + WEEK * number) for number in range((end - monday).days // 7 + 1)]
