"""Search over everything one learner can read: their notes, cards, artefacts and weeks, and the library.

    Search(folder, catalogue).find("importance weights")    # Hit(kind, id, title, says), best first

SQLite's FTS5 in `.palaestra/search.sqlite`, derived like the index: delete it any time.
What changed since the last search (by stamp) is read again, the rest stays.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from palaestra.kit.catalogue import Catalogue, Room
from palaestra.kit.curriculum import SHIPPED, curricula
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.collection import Collection
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.notebook import Notebook
from palaestra.practice.writing.papers import id_of

VERSION = 3
KINDS = {
    "note": "your notes",
    "artefact": "what you made",
    "week": "your weekly log",
    "entry": "what you logged",
    "module": "modules of the paths",
    "resource": "boxes of the paths",
    "lesson": "lessons",
    "card": "cards",
    "exercise": "exercises",
    "experiment": "experiments",
    "paper": "papers behind the rooms",
}
"""What can be found, in the order in which equals are listed."""
OPENED, CLOSED = "\x02", "\x03"
"""Stand around a found word in `Hit.says`; a screen turns them into its own marks."""
TITLE_WEIGHT = 6.0
OWN = ("note", "artefact", "week", "entry")
OWN_WEIGHT = 2.0
"""What the learner wrote stands before what the library says as well."""

SCHEMA = """
CREATE TABLE parts(name TEXT PRIMARY KEY, stamp TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE docs USING fts5(part UNINDEXED, kind UNINDEXED, id UNINDEXED, title, text,
    tokenize = "porter unicode61 remove_diacritics 2");
"""

Doc = tuple[str, str, str, str]
"""Kind, id, title, text."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `says` is the place in its text, with the words between OPENED and CLOSED."""

    kind: str
    id: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is searched: read again when its stamp is another one."""

    name: str
    stamp: str
    read: Callable[[], Iterable[Doc]]


class Search:
    """The search of one practice folder over one catalogue."""

    def __init__(self, folder: PracticeFolder, catalogue: Catalogue) -> None:
        self._folder = folder
        self._catalogue = catalogue
        self._path = folder.log.derived / "search.sqlite"

    def find(self, query: str, kinds: Iterable[str] = (), limit: int = 30) -> list[Hit]:
        """The best hits, of some kinds only where any are named. Raises Refusal for a query without a word.

        All words are asked for, the last as a beginning; `"in quotes"` as they stand. Where nothing has them
        all, any of them will do.
        """
        words = _words(query)
        if not words:
            raise Refusal("There is no word to look for.", "For example: palaestra search importance weights.")
        with closing(self._refreshed()) as connection:
            return _asked(connection, words, " AND ", kinds, limit) or _asked(connection, words, " OR ", kinds, limit)

    def _refreshed(self) -> sqlite3.Connection:
        """The search index with everything new in it; one that is broken or cannot be kept is made in memory."""
        with suppress(sqlite3.Error, OSError):
            return self._taken_in(_opened(self._path))
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        with suppress(sqlite3.Error, OSError):
            return self._taken_in(_opened(self._path))
        return self._taken_in(_prepared(sqlite3.connect(":memory:")))

    def _taken_in(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        held = dict(connection.execute("SELECT name, stamp FROM parts").fetchall())
        parts = {part.name: part for part in self._parts()}
        with connection:
            for name in [name for name in held if name not in parts]:
                _drop(connection, name)
            for part in parts.values():
                if held.get(part.name) != part.stamp:
                    _drop(connection, part.name)
                    rows = ((part.name, *doc) for doc in part.read())
                    connection.executemany("INSERT INTO docs VALUES (?,?,?,?,?)", rows)
                    connection.execute("INSERT INTO parts VALUES (?,?)", [part.name, part.stamp])
        return connection

    def _parts(self) -> Iterator[Part]:
        notes = self._folder.root
        yield Part("notes", _stamp([notes / "notes", notes / "private"], ".md"), self._notes)
        yield Part("cards", _stamp([notes / "cards"], ".toml") + _stamp([notes / "notes"], ".md"), self._cards)
        yield Part("events", self._events_stamp(), self._events)
        own = self._folder.root / "curricula"
        yield Part("paths", _stamp([SHIPPED, own], ".toml"), lambda: _paths(own))
        for room in self._catalogue.rooms:
            yield Part(f"room {room.name}", _stamp([room.folder], ".toml", ".md"), lambda room=room: _room(room))

    def _notes(self) -> Iterator[Doc]:
        for note in Notebook(self._folder).notes:
            yield "note", note.path, note.title, f"{note.text.body}\n{' '.join(note.tags)}"

    def _cards(self) -> Iterator[Doc]:
        for found in Collection.of(self._folder, self._catalogue).own.values():
            yield "card", found.card.id, found.card.question, found.card.answer

    def _events_stamp(self) -> str:
        kinds = "('week', 'minutes', 'session', 'artefact', 'feedback', 'decision')"
        query = f"SELECT count(*), max(time), sum(hidden) FROM events WHERE kind IN {kinds}"
        return repr(tuple(self._folder.index().rows(query)[0]))

    def _events(self) -> Iterator[Doc]:
        index = self._folder.index()
        weeks = {event.subject: event.text("text") for event in reversed(index.events("week"))}
        yield from (("week", week, week, text) for week, text in weeks.items() if text)
        for kind, names in (("minutes", ("text",)), ("session", ("aim", "reflection"))):
            for event in index.events(kind):
                said = ". ".join(str(event.facts[name]) for name in names if event.facts.get(name))
                if said and event.facts.get("does") != "start":
                    yield "entry", event.id, event.day, said
        yield from self._artefacts()

    def _artefacts(self) -> Iterator[Doc]:
        for each in Artefacts(self._folder).all():
            said = [each.for_, each.outcome, each.link, *each.fields.values(), *(line.text for line in each.feedback)]
            yield "artefact", each.id, each.title, " · ".join(line for line in said if line)


def _room(room: Room) -> Iterator[Doc]:
    for lesson in room.lessons:
        yield "lesson", lesson.id, lesson.title, lesson.path.read_text(encoding="utf-8")
    for card in room.cards:
        yield "card", card.id, card.question, card.answer
    for exercise in room.exercises:
        yield "exercise", exercise.id, exercise.title, exercise.prompt
    for experiment in room.experiments:
        said = "\n".join((experiment.asks, *(claim.says for claim in experiment.claims)))
        yield "experiment", experiment.id, experiment.title, said
    for paper in room.papers:
        yield "paper", id_of(room, paper), paper.title, f"{paper.authors} {paper.year} {paper.here}"


def _paths(own: Path) -> Iterator[Doc]:
    for path in curricula(own):
        for module in path.modules:
            yield "module", module.id, module.title, f"{module.why}\n{path.title}"
        for _, module, box in path.every_resource():
            options = " · ".join(f"{option.title} {option.authors}" for option in box.options)
            said = f"{box.authors} {options} {' · '.join(box.parts)} {box.note}"
            yield "resource", f"{module.id}#{box.id}", box.title, said


def _asked(
    connection: sqlite3.Connection, words: list[str], joined: str, kinds: Iterable[str], limit: int
) -> list[Hit]:
    wanted = list(kinds)
    only = f"AND kind IN ({','.join('?' * len(wanted))})" if wanted else ""
    order = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))
    own = ",".join(f"'{kind}'" for kind in OWN)
    query = f"""
        SELECT kind, id, title, snippet(docs, 4, '{OPENED}', '{CLOSED}', ' … ', 18) FROM docs
        WHERE docs MATCH ? {only}
        ORDER BY round(bm25(docs, 0, 0, 0, {TITLE_WEIGHT}, 1.0) * iif(kind IN ({own}), {OWN_WEIGHT}, 1.0), 1),
            CASE kind {order} ELSE 99 END, id LIMIT ?"""
    rows = connection.execute(query, [joined.join(words), *wanted, limit]).fetchall()
    return [Hit(kind, name, title, " ".join(says.split())) for kind, name, title, says in rows]


def _words(query: str) -> list[str]:
    """The query in FTS5's language, every word quoted, so that nothing in it is taken for an operator."""
    found: list[str] = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', query):
        text = re.sub(r"[^\w]+", " ", phrase or word).replace("_", " ").strip()
        if text:
            found.append(f'"{text}"')
    if found and not query.rstrip().endswith('"'):
        found[-1] += "*"
    return found


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(exist_ok=True)
    return _prepared(sqlite3.connect(path, timeout=10))


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """An index of this version; an older one is emptied."""
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        connection.executescript(
            f"DROP TABLE IF EXISTS docs; DROP TABLE IF EXISTS parts; {SCHEMA} PRAGMA user_version = {VERSION};"
        )
    return connection


def _drop(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM docs WHERE part = ?", [name])
    connection.execute("DELETE FROM parts WHERE name = ?", [name])


def _stamp(folders: Iterable[Path], *endings: str) -> str:
    """What tells whether a file under these folders was added, changed or removed."""
    found: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in endings and path.is_file():
                there = path.stat()
                found.append(f"{path}|{there.st_mtime_ns}|{there.st_size}")
    return blake2b("\n".join(found).encode(errors="replace"), digest_size=12).hexdigest()
