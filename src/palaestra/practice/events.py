"""Events: facts about the learner, appended and never edited.

One event is one line of JSON:

    {"id": "0193...", "time": "2026-11-20T07:31:04.120000Z", "day": "2026-11-20",
     "kind": "review", "schema": 1, "facts": {"card": "bandits/regret", "rating": 3, "seconds": 6.2}}

`time` is UTC; `day` is the learner's calendar day when it happened, so that what
is shown by day does not depend on where the folder is read. Kinds this version
does not know are kept and passed over.
"""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, cast

from palaestra.kit.refusal import Refusal

SCHEMA = 1
FIRST_YEAR, LAST_YEAR = 1970, 2999

KINDS: dict[str, str] = {
    "review": "card, rating (1 again, 2 hard, 3 good, 4 easy), seconds",
    "attempt": "exercise, mode (build, debug, guard), verdict, rung, rungs, mistake, seconds, help, file, digest, "
    "blank (true: written from a blank stub after it had passed)",
    "start": "exercise (its file was written as a blank stub)",
    "hint": "exercise, number",
    "session": "does (start, stop), aim, module, way; at the stop also start, since, until, minutes, reflection",
    "minutes": "minutes, text, module, way (theory, technique), day, instead (true: in place of what was inferred), "
    "source (the file they were taken in from), replaces (the entry they put right)",
    "week": "week (2026-W47), text, source",
    "note": "path, title, about",
    "explanation": "module, path, scores",
    "tick": "item, ticked",
    "goal": "text, by, before (a goal only practice.toml had); or goal (of a path), evidence",
    "plan": "does, and what it is done to (practice.path.choices lists them)",
    "state": "module, state, placed (true: tested out of)",
    "solution": "exercise",
    "result": "experiment, path, mine, help",
    "prediction": "experiment, says, claims (claim: probability), intervals (claim: low, high, level)",
    "judgement": "of, item, says, seconds, seed, swapped, again, by (who simulated it)",
    "study": "study, does (new, freeze, begin, run), and what of it",
    "artefact": "artefact, does (begin, change, drop, take-up, meeting, advances), kind, title, file, link, state, ...",
    "feedback": "artefact, from, asked or says or changed",
    "person": "person, does (begin, change, ask, said, drop, take-up), name, role, next, asks, says",
    "reading": "reading, does (add, becomes, drop, take-up), title, link, what",
    "paper": "paper (room/name), state (queued, read, noted, reimplemented)",
    "decision": "title, path",
    "dispute": "exercise, why, report (its draft); or withdrawn (true)",
    "card": "card, does (join, rest, write, keep), question, path, lapses",
    "rework": "about (an exercise or a module), does (begin, fail, decline)",
    "away": "first, last, why, replaces",
    "retraction": "event (its id), why, forgotten",
}

# What an event is about: the fact it is looked up by.
SUBJECT: dict[str, str] = {
    "review": "card",
    "card": "card",
    "attempt": "exercise",
    "start": "exercise",
    "rework": "about",
    "hint": "exercise",
    "solution": "exercise",
    "dispute": "exercise",
    "explanation": "module",
    "state": "module",
    "tick": "item",
    "note": "path",
    "week": "week",
    "result": "experiment",
    "prediction": "experiment",
    "judgement": "of",
    "study": "study",
    "artefact": "artefact",
    "feedback": "artefact",
    "person": "person",
    "reading": "reading",
    "paper": "paper",
    "retraction": "event",
}

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,79}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about the learner. Ordered by `(time, id)`."""

    id: str
    time: str
    """UTC, ISO 8601 with microseconds and a Z, so that text order is time order."""
    day: str
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    schema: int = SCHEMA

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.time)

    @property
    def subject(self) -> str:
        return self.text(SUBJECT.get(self.kind, ""))

    def text(self, name: str) -> str:
        """The fact of that name where it is a text, else an empty one: another version may have written it."""
        value = self.facts.get(name)
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of the list of that name; none where it is no list."""
        return tuple(each for each in _items(self.facts.get(name)) if isinstance(each, str))

    def numbers(self, name: str) -> tuple[int, ...]:
        """The whole numbers of the list of that name; none where it is no list."""
        return tuple(each for each in _items(self.facts.get(name)) if isinstance(each, int))

    @property
    def body(self) -> str:
        """The facts as ASCII JSON, the same for equal facts."""
        return _canonical(self.facts)

    @property
    def rank(self) -> tuple[str, str, str, str, int]:
        """Decides between two different events that claim one id: the smaller stays, wherever they were read."""
        return (self.time, self.day, self.kind, self.body, self.schema)

    def line(self) -> bytes:
        """The event as its line in the log, newline included."""
        return f"{json.dumps(self.to_json(), ensure_ascii=False, allow_nan=False, separators=(',', ':'))}\n".encode()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "time": self.time,
            "day": self.day,
            "kind": self.kind,
            "schema": self.schema,
            "facts": dict(self.facts),
        }


def _items(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


class BrokenLine(ValueError):
    """A line of a log that is not an event; says why in a few words."""


def happened(kind: str, facts: Mapping[str, Any], nanoseconds: int | None = None) -> Event:
    """A new event of a known kind, dated now (or at that many nanoseconds since 1970).

    Facts are plain JSON values; a `None` fact is left out. Raises Refusal for an unknown
    kind or a fact that cannot be kept.
    """
    if kind not in KINDS:
        raise Refusal(
            f"There is no kind of event called {kind!r}.", "The kinds are listed in palaestra.practice.events."
        )
    now = time.time_ns() if nanoseconds is None else nanoseconds
    moment = datetime.fromtimestamp(now // 1_000 / 1e6, UTC)
    kept = {name: value for name, value in facts.items() if value is not None}
    event = Event(uuid7(now), stamp(moment), local_day(moment).isoformat(), kind, kept)
    try:
        event.line()
    except (TypeError, ValueError) as error:
        raise Refusal(f"A {kind} event cannot be kept: {error}.", "Facts are plain text, numbers and lists.") from error
    return event


def parse(line: bytes) -> Event:
    """The event of one line of a log (with or without its newline). Raises BrokenLine."""
    if line.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        raise BrokenLine("a mark git leaves in a merge")
    try:
        text = line.decode()
        words = json.loads(text)
        if "\\ud" in text or "\\uD" in text:
            # Half a character (a lone surrogate) can neither be shown nor kept in an index.
            words = json.loads(json.dumps(words, ensure_ascii=False).encode(errors="replace"))
    except UnicodeDecodeError:
        raise BrokenLine("not UTF-8") from None
    except (ValueError, RecursionError):
        raise BrokenLine("not a whole JSON object") from None
    if not isinstance(words, dict):
        raise BrokenLine("not a JSON object")
    return _event(cast(dict[str, Any], words))


def _event(words: dict[str, Any]) -> Event:
    event_id, kind, facts = words.get("id"), words.get("kind"), words.get("facts", {})
    if not isinstance(event_id, str) or not _ID.fullmatch(event_id):
        raise BrokenLine("no id")
    if not isinstance(kind, str) or not kind:
        raise BrokenLine("no kind")
    if not isinstance(facts, dict):
        raise BrokenLine("its facts are not an object")
    schema = words.get("schema", SCHEMA)
    if not isinstance(schema, int) or isinstance(schema, bool) or not 0 <= schema < 1_000_000:
        raise BrokenLine("no schema version")
    moment = _normal_time(words.get("time"))
    day = words.get("day")
    if not isinstance(day, str) or not _is_day_of(moment[:10], day):
        day = moment[:10]
    return Event(event_id, moment, day, kind, cast(dict[str, Any], facts), schema)


def _normal_time(given: object) -> str:
    if not isinstance(given, str):
        raise BrokenLine("no time")
    try:
        moment = datetime.fromisoformat(given)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise BrokenLine(f"its time is not between {FIRST_YEAR} and {LAST_YEAR}")
        if len(given) == 27 and (given[7], given[10], given[19], given[26]) == ("-", "T", ".", "Z"):
            return given
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return stamp(moment)
    except BrokenLine:
        raise
    except (ValueError, OverflowError):
        raise BrokenLine("its time cannot be read") from None


@lru_cache(maxsize=10_000)
def _is_day_of(utc_day: str, text: str) -> bool:
    """Whether somewhere on Earth it was the day `text` while it was `utc_day` in UTC."""
    if not _DAY.fullmatch(text):
        return False
    try:
        return abs((date.fromisoformat(text) - date.fromisoformat(utc_day)).days) <= 1
    except ValueError:
        return False


def stamp(moment: datetime) -> str:
    """An aware moment as UTC text whose order is time order."""
    # strftime does not pad years on every platform; isoformat does.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def local_day(moment: datetime) -> date:
    """The calendar day where the learner is."""
    return moment.astimezone().date()


def uuid7(nanoseconds: int) -> str:
    """A UUID version 7 (RFC 9562, section 5.7): sorts by time, to a quarter of a microsecond, then by chance."""
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | fraction << 64 | 2 << 62 | secrets.randbits(62)
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
