"""Days that matter: deadlines of artefacts, decisions to look at again, meetings with people."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from palaestra.kit.refusal import Refusal

if TYPE_CHECKING:
    from palaestra.practice.writing.artefact import Artefact
    from palaestra.practice.writing.people import Person

WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day to keep in mind."""

    day: str
    """ISO date."""
    title: str
    says: str
    """In one sentence, calmly: what it is for, and when."""
    kind: str
    """The artefact's kind, or `person`."""
    id: str
    place: str
    """The page of the camp it leads to."""
    command: str
    """The command that shows it."""


def day_said(said: str, today: date) -> str:
    """A day as people say it (`2026-12-01`, `today`, `tomorrow`, `in 10 days`) as an ISO date; empty for none.

    Raises Refusal for what is not a day.
    """
    text = " ".join(said.lower().split())
    if text in ("", "none", "never"):
        return ""
    words = {"today": today, "tomorrow": today + timedelta(days=1)}
    ahead = re.fullmatch(r"(?:in |\+)(\d{1,4})(?: ?(day|week)s?)?", text)
    try:
        if ahead:
            days = int(ahead[1]) * (7 if ahead[2] == "week" else 1)
            return (today + timedelta(days=days)).isoformat()
        if text not in words and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return (words.get(text) or date.fromisoformat(text)).isoformat()
    except (ValueError, OverflowError):
        raise Refusal(f"{said[:60]!r} is not a day.", "For example: 2026-12-01, tomorrow, in 10 days.") from None


def of_artefact(artefact: "Artefact", today: date) -> list[Deadline]:
    """The days of an artefact that are near, or past with something still to do."""
    kind = artefact.of_kind
    if not artefact.is_open:
        return []
    is_over = artefact.state in kind.done
    found = [] if is_over else [(artefact.deadline, kind.due)]
    found += [(artefact.fields.get("interview", ""), "interview")] if artefact.kind == "application" else []
    found += [(artefact.fields.get("first", ""), "begins")] if artefact.kind == "conference" else []
    if artefact.kind == "decision" and is_over:
        found = [(artefact.fields.get("revisit", ""), "to be looked at again")]
    return [
        Deadline(
            day,
            artefact.title,
            f"{kind.title}, {what} {when(day, today)}",
            artefact.kind,
            artefact.id,
            f"work/{artefact.id}",
            f"palaestra artefact show {artefact.id}",
        )
        for day, what in found
        if _is_near(day, today)
    ]


def of_meeting(person: "Person", today: date) -> list[Deadline]:
    """The next meeting with someone; one that is past until something is kept of it, a fortnight at most."""
    day = person.next
    if not day or person.dropped or not _is_near(day, today) or person.met_since(day):
        return []
    if date.fromisoformat(day) < today - WITHIN:
        return []
    questions = len(person.open_questions)
    ask = f", {questions} question{'' if questions == 1 else 's'} to ask" if questions else ""
    is_past = day < today.isoformat()
    says = f"You met {when(day, today)}; what was said?" if is_past else f"You meet {when(day, today)}{ask}"
    place, command = f"work/people/{person.id}", f"palaestra person show {person.id}"
    return [Deadline(day, person.name, says, "person", person.id, place, command)]


def when(day: str, today: date) -> str:
    """A day as seen from today: `today`, `tomorrow`, `on Friday`, `in 9 days, on 29 November`, `on 3 November`."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return f"on {day}"
    days = (found - today).days
    named = f"on {found.day} {found:%B}" + (f" {found.year}" if found.year != today.year else "")
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    if 1 < days < 7:
        return f"on {found:%A}"
    return f"in {days} days, {named}" if 7 <= days <= WITHIN.days else named


def _is_near(day: str, today: date) -> bool:
    try:
        return date.fromisoformat(day) <= today + WITHIN
    except ValueError:
        return False
