"""The weekly log, in the learner's own words. A week nobody wrote is there too, on the page and in the feed."""

from dataclasses import dataclass
from datetime import date

from palaestra.app.site.content import Content, Entry, Kind, Page
from palaestra.app.site.edition import Edition
from palaestra.app.site.prose import opening_words
from palaestra.app.views.plainly import hours as hours_in_words
from palaestra.app.views.plainly import many
from palaestra.practice.days.iso import between, in_words, week_of
from palaestra.practice.days.weeks import Weeks, WrittenWeek

SECTION = "Weeks"
MISSED = "Nothing was written."
AWAY = "Away."
DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekShown:
    """One week as a reader sees it: no day of it is told apart."""

    anchor: str
    year: int
    number: int
    text: str
    state: str
    """`written`, `missed` or `away`."""
    last: date
    hours: str = ""

    @property
    def title(self) -> str:
        return in_words(self.last).capitalize()


def gather(edition: Edition) -> Content:
    if edition.folder is None or not edition.shows("weeks"):
        return Content()
    weeks = [_shown(edition, each) for each in _with_weeks_away(Weeks(edition.folder))]
    if not weeks:
        return Content()
    years = {each.year: [one for one in weeks if one.year == each.year] for each in weeks}
    written = sum(each.state == "written" for each in weeks)
    missed = sum(each.state == "missed" for each in weeks)
    says = f"{many(written, 'week')} written" + (f", {missed} missed" if missed else "")
    values = {"years": years, "says": says}
    page = Page("weeks", SECTION, "site_weeks.html", values, f"The log, week by week: {says}.", SECTION, leads=True)
    return Content((page,), entries=tuple(_entry(each) for each in weeks), said=(says,))


KIND = Kind("weeks", "your weekly log; a missed week shows, a week away says so", gather)


def _with_weeks_away(weeks: Weeks) -> list[WrittenWeek]:
    """The log, newest first, and between its weeks those that were wholly away."""
    log = {each.week: each for each in weeks.log()}
    if not log:
        return []
    this = week_of(weeks.folder.today())
    gaps = [weeks.week(each) for each in between(min(log), this) if each < this and each not in log]
    away = {each.week: each for each in gaps if each.away_days == DAYS}
    return sorted((log | away).values(), key=lambda each: each.week, reverse=True)


def _shown(edition: Edition, week: WrittenWeek) -> WeekShown:
    year, number, _ = week.first.isocalendar()
    text = week.text.strip()
    state = "written" if text else "away" if week.away_days == DAYS else "missed"
    hours = f"{hours_in_words(week.minutes / 60)} h" if edition.shows("hours") and week.minutes >= 1 else ""
    return WeekShown(week.week.lower(), year, number, text, state, week.last, hours)


def _entry(week: WeekShown) -> Entry:
    says = opening_words(week.text, 400) if week.text else AWAY if week.state == "away" else MISSED
    word = {"written": "", "missed": ": not written", "away": ": away"}[week.state]
    return Entry("weeks", f"{week.title}{word}", says, week.last, week.anchor)
