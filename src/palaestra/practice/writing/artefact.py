"""An artefact: what the learner made or did, read from its events.

The events of one artefact name it by a short id and, because two machines may
choose the same id before they meet, by the event it began with.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from palaestra.practice.events import Event
from palaestra.practice.index import Index
from palaestra.practice.naming import short_id
from palaestra.practice.writing.drafts import written
from palaestra.practice.writing.kinds import Kind, kind_or_own

COMMON = ("title", "kind", "file", "link", "state", "deadline", "module", "for", "outcome")
"""The facts every artefact may have; an empty text takes one back."""
TEXT_SUFFIXES = {".md", ".markdown", ".txt"}
LONGEST_TEXT = 1_000_000
"""Bytes of a file that are read as text; the rest stays in the file."""
CUT = "\n\n*The rest is in the file.*\n"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One line of the exchange about an artefact: `asked` of someone, `said` by them, or `changed` after it."""

    id: str
    day: str
    does: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Advances:
    """Whether it could advance capabilities, as answered before it was put before others, and who was asked."""

    day: str
    answer: str
    asked: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a reading group, with its note."""

    day: str
    says: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an artefact's history."""

    day: str
    says: str


@dataclass(frozen=True)
class Artefact:
    """What the learner made or did. Days are ISO dates; an empty text means: not said."""

    id: str
    kind: str
    title: str
    state: str
    began: str
    changed: str
    root: Path = field(repr=False)
    """The practice folder."""
    begun: str = ""
    """The id of the event it began with."""
    file: str = ""
    """Inside the practice folder, or absolute where it lies outside."""
    link: str = ""
    deadline: str = ""
    module: str = ""
    """The module it belongs to, `path/module`."""
    for_: str = ""
    """For whom or where: a lab, a forum, a conference."""
    outcome: str = ""
    dropped: bool = False
    origin: str = ""
    """The event of the log it was made from, if any."""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """What else its kind keeps, such as a score."""
    reached: Mapping[str, str] = field(default_factory=dict[str, str])
    """By state, the day it was first reached."""
    feedback: tuple[Feedback, ...] = ()
    advances: Advances | None = None
    meetings: tuple[Meeting, ...] = ()
    history: tuple[Change, ...] = ()

    @property
    def of_kind(self) -> Kind:
        return kind_or_own(self.kind)

    @property
    def done(self) -> bool:
        """It counts as made."""
        return not self.dropped and self.state in self.of_kind.done

    @property
    def is_open(self) -> bool:
        """Something is still to be done about it."""
        return not self.dropped and self.state not in self.of_kind.ends

    @property
    def done_day(self) -> str:
        """The first day it counted as made; empty when it does not now."""
        days = [day for state, day in self.reached.items() if state in self.of_kind.done]
        return min(days, default=self.began) if self.done else ""

    @property
    def asks_advances(self) -> bool:
        """It stands before others, and nobody has said whether it could advance capabilities."""
        return self.advances is None and self.state in self.of_kind.public

    @property
    def path(self) -> Path | None:
        """Where its file is."""
        return self.root / self.file if self.file else None

    @property
    def is_private(self) -> bool:
        """Its file may never be published: it lies in private/ or outside the folder."""
        if self.path is None:
            return False
        root, place = self.root.resolve(), self.path.resolve()
        return not place.is_relative_to(root) or place.is_relative_to(root / "private")

    def body(self, longest: int = LONGEST_TEXT) -> str:
        """What its file says, without title, front matter, asks left as they were and headings nobody wrote under.

        Empty when nothing is written, or the file is no text.
        """
        asked = {f"*{ask}*" for _, ask in self.of_kind.asks}
        return written(self._text(longest), asked)

    def left(self) -> tuple[str, ...]:
        """The headings of its file whose question stands there as it was."""
        lines = {line.strip() for line in self._text(LONGEST_TEXT).split("\n")}
        return tuple(heading for heading, ask in self.of_kind.asks if f"*{ask}*" in lines)

    def _text(self, longest: int) -> str:
        path = self.path
        if path is None or path.suffix.lower() not in TEXT_SUFFIXES or not path.is_file():
            return ""
        try:
            with path.open("rb") as opened:
                data = opened.read(longest + 1)
        except OSError:  # it may not be read, or is gone since
            return ""
        if b"\0" in data:
            return ""
        text = data[:longest].decode("utf-8", errors="replace").replace("\r\n", "\n").removeprefix("\ufeff")
        return text.rpartition("\n")[0] + CUT if len(data) > longest else text


def clean(said: str) -> str:
    """Words on one line, without characters that would turn or break the line they stand in."""
    kept = (" " if unicodedata.category(each) == "Cc" else each for each in said if not _turns(each))
    return " ".join("".join(kept).split())


def _turns(letter: str) -> bool:
    """Half a character, or one of the marks that reverse what stands after them."""
    return letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" or "\ud800" <= letter <= "\udfff"


def read(index: Index, root: Path) -> tuple[Artefact, ...]:
    """Every artefact that ever began, dropped ones too, in the order they began."""
    found = _Reading(root)
    events = [*index.events("artefact"), *index.events("feedback")]
    for event in sorted(events, key=lambda each: (each.time, each.id)):
        found.take(event)
    return tuple(found.artefact(each) for each in found.by_beginning.values())


@dataclass
class _Kept:
    """One artefact while its events are read."""

    id: str
    event: Event
    changed: str
    facts: dict[str, str] = field(default_factory=dict[str, str])
    fields: dict[str, str] = field(default_factory=dict[str, str])
    reached: dict[str, str] = field(default_factory=dict[str, str])
    feedback: list[Feedback] = field(default_factory=list[Feedback])
    meetings: list[Meeting] = field(default_factory=list[Meeting])
    history: list[Change] = field(default_factory=list[Change])
    advances: Advances | None = None
    dropped: bool = False


class _Reading:
    """Takes the events in order and keeps what each artefact has come to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.by_beginning: dict[str, _Kept] = {}
        self.by_id: dict[str, _Kept] = {}

    def take(self, event: Event) -> None:
        if event.kind == "artefact" and event.text("does") in ("begin", ""):
            self._begin(event)
            return
        kept = self.by_beginning.get(event.text("begun")) or self.by_id.get(event.text("artefact"))
        if kept is None:
            return
        kept.changed = max(kept.changed, event.day)
        if event.kind == "feedback":
            _hear(kept, event)
        else:
            _go_on(kept, event)

    def _begin(self, event: Event) -> None:
        wanted = event.text("artefact") or short_id(event.text("title"), event.text("kind"))
        # Two machines may have begun two artefacts under one id: the later one is told apart by its event.
        name = wanted if wanted not in self.by_id else f"{wanted}-{event.id[-4:]}"
        kept = _Kept(name, event, event.day)
        self.by_beginning[event.id] = kept
        self.by_id.setdefault(name, kept)
        _set(kept, event)
        kept.history.append(Change(event.day, "begun"))

    def artefact(self, kept: _Kept) -> Artefact:
        facts = kept.facts
        kind = kind_or_own(facts.get("kind", ""))
        common = {name: facts.get(name, "") for name in ("file", "link", "deadline", "module", "outcome")}
        return Artefact(
            id=kept.id,
            kind=kind.id,
            title=facts.get("title", "") or kept.id,
            state=facts.get("state", "") or kind.states[0],
            began=kept.event.day,
            changed=kept.changed,
            root=self.root,
            begun=kept.event.id,
            for_=facts.get("for", ""),
            dropped=kept.dropped,
            origin=kept.event.text("from"),
            fields=kept.fields,
            reached=kept.reached,
            feedback=tuple(kept.feedback),
            advances=kept.advances,
            meetings=tuple(kept.meetings),
            history=tuple(kept.history),
            **common,
        )


def _go_on(kept: _Kept, event: Event) -> None:
    does = event.text("does")
    if does == "change":
        changes = _set(kept, event)
        if changes:
            kept.history.append(Change(event.day, ", ".join(changes)))
    elif does in ("drop", "take-up"):
        kept.dropped = does == "drop"
        why = event.text("why")
        said = ("dropped" if kept.dropped else "taken up again") + (f": {why}" if why else "")
        kept.history.append(Change(event.day, said))
    elif does == "meeting":
        kept.meetings.append(Meeting(a_day(event.text("day")) or event.day, event.text("says")))
    elif does == "advances":
        kept.advances = Advances(event.day, event.text("answer"), event.text("asked"))


def _set(kept: _Kept, event: Event) -> list[str]:
    """Take the facts an event sets; returns them in words."""
    said: list[str] = []
    for name in COMMON:
        value = event.facts.get(name)
        if not isinstance(value, str) or value == kept.facts.get(name, ""):
            continue
        kept.facts[name] = value
        said.append(value if name == "state" else f"{name}: {value or 'none'}")
        if name == "state":
            kept.reached.setdefault(value, event.day)
    more = event.facts.get("fields")
    for name, value in _texts(more).items():
        kept.fields[name] = value
        said.append(f"{name}: {value or 'none'}")
    kept.fields = {name: value for name, value in kept.fields.items() if value}
    return said


def _hear(kept: _Kept, event: Event) -> None:
    for does, name in (("asked", "asked"), ("said", "says"), ("changed", "changed")):
        text = event.text(name)
        if text:
            kept.feedback.append(Feedback(event.id, event.day, does, event.text("from"), text))


def _texts(value: Any) -> dict[str, str]:
    """The texts of a JSON object by name; empty when it is none."""
    if not isinstance(value, dict):
        return {}
    words = cast(dict[str, Any], value)
    return {name: text for name, text in words.items() if isinstance(text, str)}


def a_day(text: str) -> str:
    """An ISO day, or nothing where the text is none."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
