"""The derived index: what the log adds up to, kept in `.palaestra/index.sqlite`.

Plain SQLite (docs/decisions/0004). It remembers how far it has read each log file,
reads only what is new, and can be deleted at any time: a missing, outdated or
broken index, or a log that was rewritten, is rebuilt from the log alone.
"""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal
from palaestra.practice import tables
from palaestra.practice.events import Event
from palaestra.practice.intake import Clash, Intake, digest, event_of
from palaestra.practice.log import Log, SetAside
from palaestra.practice.memory.schedule import CardState

BUSY_SECONDS = 30
LAST_ATTEMPTS = """
    SELECT * FROM attempts AS each WHERE mode = ?1 AND id = (
        SELECT id FROM attempts WHERE exercise = each.exercise AND mode = ?1 ORDER BY time DESC, id DESC LIMIT 1)"""


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to a card."""

    id: str
    card: str
    time: str
    day: str
    rating: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One check of one exercise."""

    id: str
    exercise: str
    time: str
    day: str
    mode: str
    verdict: str
    rung: int
    rungs: int
    mistake: str
    seconds: float | None
    help: str
    blank: bool = False
    """It was written from a blank stub after it had passed before."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the attempts at one exercise in one mode add up to."""

    exercise: str
    mode: str
    attempts: int
    best_rung: int
    rungs: int
    passed_day: str
    """The first day it passed; empty when it has not."""
    last: Attempt


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes of work on one day, by module and way (theory, technique, or empty)."""

    day: str
    module: str
    way: str
    minutes: float
    inferred: bool
    text: str = ""
    id: str = ""
    """The event that says so; empty when inferred."""
    source: str = "inferred"
    """`inferred`, `session`, `logged`, or the file it was taken in from."""


class Index:
    """The index of one practice folder. One object a thread; several processes may share the file."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._path = log.derived / "index.sqlite"
        self._connection = self._open()

    def __del__(self) -> None:
        with suppress(AttributeError, sqlite3.Error):
            self._connection.close()

    def refresh(self) -> "Index":
        """Take in what has been appended since; a broken or outdated index is thrown away and rebuilt.

        Where the disk takes no index (full, read-only), one in memory serves until the process ends.
        """
        try:
            self._take_in()
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                raise Refusal(
                    f"Another palaestra has held {self._path} for {BUSY_SECONDS} seconds.",
                    "Let it finish or end it, then do this again; nothing was lost.",
                ) from error
            try:
                self.throw_away()
                self._take_in()
            except sqlite3.DatabaseError:
                self._connection = _in_memory()
                self._take_in()
        return self

    def rows(self, query: str, given: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """The rows a query finds; an index found broken on the way is rebuilt and asked again."""
        try:
            return self._connection.execute(query, given).fetchall()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.throw_away()
            self._take_in()
            return self._connection.execute(query, given).fetchall()

    def events(self, kind: str, subject: str | None = None, first_day: str = "", limit: int = -1) -> list[Event]:
        """The events of a kind, newest first; about one subject, or since a day, or only the last few."""
        about = "AND subject = ?" if subject is not None else ""
        given = [kind, *([subject] if subject is not None else []), first_day, limit]
        found = self.rows(
            f"SELECT * FROM events WHERE kind = ? {about} AND day >= ? AND hidden = 0"
            " ORDER BY time DESC, id DESC LIMIT ?",
            given,
        )
        return [event_of(row) for row in found]

    def event(self, event_id: str) -> Event | None:
        """The event of that id, unless it is hidden."""
        found = self.rows("SELECT * FROM events WHERE id = ? AND hidden = 0", [event_id])
        return event_of(found[0]) if found else None

    def day(self, day: str) -> list[Event]:
        """Everything that happened on a day, in order."""
        found = self.rows("SELECT * FROM events WHERE day = ? AND hidden = 0 ORDER BY time, id", [day])
        return [event_of(row) for row in found]

    def cards(self) -> dict[str, CardState]:
        """Every card that was ever reviewed, by id."""
        return {row["card"]: CardState(*row) for row in self.rows("SELECT * FROM cards")}

    def card(self, card_id: str) -> CardState | None:
        found = self.rows("SELECT * FROM cards WHERE card = ?", [card_id])
        return CardState(*found[0]) if found else None

    def reviews(self, *card_ids: str) -> list[Review]:
        """The reviews of these cards together, in order."""
        marks = ",".join("?" * len(card_ids))
        query = f"SELECT id, card, time, day, rating, seconds FROM reviews WHERE card IN ({marks}) ORDER BY time, id"
        return [Review(*row) for row in self.rows(query, card_ids)]

    def review_days(self, limit: int, until: str) -> list[str]:
        """The last days on which cards were reviewed, newest first."""
        query = "SELECT DISTINCT day FROM reviews WHERE day <= ? ORDER BY day DESC LIMIT ?"
        return [row[0] for row in self.rows(query, [until, limit])]

    def attempts(self, exercise: str, limit: int = -1) -> list[Attempt]:
        """The attempts at an exercise, newest first."""
        query = "SELECT * FROM attempts WHERE exercise = ? ORDER BY time DESC, id DESC LIMIT ?"
        return [Attempt(*row) for row in self.rows(query, [exercise, limit])]

    def exercises(self, mode: str = "build") -> dict[str, Record]:
        """What has been tried in a mode, by exercise."""
        query = """
            SELECT exercise, COUNT(*), MAX(rung), MAX(rungs),
                   COALESCE(MIN(CASE WHEN verdict = 'passed' THEN day END), '')
            FROM attempts WHERE mode = ? GROUP BY exercise"""
        last = {row["exercise"]: Attempt(*row) for row in self.rows(LAST_ATTEMPTS, [mode])}
        return {
            row[0]: Record(row[0], mode, row[1], row[2], row[3], row[4], last[row[0]])
            for row in self.rows(query, [mode])
        }

    def ticks(self) -> dict[str, bool]:
        """Every box that was ever ticked or cleared, and whether it is ticked now."""
        query = "SELECT item, ticked, MAX(time || id) FROM ticks GROUP BY item"
        return {row["item"]: bool(row["ticked"]) for row in self.rows(query)}

    def minutes(self, first_day: str, last_day: str) -> list[Worked]:
        """The minutes of some days: those said or timed, and those inferred where nothing replaces them."""
        span = [first_day, last_day]
        source = "CASE WHEN since != '' THEN 'session' ELSE COALESCE(json_extract(body, '$.source'), 'logged') END"
        said = self.rows(
            f"SELECT minutes.*, {source} AS source FROM minutes JOIN events USING (id)"
            " WHERE minutes.day BETWEEN ? AND ? ORDER BY minutes.day, minutes.time, id",
            span,
        )
        replaced = {row["day"] for row in said if row["instead"]}
        found = [
            Worked(each[1], each[4], each[5], each[3], False, each[6], each[0], str(each["source"])) for each in said
        ]
        inferred = self.rows("SELECT * FROM inferred WHERE day BETWEEN ? AND ? ORDER BY day, module, way", span)
        return found + [
            Worked(row["day"], row["module"], row["way"], row["minutes"], True)
            for row in inferred
            if row["day"] not in replaced
        ]

    def set_aside(self) -> list[SetAside]:
        """The lines of the log that could not be read."""
        return [SetAside(*row) for row in self.rows("SELECT path, line, why, text FROM set_aside ORDER BY path, line")]

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every derived table's rows in order; equal for equal logs, however the index came about."""
        names = ("events", "retracted", *tables.TYPED, *tables.DERIVED, "set_aside")
        return {name: sorted((tuple(row) for row in self.rows(f"SELECT * FROM {name}")), key=repr) for name in names}

    def throw_away(self) -> None:
        """Delete the index and start an empty one."""
        self._connection.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _on_disk(self._path)
        except (OSError, sqlite3.OperationalError):
            return _in_memory()
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            return _on_disk(self._path)

    def _take_in(self) -> None:
        if self._changed() == []:
            return
        with self._transaction():
            changed = self._changed()
            is_new = self._connection.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None
            if is_new or changed is None or not all(self._is_longer(path) for path, _ in changed):
                return self._rebuild()
            try:
                Intake(self._connection, self._log).take(changed)
            except Clash:
                self._rebuild()

    def _rebuild(self) -> None:
        """Everything anew. Two events that claim one id are settled in a second pass."""
        winners: dict[str, Event] = {}
        while True:
            for name in ("files", "retracted", "set_aside", "events", *tables.TYPED, *tables.DERIVED):
                self._connection.execute(f"DELETE FROM {name}")
            try:
                files = [(self._log.root / name, stamp) for name, stamp in self._log.stamps().items()]
                return Intake(self._connection, self._log, winners, is_empty=True).take(files)
            except Clash as clash:
                winners |= clash.winners

    def _changed(self) -> list[tuple[Path, str]] | None:
        """The files that are not as they were read, with their present stamps; None when one is gone."""
        known = dict(self._connection.execute("SELECT path, stamp FROM files").fetchall())
        there = self._log.stamps()
        if known.keys() - there.keys():
            return None
        return [(self._log.root / name, stamp) for name, stamp in there.items() if known.get(name) != stamp]

    def _is_longer(self, path: Path) -> bool:
        """Whether a file still begins with what was read of it, and its last line read was not written on."""
        query = "SELECT taken, digest FROM files WHERE path = ?"
        known = self._connection.execute(query, [self._log.name_of(path)]).fetchone()
        if known is None:
            return True
        data = path.read_bytes()
        start, following = data[: known["taken"]], data[known["taken"] : known["taken"] + 1]
        is_whole = start[-1:] in (b"", b"\n") or following in (b"", b"\n")
        return is_whole and len(start) == known["taken"] and digest(start) == known["digest"]

    @contextmanager
    def _transaction(self) -> Generator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _on_disk(path: Path) -> sqlite3.Connection:
    return _prepared(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False))


def _in_memory() -> sqlite3.Connection:
    return _prepared(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] != tables.VERSION:
        _make_tables(connection)
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    """Empty tables of this version, whatever was there; another process may be doing the same."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != tables.VERSION:
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f'DROP TABLE "{row[0]}"')
        for statement in filter(str.strip, tables.SCHEMA.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {tables.VERSION}")
    connection.execute("COMMIT")


def _is_busy(error: sqlite3.DatabaseError) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)
