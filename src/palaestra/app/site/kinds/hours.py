"""Hours: how many a week and on which module; never when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.views.plainly import hours as in_words
from palaestra.practice.days.journal import Journal
from palaestra.practice.rooms import room_of_module


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
    first = date.fromisoformat(min(each.day for each in worked))
    weeks = journal.weeks(first, today)
    return [WeekOfHours(each.first, each.minutes / 60, bool(each.away_days)) for each in weeks]


def hours_by_room(edition: Edition) -> dict[str, float]:
    """Hours by room or topic. What was logged for neither counts only in the weeks."""
    if edition.folder is None or not edition.shows("hours"):
        return {}
    sums: dict[str, float] = defaultdict(float)
    for each in edition.folder.index().minutes("0000", edition.folder.today().isoformat()):
        sums[room_of_module(each.module)] += each.minutes / 60
    return dict(sums)
