"""Every card there is for one learner: the rooms', their own, those in their notes; their wording over the shipped one.

    cards = Collection.of(folder, catalogue)
    cards.every["bandits/regret-definition"]     # as it is asked
    cards.shipped["bandits/regret-definition"]   # as it came, when it was overridden
    cards.problems                               # what is wrong in a file, with its line

Files are read again only when they changed: what was read is kept in
`.palaestra/cards.json`, which is derived and may be deleted.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from palaestra.kit.catalogue import Card, Catalogue, Room
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.durable import replace_file
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.memory.noted import Noted, Wording, kept_ids, read_note
from palaestra.practice.memory.own import OVERRIDES, Found, Problem, read_own

VERSION = 2
"""Of how a file of cards is read: what another version kept is read again."""
PRIVATE_WORDINGS = "private/.cards.json"
"""How cards of private notes read when last reviewed: beside the notes, since the log is pushed and private/ is not."""


@dataclass(frozen=True)
class Collection:
    """Cards by id, in the order: rooms, own files, notes."""

    every: Mapping[str, Card]
    shipped: Mapping[str, Card] = field(default_factory=dict[str, Card])
    """Overridden cards as they came."""
    own: Mapping[str, Found] = field(default_factory=dict[str, Found])
    """The learner's cards with the file and line they stand in."""
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, folder: PracticeFolder, catalogue: Catalogue) -> "Collection":
        """Every card, as the files stand now."""
        parsed = _Parsed(folder.root)
        rooms = {card.id: card for room in catalogue.rooms for card in _of_room(parsed, room)}
        own, problems = _own(folder, parsed)
        shipped: dict[str, Card] = {}
        for found in _read(parsed, folder.root / "cards" / OVERRIDES, folder.root, "")[0]:
            card = rooms.get(found.card.id)
            if card is None:
                what = f"there is no shipped card {found.card.id!r}."
                problems.append(Problem(found.path, found.line, what, "Mend its id, or delete the card."))
                continue
            shipped[card.id] = card
            rooms[card.id] = replace(card, question=found.card.question, answer=found.card.answer)
        problems += _read(parsed, folder.root / "cards" / OVERRIDES, folder.root, "")[1]
        parsed.keep()
        return cls({**rooms, **{id_: each.card for id_, each in own.items()}}, shipped, own, tuple(problems))

    def card(self, card_id: str) -> Card:
        """The card of that id, or of that former id."""
        found = self.every.get(card_id)
        if found is None:
            found = next((card for card in self.every.values() if card_id in card.aliases), None)
        if found is None:
            raise unknown("card", card_id, self.every, "palaestra card list")
        return found

    def of_room(self, room: str) -> tuple[Card, ...]:
        """The cards of a room, of a file of one's own (`own/<file>`), or of all notes (`notes`)."""
        return tuple(card for card in self.every.values() if card.id.startswith(f"{room}/"))

    def room_named(self, name: str) -> str:
        """That name, where cards stand under it. Raises Refusal with the nearest."""
        rooms = {id_[:end] for id_ in self.every for end, sign in enumerate(id_) if sign == "/"}
        if name not in rooms:
            raise unknown("room", name, rooms, "palaestra card list")
        return name


def remember(folder: PracticeFolder, card: Card) -> None:
    """Keep how a card in a note reads now, so that it keeps its reviews when the note is edited later."""
    wording = Wording(card.question, card.source)
    if card.id.startswith("notes/") and _wordings(folder.index()).get(card.id) != wording:
        folder.log.append("card", card=card.id, does="write", question=wording.question, path=wording.path)
    private = _private_wordings(folder.root) if card.id.startswith("private/") else {}
    if card.id.startswith("private/") and private.get(card.id) != wording:
        changed = {**private, card.id: wording}
        words = {id_: [each.question, each.path] for id_, each in changed.items()}
        replace_file(folder.root / PRIVATE_WORDINGS, json.dumps(words, ensure_ascii=False, indent=1) + "\n")


def _own(folder: PracticeFolder, parsed: "_Parsed") -> tuple[dict[str, Found], list[Problem]]:
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for path in sorted((folder.root / "cards").glob("*.toml")):
        if path.name == OVERRIDES:
            continue
        cards, wrong = _read(parsed, path, folder.root, f"own/{path.stem}")
        found |= {each.card.id: each for each in cards}
        problems += wrong
    for room, known in (
        ("notes", _wordings(folder.index())),
        ("private", _private_wordings(folder.root)),
    ):
        noted: list[Noted] = []
        for path in sorted((folder.root / room).rglob("*.md")):
            if "kept" in path.relative_to(folder.root).parts:
                continue
            cards, wrong = _read_note(parsed, path, folder.root)
            noted += cards
            problems += wrong
        for id_, each in kept_ids(noted, known) if noted else ():
            found[id_] = Found(Card(id_, each.question, each.answer, source=each.path), each.path, each.line)
    return found, problems


def _of_room(parsed: "_Parsed", room: Room) -> Iterable[Card]:
    rows = parsed.read(room.folder / "cards.toml", lambda _: [[_row(each, "", 0) for each in room.cards], []])
    return (_found(row).card for row in rows[0])


def _read(parsed: "_Parsed", path: Path, root: Path, deck: str) -> tuple[list[Found], list[Problem]]:
    name = path.relative_to(root).as_posix()

    def read(text: str) -> list[Any]:
        cards, problems = read_own(text, name, deck)
        return [[_row(each.card, each.path, each.line) for each in cards], _problem_rows(problems)]

    cards, problems = parsed.read(path, read)
    return [_found(row) for row in cards], [Problem(*row) for row in problems]


def _read_note(parsed: "_Parsed", path: Path, root: Path) -> tuple[list[Noted], list[Problem]]:
    name = path.relative_to(root).as_posix()

    def read(text: str) -> list[Any]:
        cards, problems = read_note(text, name)
        return [[[each.question, each.answer, each.path, each.line] for each in cards], _problem_rows(problems)]

    cards, problems = parsed.read(path, read)
    return [Noted(*row) for row in cards], [Problem(*row) for row in problems]


def _row(card: Card, path: str, line: int) -> list[Any]:
    return [card.id, card.question, card.answer, card.core, card.source, list(card.aliases), path, line]


def _found(row: list[Any]) -> Found:
    id_, question, answer, core, source, aliases, path, line = row
    return Found(Card(id_, question, answer, core, source, tuple(aliases)), path, line)


def _problem_rows(problems: Iterable[Problem]) -> list[Any]:
    return [[each.path, each.line, each.what, each.mend] for each in problems]


def _wordings(index: Index) -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    for event in index.events("card"):
        question, path = event.facts.get("question"), event.facts.get("path")
        if event.subject.startswith("notes/") and isinstance(question, str) and isinstance(path, str):
            found.setdefault(event.subject, Wording(question, path))
    return found


def _private_wordings(root: Path) -> dict[str, Wording]:
    try:
        words = json.loads((root / PRIVATE_WORDINGS).read_bytes())
        return {str(id_): Wording(str(each[0]), str(each[1])) for id_, each in words.items()}
    except (OSError, ValueError, AttributeError, LookupError, TypeError):
        return {}


class _Parsed:
    """What files of cards held when they were last read, by path and stamp."""

    def __init__(self, root: Path) -> None:
        self._path = root / ".palaestra" / "cards.json"
        self._before = self._kept()
        self._now: dict[str, list[Any]] = {}

    def read(self, path: Path, parse: Callable[[str], list[Any]]) -> Any:
        """`[cards, problems]` of a file as JSON values; empty where there is none."""
        try:
            stat = path.stat()
        except OSError:
            return [[], []]
        name, stamp = str(path), [stat.st_mtime_ns, stat.st_size, stat.st_ino]
        held = self._now.get(name) or self._before.get(name)
        if held is None or held[0] != stamp:
            held = [stamp, parse(_text_of(path))]
        self._now[name] = held
        return held[1]

    def keep(self) -> None:
        """Write what was read, if anything is new; a disk that takes it not costs time only."""
        if self._now != self._before:
            with suppress(OSError, Refusal):
                words = json.dumps({"version": VERSION, "files": self._now}, ensure_ascii=False)
                self._path.parent.mkdir(exist_ok=True)
                beside = self._path.with_name(f"cards.{os.getpid()}.json")
                beside.write_text(words, encoding="utf-8", errors="replace")
                beside.replace(self._path)

    def _kept(self) -> dict[str, list[Any]]:
        try:
            words = json.loads(self._path.read_bytes())
            return words["files"] if words["version"] == VERSION else {}
        except (OSError, ValueError, LookupError, TypeError):
            return {}


def _text_of(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")
