"""What the learner trains for, and the eras in which they trained for something else.

An era begins on the day a goal is set and ends with the next; what was done in it still counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder


@dataclass(frozen=True, slots=True)
class Era:
    """A stretch of days under one goal. `last` is None while it lasts."""

    text: str
    first: date
    last: date | None
    minutes: float
    by: str = ""
    """Until when it was to be reached, where that was said."""


def set_goal(folder: PracticeFolder, text: str, by: date | None = None) -> Event:
    """Say what you train for: in practice.toml, and as an event, so that the journal knows since when."""
    folder.change_settings(goal=text)
    return folder.log.append("goal", text=text, by=by.isoformat() if by else None)


def current_goal(folder: PracticeFolder) -> str:
    """The goal that was said last and not retracted; empty when there is none."""
    said = _said(folder)
    return str(said[-1].facts["text"]) if said else ""


def eras(folder: PracticeFolder) -> tuple[Era, ...]:
    """The goals one after another, with the minutes of work under each; saying the same goal again begins none."""
    said = _said(folder)
    starts: list[Event] = []
    for event in said:
        if starts and starts[-1].day == event.day:
            starts.pop()
        if not starts or starts[-1].facts["text"] != event.facts["text"]:
            starts.append(event)
    firsts = [date.fromisoformat(each.day) for each in starts]
    found: list[Era] = []
    for place, (event, first) in enumerate(zip(starts, firsts, strict=True)):
        last = firsts[place + 1] - timedelta(days=1) if place + 1 < len(firsts) else None
        worked = folder.index().minutes(first.isoformat(), (last or folder.today()).isoformat())
        minutes, by = sum(each.minutes for each in worked), event.facts.get("by")
        found.append(Era(str(event.facts["text"]), first, last, minutes, by if isinstance(by, str) else ""))
    return tuple(found)


def _said(folder: PracticeFolder) -> list[Event]:
    """The events that set a goal, in order."""
    events = folder.index().events("goal")[::-1]
    return [each for each in events if isinstance(each.facts.get("text"), str) and each.facts["text"]]
