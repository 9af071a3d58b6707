"""Taking log lines into the index: read what is new, keep each event once, and work out what it changes."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

from palaestra.practice import tables
from palaestra.practice.events import Event
from palaestra.practice.infer import infer
from palaestra.practice.log import Log, SetAside, hidden_by, read_lines
from palaestra.practice.memory.schedule import Mark, Recalled, replay

KEEP_FILE = "INSERT OR REPLACE INTO files VALUES (?,?,?,?,?,?)"
KEEP_ASIDE = "INSERT OR REPLACE INTO set_aside VALUES (?,?,?,?)"
KEEP_EVENT = "INSERT INTO events(id, time, day, kind, subject, schema, body) VALUES (?,?,?,?,?,?,?)"
KEEP_RECALL = "INSERT OR REPLACE INTO recalls VALUES (?,?,?,?,?,?)"
KEEP_CARD = f"INSERT OR REPLACE INTO cards VALUES ({','.join('?' * 13)})"


class Clash(Exception):
    """Different events claim one id; `winners` says which of them stays."""

    def __init__(self, winners: Mapping[str, Event]) -> None:
        super().__init__(", ".join(winners))
        self.winners = winners


class Intake:
    """One taking-in, inside a transaction. `is_empty`: the index holds nothing yet."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        log: Log,
        winners: Mapping[str, Event] | None = None,
        *,
        is_empty: bool = False,
    ) -> None:
        self._connection = connection
        self._log = log
        self._winners = winners or {}
        self._is_empty = is_empty
        self._seen: set[str] = set()
        self._cards: set[str] = set()
        self._days: set[str] = set()
        self._retracts = False

    def take(self, files: Iterable[tuple[Path, str]]) -> None:
        """Take in files with their stamps. Raises Clash when an id has to be settled first."""
        for path, stamp in files:
            self._keep(self._read(path, stamp))
        self._hide()
        for statement in filter(str.strip, tables.LOOKUPS.split(";")):
            self._connection.execute(statement)
        self._schedule()
        self._infer()

    def _read(self, path: Path, stamp: str) -> list[Event]:
        name = self._log.name_of(path)
        known = self._connection.execute("SELECT taken, lines FROM files WHERE path = ?", [name]).fetchone()
        taken, lines = known or (0, 0)
        data = path.read_bytes()
        events, aside, more = read_lines(data[taken:], name, lines + 1)
        lines += data.count(b"\n", taken, taken + more)
        taken += more
        self._connection.execute("DELETE FROM set_aside WHERE path = ? AND line > ?", [name, known[1] if known else 0])
        self._connection.executemany(KEEP_ASIDE, map(_aside_row, aside))
        self._connection.execute(KEEP_FILE, [name, len(data), stamp, taken, lines, digest(data[:taken])])
        return events

    def _keep(self, events: list[Event]) -> None:
        fresh = self._once(events)
        self._connection.executemany(KEEP_EVENT, map(_event_row, fresh))
        typed: dict[str, list[tables.Row]] = {name: [] for name in tables.TYPED}
        for event in fresh:
            found = tables.row(event)
            if found:
                typed[found[0]].append(found[1])
            self._retracts |= event.kind == "retraction"
            if not self._is_empty:
                self._touch(event)
        for name, rows in typed.items():
            self._connection.executemany(tables.INSERTS[name], rows)

    def _once(self, events: list[Event]) -> list[Event]:
        """The events the index does not hold yet, each once."""
        fresh: dict[str, Event] = {}
        clashes: dict[str, Event] = {}
        for event in events:
            winner = self._winners.get(event.id)
            if winner is not None and event.rank != winner.rank:
                continue
            held = fresh.get(event.id) or self._held(event.id)
            if held is None:
                fresh[event.id] = event
            elif held.rank != event.rank:
                clashes[event.id] = min(held, event, key=lambda each: each.rank)
        if clashes:
            raise Clash(clashes)
        self._seen.update(fresh)
        return list(fresh.values())

    def _held(self, event_id: str) -> Event | None:
        if self._is_empty and event_id not in self._seen:
            return None
        found = self._connection.execute("SELECT * FROM events WHERE id = ?", [event_id]).fetchone()
        return event_of(found) if found else None

    def _touch(self, event: Event) -> None:
        """Note what has to be worked out again."""
        if event.kind == "review":
            self._cards.add(event.subject)
        self._days.update((event.day, event.text("since_day")))

    def _hide(self) -> None:
        """Take retracted events out of everything but `events`."""
        if self._retracts:
            self._retract_anew()
        run, which = self._connection.execute, "hidden = 0 AND id IN (SELECT id FROM retracted)"
        for event in map(event_of, run(f"SELECT * FROM events WHERE {which}").fetchall()):
            self._touch(event)
        run(f"UPDATE events SET hidden = 1 WHERE {which}")
        for name in tables.TYPED:
            run(f"DELETE FROM {name} WHERE id IN (SELECT id FROM retracted)")

    def _retract_anew(self) -> None:
        """What is hidden, from all retractions; an event whose retraction was taken back is put back."""
        run = self._connection.execute
        retractions = map(event_of, run("SELECT * FROM events WHERE kind = 'retraction'").fetchall())
        run("DELETE FROM retracted")
        self._connection.executemany("INSERT INTO retracted VALUES (?)", [(each,) for each in hidden_by(retractions)])
        which = "hidden = 1 AND id NOT IN (SELECT id FROM retracted)"
        for event in map(event_of, run(f"SELECT * FROM events WHERE {which}").fetchall()):
            self._touch(event)
            found = tables.row(event)
            if found:
                run(tables.INSERTS[found[0]], found[1])
        run(f"UPDATE events SET hidden = 0 WHERE {which}")

    def _schedule(self) -> None:
        """The state of every card whose reviews changed, and what was recalled of it, from all its reviews."""
        query = "SELECT card, rating, time, day FROM reviews"  # _marks reads them by place
        if self._is_empty:
            rows = self._connection.execute(f"{query} ORDER BY card, time, id")
            recalls: list[Recalled] = []
            states = [astuple(replay(card, _marks(each), recalls=recalls)) for card, each in groupby(rows, _first)]
            self._connection.executemany(KEEP_CARD, states)
            self._connection.executemany(KEEP_RECALL, recalls)
            return
        for card in self._cards:
            rows = self._connection.execute(f"{query} WHERE card = ? ORDER BY time, id", [card]).fetchall()
            self._connection.execute("DELETE FROM cards WHERE card = ?", [card])
            self._connection.execute("DELETE FROM recalls WHERE card = ?", [card])
            if rows:
                recalls = []
                self._connection.execute(KEEP_CARD, astuple(replay(card, _marks(rows), recalls=recalls)))
                self._connection.executemany(KEEP_RECALL, recalls)

    def _infer(self) -> None:
        """The minutes of every day on which something changed, from what happened on it."""
        sessions: dict[str, list[tuple[str, str]]] = {}
        for row in self._connection.execute("SELECT since, time, since_day, day FROM minutes WHERE since != ''"):
            for day in {row["since_day"], row["day"]}:
                sessions.setdefault(day, []).append((row["since"], row["time"]))
        query = "SELECT day, time, kind, subject FROM events WHERE hidden = 0"
        if self._is_empty:
            every = self._connection.execute(f"{query} ORDER BY day, time, id")
            for day, rows in groupby(every, _first):
                self._keep_minutes(day, rows, sessions)
            return
        for day in self._days:
            self._connection.execute("DELETE FROM inferred WHERE day = ?", [day])
            rows = self._connection.execute(f"{query} AND day = ? ORDER BY time, id", [day])
            self._keep_minutes(day, rows, sessions)

    def _keep_minutes(
        self, day: str, rows: Iterable[sqlite3.Row], sessions: Mapping[str, list[tuple[str, str]]]
    ) -> None:
        found = infer([(row["time"], row["kind"], row["subject"]) for row in rows], sessions.get(day, []))
        self._connection.executemany(
            "INSERT INTO inferred VALUES (?,?,?,?)", [(day, *about, minutes) for about, minutes in found.items()]
        )


def event_of(row: sqlite3.Row) -> Event:
    """The event a row of `events` holds."""
    return Event(row["id"], row["time"], row["day"], row["kind"], json.loads(row["body"]), row["schema"])


def digest(data: bytes) -> bytes:
    """What tells whether the beginning of a log is what was taken in before."""
    return blake2b(data, digest_size=16).digest()


def _event_row(event: Event) -> tables.Row:
    return (event.id, event.time, event.day, event.kind, event.subject, event.schema, event.body)


def _aside_row(each: SetAside) -> tables.Row:
    return (each.path, each.line, each.why, each.text)


def _marks(reviews: Iterable[sqlite3.Row]) -> Iterable[Mark]:
    return ((row[1], row[2], row[3]) for row in reviews)


def _first(row: sqlite3.Row) -> str:
    return row[0]
