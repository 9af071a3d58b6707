"""Breadth and depth over time: how many rooms and topics were entered, and how many are firm.

Broad first, deep later is how most people come to research; the two lines show which of
them the last months went into. Entered means something was done there: an exercise tried, a
card met, an explanation scored, a note or minutes for it. Passed and solid are the states the
log records.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from palaestra.practice.days.iso import WEEK, sunday_after, week_of
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.rooms import room_of, room_of_module

LEAST_MINUTES = 30.0
"""Less logged for a module than this is a look, not an entering."""


@dataclass(frozen=True, slots=True)
class Grown:
    """How things stood at the end of a week."""

    week: str
    last: date
    entered: int
    passed: int
    solid: int

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra progress --json` prints them."""
        return {"week": self.week, "entered": self.entered, "passed": self.passed, "solid": self.solid}


def growth(folder: PracticeFolder) -> tuple[Grown, ...]:
    """Week by week from the first on which something was entered, up to this one; empty before anything was."""
    entered = _entered(folder)
    reached = {state: _reached(folder, states) for state, states in STATES.items()}
    days = [*entered.values(), *(day for found in reached.values() for day in found.values())]
    if not days:
        return ()
    first, today = date.fromisoformat(min(days)), folder.today()
    sunday = sunday_after(first)
    weeks: list[Grown] = []
    while sunday < today + WEEK:
        counts = (_until(found.values(), sunday) for found in (entered, reached["passed"], reached["solid"]))
        weeks.append(Grown(week_of(sunday), sunday, *counts))
        sunday += WEEK
    return tuple(weeks)


STATES = {"passed": ("passed", "solid"), "solid": ("solid",)}


def _until(days: Iterable[str], last: date) -> int:
    return sum(day <= last.isoformat() for day in days)


def _entered(folder: PracticeFolder) -> dict[str, str]:
    """By room or topic, the first day something was done there."""
    index = folder.index()
    found: dict[str, str] = {}

    def enter(name: str, day: str) -> None:
        if name and day < found.get(name, "9999"):
            found[name] = day

    for kind, room in (("attempt", room_of), ("explanation", room_of_module), ("result", room_of)):
        for subject, day in index.rows(
            "SELECT subject, min(day) FROM events WHERE kind = ? AND hidden = 0 GROUP BY subject", [kind]
        ):
            enter(room(subject), day)
    for card, day in index.rows("SELECT card, first_day FROM cards"):
        enter(room_of(card), day)
    minutes: dict[str, float] = {}
    for each in index.minutes("", folder.today().isoformat()):
        name = room_of_module(each.module)
        minutes[name] = minutes.get(name, 0.0) + each.minutes
        if minutes[name] >= LEAST_MINUTES:
            enter(name, each.day)
    return found


def _reached(folder: PracticeFolder, states: tuple[str, ...]) -> dict[str, str]:
    """By room, the first day one of these states was recorded."""
    found: dict[str, str] = {}
    for event in reversed(folder.index().events("state")):
        if event.facts.get("state") in states:
            found.setdefault(room_of_module(event.subject), event.day)
    return found
