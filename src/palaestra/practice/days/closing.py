"""A week as it is closed: what it held, to be looked at while writing the line about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from palaestra.practice.days.entries import Entry, entries
from palaestra.practice.days.iso import monday_of, sunday_after, week_of
from palaestra.practice.days.journal import Journal, Week
from palaestra.practice.days.taken import Taken, taken
from palaestra.practice.days.weeks import Weeks, WrittenWeek
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.rooms import by_room

LEAST_MINUTES = 3.0


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was predicted in the week, and what came out, once it is known (else empty)."""

    experiment: str
    says: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Closing:
    """One week: its hours, what was passed, answered, written and predicted, and the line about it."""

    week: Week
    written: WrittenWeek
    exercises: tuple[str, ...]
    cards: int
    """Answers given to cards."""
    sessions: tuple[Entry, ...]
    notes: tuple[str, ...]
    predictions: tuple[Prediction, ...]
    taken: tuple[Taken, ...]
    """Courses, chapters and papers that were ticked."""

    @property
    def name(self) -> str:
        return self.written.week

    @property
    def rooms(self) -> dict[str, float]:
        """Minutes by room, most first; one with so few that its hours would read 0.0 is left out."""
        return {room: long for room, long in by_room(self.week.modules).items() if room and long >= LEAST_MINUTES}

    @property
    def judged(self) -> int:
        return sum(bool(each.outcome) for each in self.predictions)

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra week --json` prints them."""
        week, written = self.week, self.written
        return {
            "week": written.week,
            "first": week.first.isoformat(),
            "last": week.last.isoformat(),
            "text": written.text,
            "source": written.source,
            "id": written.id or None,
            "minutes": round(week.minutes),
            "target_minutes": round(week.target_minutes),
            "theory": round(week.theory),
            "technique": round(week.technique),
            "away_days": week.away_days,
            "modules": by_module(week.modules),
            "exercises": list(self.exercises),
            "cards": self.cards,
            "sessions": [
                {"day": each.day, "aim": each.text, "minutes": round(each.minutes), "reflection": each.reflection}
                for each in self.sessions
            ],
            "notes": list(self.notes),
            "taken": [{"item": each.item, "title": each.title, "url": each.url} for each in self.taken],
            "predictions": [
                {"experiment": each.experiment, "says": each.says, "outcome": each.outcome or None}
                for each in self.predictions
            ],
        }


def by_module(modules: Mapping[str, float]) -> list[dict[str, Any]]:
    """Minutes by module as JSON values, most first; work of no module has an empty name."""
    most_first = sorted(modules.items(), key=lambda each: -each[1])
    return [{"module": name, "minutes": round(minutes)} for name, minutes in most_first]


def closing(folder: PracticeFolder, name: str) -> Closing:
    """All there is to look at before the week is written."""
    first = monday_of(name)
    span = [first.isoformat(), (sunday_after(first)).isoformat()]
    index = folder.index()
    passed = index.rows(
        "SELECT DISTINCT exercise FROM attempts WHERE verdict = 'passed' AND day BETWEEN ? AND ? ORDER BY time", span
    )
    listed = entries(folder, first, sunday_after(first))
    return Closing(
        week=Journal(folder).week(first),
        written=Weeks(folder).week(week_of(first)),
        exercises=tuple(row[0] for row in passed),
        cards=index.rows("SELECT COUNT(*) FROM reviews WHERE day BETWEEN ? AND ?", span)[0][0],
        sessions=tuple(each for each in reversed(listed) if each.kind == "session"),
        notes=tuple(each.text for each in reversed(listed) if each.kind in ("note", "explanation")),
        taken=taken(folder, first, sunday_after(first)),
        predictions=tuple(_prediction(folder, each) for each in _of_week(folder, "prediction", first)),
    )


def _of_week(folder: PracticeFolder, kind: str, first: date) -> list[Event]:
    end = (sunday_after(first)).isoformat()
    return [each for each in folder.index().events(kind, first_day=first.isoformat()) if each.day <= end][::-1]


def _prediction(folder: PracticeFolder, event: Event) -> Prediction:
    """A prediction is judged by what it says came out, by a judgement of it, or by a later result."""
    outcome = event.facts.get("outcome")
    index = folder.index()
    judged = index.events("judgement", event.id, limit=1)
    if not isinstance(outcome, str) or not outcome:
        outcome = judged[0].text("says") if judged else ""
    if not outcome and any(each.time > event.time for each in index.events("result", event.subject, limit=1)):
        outcome = "measured"
    return Prediction(event.subject, event.text("says"), outcome)
