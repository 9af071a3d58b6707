"""The weekly log: each week in the learner's own words, and the weeks nobody wrote.

    weeks = Weeks(folder)
    weeks.close("2026-W47", "Built GAE from scratch")
    weeks.written()                     # WrittenWeek(week, first, text, minutes, theory, technique, ...), newest first
    weeks.log()                         # the same with the missed weeks between, their text empty

A week is a `week` event. Writing it again appends another; the earlier words stay in
the log, and retracting the later event shows them again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import WEEK, between, monday_of, sunday_after, week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder

LONGEST_TEXT = 20_000
ALL_DAYS = 7


@dataclass(frozen=True, slots=True)
class WrittenWeek:
    """One week of the log. `source` is empty when it was written here, else the file it was taken in from."""

    week: str
    first: date
    text: str
    minutes: float
    theory: float
    """Minutes of theory; what is said to be neither counts in `minutes` alone."""
    technique: float
    away_days: int
    source: str = ""
    id: str = ""
    """The event that says so; empty for a week that was missed."""

    @property
    def last(self) -> date:
        return sunday_after(self.first)

    @property
    def is_missed(self) -> bool:
        return not self.id


class Weeks:
    """Keeps and reads the weekly log of one practice folder."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    def written(self) -> tuple[WrittenWeek, ...]:
        """The weeks that were written (an empty one taken in from a log is one), newest first."""
        latest = self._latest()
        return self._with_figures(latest, sorted(latest, reverse=True))

    def log(self) -> tuple[WrittenWeek, ...]:
        """The written weeks and those missed since the first one that was closed here, newest first.

        A week that was wholly away is not missed.
        """
        latest = self._latest()
        own = [name for name, event in latest.items() if not event.text("source")]
        this = week_of(self.folder.today())
        gaps = [each for each in between(min(own), this) if each < this and each not in latest] if own else []
        found = self._with_figures(latest, sorted([*latest, *gaps], reverse=True))
        return tuple(each for each in found if not (each.is_missed and each.away_days == ALL_DAYS))

    def week(self, name: str) -> WrittenWeek:
        """One week, with empty text when nobody wrote it."""
        name = week_of(monday_of(name))
        return self._with_figures(self._latest(name), [name])[0]

    def versions(self, name: str) -> list[Event]:
        """What was ever written of a week and not retracted, newest first."""
        return self.folder.index().events("week", name)

    def close(self, name: str, text: str) -> Event | None:
        """Write a week; None when it says just that already. Raises Refusal for a week to come or without words."""
        name = week_of(monday_of(name))
        words = _tidy(text)
        if monday_of(name) > self.folder.today():
            raise Refusal(f"{name} is yet to come.", "Write a week once it has begun.")
        if not words:
            raise Refusal("A week needs some words to be written.", "One line will do; `away` rests one.")
        return self._keep(name, words, "")

    def take_in(self, week: str, text: str, source: str) -> Event | None:
        """Keep a week from another log, an empty one too; None when the folder says just that already."""
        return self._keep(week_of(monday_of(week)), _tidy(text), source)

    def due(self) -> str:
        """The week whose close is offered: on Sunday this one, on Monday and Tuesday the last; else none."""
        today = self.folder.today()
        if today.weekday() == 6:
            name = week_of(today)
        elif today.weekday() <= 1:
            name = week_of(today - WEEK)
        else:
            return ""
        return name if not self.versions(name) and self._was_lived(name) else ""

    def _was_lived(self, name: str) -> bool:
        """Whether anything happened here in a week."""
        first = monday_of(name)
        span = [first.isoformat(), sunday_after(first).isoformat()]
        query = "SELECT 1 FROM events WHERE day BETWEEN ? AND ? AND hidden = 0 LIMIT 1"
        return bool(self.folder.index().rows(query, span))

    def _keep(self, name: str, text: str, source: str) -> Event | None:
        held = self.versions(name)
        if held and held[0].facts.get("text", "") == text:
            return None
        return self.folder.log.append("week", week=name, text=text, source=source or None)

    def _latest(self, *names: str) -> dict[str, Event]:
        """By week, the last event that writes it; names that are no weeks are passed over."""
        found: dict[str, Event] = {}
        index = self.folder.index()
        events = index.events("week", names[0]) if names else index.events("week")
        for event in reversed(events):
            if _is_week(event.subject):
                found[event.subject] = event
        return found

    def _with_figures(self, latest: dict[str, Event], names: Iterable[str]) -> tuple[WrittenWeek, ...]:
        firsts = {each: monday_of(each) for each in names}
        if not firsts:
            return ()
        lived = Journal(self.folder).weeks(min(firsts.values()), max(firsts.values()))
        by_first = {each.first: each for each in lived}
        found: list[WrittenWeek] = []
        for name, first in firsts.items():
            week, event = by_first[first], latest.get(name)
            text = event.text("text") if event else ""
            ways = (week.ways.get("theory", 0.0), week.ways.get("technique", 0.0))
            told = (event.text("source"), event.id) if event else ("", "")
            found.append(WrittenWeek(name, first, text, week.minutes, *ways, week.away_days, *told))
        return tuple(found)


def _is_week(name: str) -> bool:
    try:
        return week_of(monday_of(name)) == name
    except Refusal:
        return False


def _tidy(text: str) -> str:
    """Without the space around lines, and with paragraphs one blank line apart."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    words = "\n".join(line for number, line in enumerate(lines) if line or lines[number - 1])
    if len(words) > LONGEST_TEXT:
        raise Refusal(f"A week's log is {LONGEST_TEXT:,} characters at most.", "Put the rest into a note.")
    return words
