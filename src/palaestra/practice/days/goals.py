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
    """Say what you train for: in practice.toml, and as an event, so that the journal knows since when.

    A goal that was only written into practice.toml is kept with it, so that it is not lost.
    """
    written = folder.settings.goal
    facts: dict[str, str | None] = {"text": text, "by": by.isoformat() if by else None}
    if written and written not in (text, current_goal(folder)):
        facts["before"] = written
    folder.change_settings(goal=text)
    return folder.log.append("goal", **facts)


def goal_without(folder: PracticeFolder, event: Event) -> str:
    """The goal that holds once a saying of it is gone: the one said last, or the one it took the place of."""
    said = _said(folder)
    if not said or (said[-1].time < event.time and event.facts.get("before")):
        return event.text("before")
    return str(said[-1].facts["text"])


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
    found = _unsaid(folder, starts)
    for place, (event, first) in enumerate(zip(starts, firsts, strict=True)):
        last = firsts[place + 1] - timedelta(days=1) if place + 1 < len(firsts) else None
        worked = folder.index().minutes(first.isoformat(), (last or folder.today()).isoformat())
        minutes, by = sum(each.minutes for each in worked), event.facts.get("by")
        found.append(Era(str(event.facts["text"]), first, last, minutes, by if isinstance(by, str) else ""))
    return tuple(found)


def _unsaid(folder: PracticeFolder, starts: list[Event]) -> list[Era]:
    """The era of a goal that stood in practice.toml before the first one was said, from the first day of the log."""
    before = starts[0].facts.get("before") if starts else None
    days = folder.index().rows("SELECT min(day) FROM events WHERE hidden = 0")
    if not before or days[0][0] >= starts[0].day:
        return []
    first, last = date.fromisoformat(days[0][0]), date.fromisoformat(starts[0].day) - timedelta(days=1)
    worked = folder.index().minutes(first.isoformat(), last.isoformat())
    return [Era(str(before), first, last, sum(each.minutes for each in worked))]


def _said(folder: PracticeFolder) -> list[Event]:
    """The events that set a goal, in order."""
    events = folder.index().events("goal")[::-1]
    return [each for each in events if isinstance(each.facts.get("text"), str) and each.facts["text"]]
