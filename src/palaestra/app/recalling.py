"""Cards as lists and pages show them, and in and out of Anki: the join of catalogue and recall."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palaestra.kit.catalogue import Card, Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.journal import RUBRIC
from palaestra.practice.durable import refusing
from palaestra.practice.events import stamp
from palaestra.practice.exchange.anki import read_anki, write_anki
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.deck import rested
from palaestra.practice.memory.keeping import add_all, taken_names
from palaestra.practice.memory.leeches import decided, leeches
from palaestra.practice.memory.recall import Recall
from palaestra.practice.memory.schedule import CardState, interval_text

PACKAGES = (".apkg", ".colpkg")
MOST = 2
"""The score of a line that was clear."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A card and where it stands: `learnt`, `new` (in play, not met), `waiting` (not taken in), `resting`, `apart`."""

    id: str
    question: str
    standing: str
    due: str
    """The day it is asked next; empty when it is not."""
    lapses: int
    own: bool
    path: str
    line: int
    says: str

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "says"}


def listed(folder: PracticeFolder, catalogue: Catalogue, cards: Collection) -> list[Standing]:
    """Every card with its standing: those set apart first, then by when they are due, new ones, the rest."""
    look = _Look(folder, catalogue, cards)
    found = [look.standing(card) for card in cards.every.values()]
    order = {"apart": 0, "learnt": 1, "new": 2, "resting": 3, "waiting": 4}
    return sorted(found, key=lambda each: (order[each.standing], each.due))


def with_words(rows: list[Standing], cards: Collection, words: str) -> list[Standing]:
    """Those of the cards that have all these words, or parts of words, in id, question or answer."""
    wanted = words.casefold().split()

    def has_them(row: Standing) -> bool:
        card = cards.card(row.id)
        text = f"{card.id} {card.question} {card.answer}".casefold()
        return all(word in text for word in wanted)

    return [row for row in rows if has_them(row)]


def shown(folder: PracticeFolder, catalogue: Catalogue, cards: Collection, card_id: str) -> dict[str, Any]:
    """One card in full."""
    card, look = cards.card(card_id), _Look(folder, catalogue, cards)
    standing, state = look.standing(card), look.states.get(card.id)
    shipped = cards.shipped.get(card.id)
    return {
        "id": card.id,
        "question": card.question,
        "answer": card.answer,
        "source": card.source,
        "core": card.core,
        "standing": standing.standing,
        "due": standing.due,
        "stability": round(state.stability, 1) if state else None,
        "reviews": state.reviews if state else 0,
        "lapses": standing.lapses,
        "own": standing.own,
        "path": standing.path,
        "line": standing.line,
        "shipped": {"question": shipped.question, "answer": shipped.answer} if shipped else None,
        "says": standing.says,
    }


def joinable(folder: PracticeFolder, catalogue: Catalogue, room: str) -> list[Card]:
    """The cards of a room that are not in play: not core, not taken in, not met. None of no room."""
    cards = Collection.of(folder, catalogue).of_room(room) if room else ()
    playing = _recall(folder, catalogue).cards if cards else {}
    return [card for card in cards if card.id not in playing]


def missed_points(folder: PracticeFolder, module: str) -> list[str]:
    """The lines of the rubric that the last explanation of a module did not make clear."""
    last = folder.index().events("explanation", module, limit=1)
    scores = last[0].facts.get("scores") if last else None
    return [line for line, score in zip(RUBRIC, scores or (), strict=False) if score != MOST]


def import_anki(folder: PracticeFolder, cards: Collection, file: Path, deck: str, *, apply: bool) -> dict[str, Any]:
    """What a text export of Anki gives; written into `cards/<deck>.toml` where `apply`."""
    with refusing(file, "read"):
        data = b"PK" if file.suffix in PACKAGES else file.read_bytes()
    if data.startswith(b"PK") or b"\0" in data:
        raise Refusal(f"{file.name} is no text, perhaps a package of Anki.", "In Anki: Export, “Notes in Plain Text”.")
    text = data.decode("utf-8-sig", errors="replace")
    taken_names(folder, deck)  # a file with a mistake in it takes nothing more
    ids = {name for each in cards.every.values() for name in (each.id, *each.aliases)}
    read = read_anki(text, [each.card for each in cards.own.values()], file.name, ids)
    if apply:
        add_all(folder, deck, read.cards)
    return {
        "new": [
            {"id": f"own/{deck}/{each.name}", "question": each.question, "answer": each.answer} for each in read.cards
        ],
        "known": read.known,
        "left_out": [{"line": each.line, "why": each.why, "text": each.text} for each in read.left_out],
        "applied": apply,
    }


def export_anki(folder: PracticeFolder, catalogue: Catalogue, cards: Collection, file: Path, *, only_own: bool) -> int:
    """Write the cards in play (or only own ones) for Anki; a file that is there is copied first. Returns how many."""
    from palaestra.practice.durable import replace_file

    playing = _recall(folder, catalogue).cards
    chosen = [each for id_, each in playing.items() if not only_own or id_ in cards.own]
    with refusing(file):
        folder.keep_copy(file)
        replace_file(file, write_anki(chosen))
    return len(chosen)


def _recall(folder: PracticeFolder, catalogue: Catalogue) -> Recall:
    from palaestra.practice.days.today import recall

    return recall(folder, catalogue)


class _Look:
    """One look at where cards stand."""

    def __init__(self, folder: PracticeFolder, catalogue: Catalogue, cards: Collection) -> None:
        recall, index = _recall(folder, catalogue), folder.index()
        self.states = {**index.cards(), **recall.states()}
        self._cards, self._playing, self._resting = cards, recall.cards, rested(index)
        self._apart = leeches(self.states, decided(index))
        self._now = stamp(folder.now())
        self._today = {each.card.id for each in recall.due()}

    def standing(self, card: Card) -> Standing:
        state, place = self.states.get(card.id), self._cards.own.get(card.id)
        standing, says = "waiting", "not taken in"
        if card.id in self._resting:
            standing, says = "resting", "at rest"
        elif state is not None and card.id in self._apart:
            standing, says = "apart", f"set apart: slipped {state.lapses} times"
        elif state is not None:
            standing = "learnt"
            says = self._when(state)
        elif card.id in self._playing:
            standing, says = "new", "new"
        due = state.due_day if state is not None and standing == "learnt" else ""
        where = (place.path, place.line) if place else ("", 0)
        lapses = state.lapses if state else 0
        return Standing(card.id, card.question, standing, due, lapses, place is not None, *where, says)

    def _when(self, state: CardState) -> str:
        """Overdue cards are spread over days, and only today's share is called today's."""
        if state.due > self._now:
            return f"in {interval_text(self._now, state.due)}"
        return "today" if state.card in self._today else "in the days to come"
