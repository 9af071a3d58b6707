"""What the journal lists, entry by entry: seen, put right, retracted, and brought back.

entries(folder, first, last)         # minutes said, timed, inferred; and what was kept beside them
retract(folder, entry_id)            # hidden from everything shown; the line stays in the log
restore(folder, entry_id)            # as it was before
undo(folder)                         # takes back the last thing the journal kept
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.journal import Journal, known_way, parse_minutes, parse_span, sensible
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Worked
from palaestra.practice.intake import event_of

LISTED = (
    "minutes",
    "session",
    "away",
    "week",
    "goal",
    "note",
    "explanation",
    "prediction",
    "tick",
    "artefact",
    "decision",
)
"""The kinds of events a journal lists, and so may retract by a part of their id."""
WRITTEN = ("minutes", "session", "away", "week", "goal", "retraction")
"""The kinds that `undo` looks among: what the journal itself keeps."""
UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `source`: inferred, session, logged, or the file it was taken in from."""

    id: str
    day: str
    at: str
    """The clock where the learner is, `09:40`; empty when only the day is known."""
    kind: str
    minutes: float
    module: str
    way: str
    text: str
    reflection: str
    source: str

    @property
    def is_inferred(self) -> bool:
        return not self.id


def entries(folder: PracticeFolder, first: date, last: date) -> tuple[Entry, ...]:
    """The entries of some days, latest day first, each day in its order."""
    span = (first.isoformat(), last.isoformat())
    index = folder.index()
    marks = ",".join("?" * len(LISTED))
    rows = index.rows(
        f"SELECT * FROM events WHERE day BETWEEN ? AND ? AND hidden = 0 AND kind IN ({marks}) ORDER BY time, id",
        [*span, *LISTED],
    )
    found = [_worked(each, index.event(each.id) if each.id else None) for each in index.minutes(*span)]
    kept = (event_of(row) for row in rows if row["kind"] not in ("minutes", "session"))
    found += [_kept(each) for each in kept if _says(each)]
    return tuple(sorted(found, key=lambda each: (-date.fromisoformat(each.day).toordinal(), not each.at, each.at)))


def find(folder: PracticeFolder, said: str) -> Event:
    """The entry of that id, or whose id ends so. Raises Refusal when there is none, or more than one."""
    index = folder.index()
    exact = index.event(said)
    if exact is not None:
        return exact
    marks = ",".join("?" * len(LISTED))
    tail = said.strip().lower()
    query = f"SELECT * FROM events WHERE hidden = 0 AND kind IN ({marks}) AND substr(id, ?) = ? LIMIT 3"
    rows = index.rows(query, [*LISTED, -len(tail), tail]) if len(tail) >= 4 else []
    if len(rows) == 1:
        return event_of(rows[0])
    if rows:
        raise Refusal(f"More than one entry's id ends with {tail[:60]}.", "Give a few more of its characters.")
    raise Refusal(f"{said[:60]!r} is not an entry of the journal.", "`palaestra log --json` lists them with their ids.")


def revise(
    folder: PracticeFolder,
    entry_id: str,
    said: str = "",
    *,
    day: date | None = None,
    module: str | None = None,
    way: str | None = None,
    reflection: str | None = None,
) -> Event:
    """Put other words or minutes in place of an entry's; the entry itself stays in the log, hidden.

    said: for minutes `60m` or `60m and other words`; for time away a span; for a week or a goal its text.
    """
    event = find(folder, entry_id)
    facts = dict(event.facts)
    if event.kind in ("minutes", "session") and "minutes" in facts:
        changes = _minutes_again(folder, event, said, day)
        changes |= {"module": module, "way": None if way is None else known_way(way), "reflection": reflection}
        facts = {"day": event.day} | facts | {name: value for name, value in changes.items() if value is not None}
        if event.kind == "session":
            facts["until"] = event.facts.get("until", event.time)
    elif event.kind == "away":
        first, last = parse_span(said, folder.today())
        if last < first:
            raise Refusal(f"{last} comes before {first}.", "Say the first day, two dots, the last day.")
        facts |= {"first": first.isoformat(), "last": last.isoformat()}
        facts |= {} if reflection is None else {"why": reflection}
    else:
        raise Refusal("Only entries of minutes and time away are changed.", "`palaestra log --json` lists them.")
    facts = {name: value for name, value in facts.items() if value != ""} | {"replaces": event.id}
    new, _ = folder.log.append_all([(event.kind, facts), ("retraction", {"event": event.id, "why": "corrected"})])
    return new


def retract(folder: PracticeFolder, entry_id: str, why: str = "") -> Event:
    """Hide an entry; a session with its beginning. Returns the entry."""
    event = find(folder, entry_id)
    parts = parts_of(event)
    folder.log.append_all([("retraction", {"event": part, "why": why or None}) for part in parts])
    _follow(folder, event)
    return event


def restore(folder: PracticeFolder, entry_id: str) -> Event:
    """Bring back an entry that was retracted or replaced; what replaced it goes."""
    index = folder.index()
    rows = index.rows("SELECT * FROM events WHERE id = ? AND hidden = 1", [entry_id])
    if not rows:
        raise Refusal("That entry is there already, or was forgotten for good.", "`palaestra log` lists what there is.")
    event = event_of(rows[0])
    parts = parts_of(event)
    held = [each.id for part in parts for each in index.events("retraction", part)]
    after = index.rows(
        "SELECT id FROM events WHERE kind = ? AND hidden = 0 AND json_extract(body, '$.replaces') = ?",
        [event.kind, event.id],
    )
    held += [row["id"] for row in after]
    folder.log.append_all([("retraction", {"event": each, "why": UNDONE}) for each in held])
    _follow(folder, event)
    return event


def undo(folder: PracticeFolder) -> tuple[Event, bool]:
    """Take back the last thing the journal kept: the entry, and whether it is there now. Again goes further back."""
    index = folder.index()
    marks = ",".join("?" * len(WRITTEN))
    rows = index.rows(
        f"SELECT * FROM events WHERE hidden = 0 AND kind IN ({marks}) ORDER BY time DESC, id DESC LIMIT 500", WRITTEN
    )
    for event in map(event_of, rows):
        facts = event.facts
        if event.kind == "retraction":
            target = index.rows("SELECT * FROM events WHERE id = ?", [event.subject])
            if not target or facts.get("why") == UNDONE or target[0]["kind"] not in WRITTEN:
                continue
            entry = event_of(target[0])
            if entry.kind == "session" and entry.text("does") == "start":
                continue
            return restore(folder, entry.id), True
        if event.kind == "session" and event.text("does") != "stop":
            folder.log.retract(event.id, UNDONE)
            return event, False
        replaced = facts.get("replaces")
        if isinstance(replaced, str):
            return restore(folder, replaced), True
        return retract(folder, event.id, UNDONE), False
    raise Refusal("There is nothing to take back.", "`palaestra log` shows what there is.")


def parts_of(event: Event) -> list[str]:
    """The ids of the events that make up an entry: a session's end goes with its beginning."""
    begun = event.facts.get("start") if event.kind == "session" else None
    return [event.id, begun] if isinstance(begun, str) else [event.id]


def _follow(folder: PracticeFolder, event: Event) -> None:
    """What is kept outside the log follows it: the goal in practice.toml, the weekly log in the README."""
    if event.kind == "goal" and event.facts.get("text"):
        from palaestra.practice.days.goals import goal_without

        folder.change_settings(goal=goal_without(folder, event))
    if event.kind == "week":
        from palaestra.practice.exchange.weekly_log import update_weeks

        update_weeks(folder)


def _minutes_again(folder: PracticeFolder, event: Event, said: str, day: date | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if said.strip():
        minutes, words = parse_minutes(said)
        changes["minutes"] = sensible(minutes)
        if words:
            changes["aim" if event.kind == "session" else "text"] = words
    if day is not None:
        if day > folder.today():
            raise Refusal(f"{day} is yet to come.", "Say a day that has been.")
        changes["day"] = day.isoformat()
    return changes


def _worked(each: Worked, event: Event | None) -> Entry:
    begun = event.text("since") if event and event.kind == "session" else ""
    at = begun if begun and each.day == _local(begun)[0] else ""
    kind, reflection = (event.kind, event.text("reflection")) if event else ("inferred", "")
    words = (each.minutes, each.module, each.way, each.text, reflection, each.source)
    return Entry(each.id, each.day, _local(at)[1] if at else "", kind, *words)


def _kept(event: Event) -> Entry:
    words = (0.0, event.text("module"), "", _says(event), "", "logged")
    return Entry(event.id, event.day, _local(event.time)[1], event.kind, *words)


def _says(event: Event) -> str:
    """An event in a few words; empty for one that says nothing to a reader."""
    if event.kind == "away":
        return f"{event.text('first')}..{event.text('last')} {event.text('why')}".strip()
    if event.kind == "week":
        return f"{event.subject}: {event.text('text')}"
    if event.kind == "explanation":
        return f"{event.subject}, explained"
    if event.kind == "tick":
        return event.subject if event.facts.get("ticked", True) else f"{event.subject}, cleared"
    if event.kind == "prediction":
        return f"{event.subject}: {event.text('says')}"
    names = ("text", "title", "says", "evidence", "path", "module")
    return next((event.text(name) for name in names if event.text(name)), "")


def _local(time: str) -> tuple[str, str]:
    """The day and the clock of a moment, where the learner is."""
    moment = datetime.fromisoformat(time).astimezone()
    return moment.date().isoformat(), moment.strftime("%H:%M")


def week_entries(folder: PracticeFolder, first: date) -> tuple[Entry, ...]:
    """The entries of the week that begins on a day."""
    return entries(folder, first, first + timedelta(days=6))


def rests(folder: PracticeFolder) -> list[dict[str, str]]:
    """Every time away as `away --json` prints it."""
    return [
        {"id": each.id, "first": each.first.isoformat(), "last": each.last.isoformat(), "why": each.why}
        for each in Journal(folder).rests()
    ]
