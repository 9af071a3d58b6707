"""The tables of the derived index, and how an event becomes rows in them.

`events` holds every event once; the other tables hold what is asked for often.
A retracted event keeps its row in `events` (hidden) and has none elsewhere.
"""

import math
from collections.abc import Callable
from typing import Any

from palaestra.practice.events import Event

VERSION = 6

SCHEMA = """
CREATE TABLE files(path TEXT PRIMARY KEY, size INT, stamp TEXT, taken INT, lines INT, digest BLOB) WITHOUT ROWID;
CREATE TABLE set_aside(path TEXT, line INT, why TEXT, text TEXT, PRIMARY KEY(path, line)) WITHOUT ROWID;
CREATE TABLE events(id TEXT PRIMARY KEY, time TEXT, day TEXT, kind TEXT, subject TEXT, schema INT, body TEXT,
                    hidden INT DEFAULT 0);
CREATE TABLE retracted(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE reviews(id TEXT PRIMARY KEY, card TEXT, time TEXT, day TEXT, rating INT, seconds REAL);
CREATE TABLE cards(card TEXT PRIMARY KEY, due TEXT, due_day TEXT, was_due_day TEXT, last_review TEXT, last_day TEXT,
                   first_day TEXT, state INT, step INT, stability REAL, difficulty REAL, reviews INT, lapses INT)
                   WITHOUT ROWID;
CREATE TABLE recalls(card TEXT, time TEXT, day TEXT, stability REAL, expected REAL, held INT,
                     PRIMARY KEY(card, time, day)) WITHOUT ROWID;
CREATE TABLE attempts(id TEXT PRIMARY KEY, exercise TEXT, time TEXT, day TEXT, mode TEXT, verdict TEXT, rung INT,
                      rungs INT, mistake TEXT, seconds REAL, help TEXT, blank INT);
CREATE TABLE ticks(id TEXT PRIMARY KEY, item TEXT, time TEXT, ticked INT);
CREATE TABLE minutes(id TEXT PRIMARY KEY, day TEXT, time TEXT, minutes REAL, module TEXT, way TEXT, text TEXT,
                     instead INT, since TEXT, since_day TEXT);
CREATE TABLE inferred(day TEXT, module TEXT, way TEXT, minutes REAL, PRIMARY KEY(day, module, way)) WITHOUT ROWID;
"""

# Made after a rebuild has filled the tables: quicker than keeping them while it does.
LOOKUPS = """
CREATE INDEX IF NOT EXISTS events_by_kind ON events(kind, subject, time, id);
CREATE INDEX IF NOT EXISTS events_by_day ON events(day, time, id, hidden, kind, subject);
CREATE INDEX IF NOT EXISTS reviews_by_card ON reviews(card, time, id, rating, day);
CREATE INDEX IF NOT EXISTS reviews_by_day ON reviews(day);
CREATE INDEX IF NOT EXISTS cards_by_due ON cards(due_day, due);
CREATE INDEX IF NOT EXISTS attempts_by_exercise ON attempts(exercise, time, id);
CREATE INDEX IF NOT EXISTS passes ON attempts(exercise, day, help, blank, time, id)
    WHERE verdict = 'passed' AND mode = 'build';
CREATE INDEX IF NOT EXISTS ticks_by_item ON ticks(item, time, id);
CREATE INDEX IF NOT EXISTS minutes_by_day ON minutes(day);
"""

Row = tuple[Any, ...]
DERIVED = ("cards", "recalls", "inferred")
"""Worked out from the typed ones, card by card and day by day."""
TYPED = ("reviews", "attempts", "ticks", "minutes")
INSERTS = {
    "reviews": "INSERT OR REPLACE INTO reviews VALUES (?,?,?,?,?,?)",
    "attempts": "INSERT OR REPLACE INTO attempts VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
    "ticks": "INSERT OR REPLACE INTO ticks VALUES (?,?,?,?)",
    "minutes": "INSERT OR REPLACE INTO minutes VALUES (?,?,?,?,?,?,?,?,?,?)",
}


def row(event: Event) -> tuple[str, Row] | None:
    """The table and row of an event that has one, or None; facts that make no sense give none."""
    make = _ROWS.get(event.kind)
    return make(event) if make else None


def _review(event: Event) -> tuple[str, Row] | None:
    rating = event.facts.get("rating")
    if not event.subject or rating not in (1, 2, 3, 4):
        return None
    return "reviews", (event.id, event.subject, event.time, event.day, int(rating), number(event.facts.get("seconds")))


def _attempt(event: Event) -> tuple[str, Row] | None:
    facts = event.facts
    if not event.subject:
        return None
    words = [event.text(name) for name in ("mistake", "help")]
    rungs = [int(number(facts.get(name)) or 0) for name in ("rung", "rungs")]
    mode, verdict, seconds = (
        event.text("mode") or "build",
        event.text("verdict"),
        number(facts.get("seconds")),
    )
    return "attempts", (
        event.id,
        event.subject,
        event.time,
        event.day,
        mode,
        verdict,
        *rungs,
        words[0],
        seconds,
        words[1],
        int(facts.get("blank") is True),
    )


def _tick(event: Event) -> tuple[str, Row] | None:
    if not event.subject:
        return None
    return "ticks", (event.id, event.subject, event.time, int(event.facts.get("ticked", True) is not False))


def _minutes(event: Event) -> tuple[str, Row] | None:
    facts = event.facts
    minutes = number(facts.get("minutes"))
    if minutes is None or (event.kind == "session" and facts.get("does") != "stop"):
        return None
    day = event.text("day") or event.day
    said = event.text("text") or event.text("aim")
    about = (event.text("module"), event.text("way"), said, int(facts.get("instead") is True))
    span = (event.text("since"), event.text("since_day"))
    return "minutes", (event.id, day, event.text("until") or event.time, minutes, *about, *span)


def number(value: object) -> float | None:
    """A finite number that fits the index, or None."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) and abs(found) < 1e15 else None


_ROWS: dict[str, Callable[[Event], tuple[str, Row] | None]] = {
    "review": _review,
    "attempt": _attempt,
    "tick": _tick,
    "minutes": _minutes,
    "session": _minutes,
}
