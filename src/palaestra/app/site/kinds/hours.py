"""Hours: how many a week and on which module; never when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from palaestra.app.site.content import Content, Kind, sunday_of
from palaestra.app.site.edition import Edition
from palaestra.app.views.plainly import hours as in_words
from palaestra.practice.days.journal import Journal


@dataclass(frozen=True, slots=True)
class WeekOfHours:
    """One week: its Monday, hours worked, and whether days of it were rested."""

    first: date
    hours: float
    away: bool


def gather(edition: Edition) -> Content:
    weeks = hours_by_week(edition)
    total = sum(each.hours for each in weeks)
    return Content(said=(f"{in_words(total)} hours in {len(weeks)} weeks",)) if weeks else Content()


KIND = Kind("hours", "hours per week and per module; never the time of day", gather)


def hours_by_week(edition: Edition) -> list[WeekOfHours]:
    """Every week from the first with hours to this one, empty ones too."""
    if edition.folder is None or not edition.shows("hours"):
        return []
    journal, today = Journal(edition.folder), edition.folder.today()
    worked = edition.folder.index().minutes("0000", today.isoformat())
    if not worked:
        return []
    sums: dict[date, float] = defaultdict(float)
    for each in worked:
        sums[_monday(date.fromisoformat(each.day))] += each.minutes / 60
    first, last = min(sums), sunday_of(today)
    away = {_monday(each) for each in journal.away_days(first, last)}
    mondays = [first + timedelta(weeks=n) for n in range(((last - first).days + 1) // 7)]
    return [WeekOfHours(each, sums.get(each, 0.0), each in away) for each in mondays]


def hours_by_module(edition: Edition) -> dict[str, float]:
    """Hours by module (whole id). What was logged in free text counts only in the weeks."""
    if edition.folder is None or not edition.shows("hours"):
        return {}
    sums: dict[str, float] = defaultdict(float)
    for each in edition.folder.index().minutes("0000", edition.folder.today().isoformat()):
        sums[each.module] += each.minutes / 60
    return dict(sums)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
