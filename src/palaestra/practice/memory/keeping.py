"""What the learner does to cards: write, rewrite, take in, rest, split; every one an event or a file of theirs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from palaestra.kit.catalogue import Card
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.own import OVERRIDES, append_card, card_as_toml, read_own
from palaestra.practice.naming import free_name, short_id

MINE = "mine"
_DECK = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to be written into a file of one's own."""

    name: str
    question: str
    answer: str
    source: str = ""


def add(folder: PracticeFolder, question: str, answer: str, deck: str = MINE, source: str = "") -> str:
    """Write a card into `cards/<deck>.toml`; returns its id."""
    question, answer = question.strip(), answer.strip()
    if not question or not answer:
        raise Refusal("A card needs a question and an answer.", 'For example: palaestra card add "2 + 2?" "4".')
    path = folder.root / "cards" / f"{checked_deck(deck)}.toml"
    name = card_name(question, taken_names(folder, deck))
    append_card(path, name, question, answer, source)
    return f"own/{deck}/{name}"


def add_all(folder: PracticeFolder, deck: str, cards: Sequence[NewCard]) -> list[str]:
    """Write several cards in one go, after those that stand in the file; returns their ids."""
    path = folder.root / "cards" / f"{checked_deck(deck)}.toml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    tables = [card_as_toml(each.name, each.question, each.answer, each.source) for each in cards]
    if tables:
        folder.write(path, "\n".join([*([before.rstrip("\n") + "\n"] if before.strip() else []), *tables]))
    return [f"own/{deck}/{each.name}" for each in cards]


def override(folder: PracticeFolder, cards: Collection, card_id: str, question: str, answer: str) -> Card:
    """Ask a shipped card in the learner's own words from now on; an empty part keeps the shipped words.

    Its reviews go on. `reset` brings the shipped words back.
    """
    card = cards.card(card_id)
    if card.id in cards.own:
        place = cards.own[card.id]
        raise Refusal(f"{card.id} is a card of your own.", f"Edit it in {place.path}, line {place.line}.")
    if not question.strip() and not answer.strip():
        raise Refusal("Neither a question nor an answer was given.", "Say --question, --answer or both.")
    words = question.strip() or card.question, answer.strip() or card.answer
    text = _without(folder, card.id)
    table = card_as_toml(card.id, *words)
    folder.write(folder.root / "cards" / OVERRIDES, f"{text.rstrip()}\n\n{table}" if text.strip() else table)
    decide(folder, card.id, "write")
    return Card(card.id, *words, card.core, card.source, card.aliases)


def reset(folder: PracticeFolder, cards: Collection, card_id: str) -> Card:
    """The shipped words again. The file keeps a copy of what it said."""
    card = cards.card(card_id)
    if card.id not in cards.shipped:
        raise Refusal(f"{card.id} has its shipped words.", "Nothing to bring back.")
    folder.write(folder.root / "cards" / OVERRIDES, _without(folder, card.id))
    return cards.shipped[card.id]


def join(folder: PracticeFolder, cards: Collection, card_ids: Iterable[str]) -> list[Card]:
    """Take cards in: they are asked from now on, also those put to rest before."""
    return _said(folder, cards, card_ids, "join")


def rest(folder: PracticeFolder, cards: Collection, card_ids: Iterable[str]) -> list[Card]:
    """Ask these cards no more; their reviews stay, and `join` takes them in again."""
    return _said(folder, cards, card_ids, "rest")


def decide(folder: PracticeFolder, card_id: str, does: str = "keep") -> None:
    """A card that was set apart is asked again: rewritten (`write`) or as it is (`keep`)."""
    state = folder.index().card(card_id)
    folder.log.append("card", card=card_id, does=does, lapses=state.lapses if state else 0)


def split(folder: PracticeFolder, cards: Collection, card_id: str, parts: Sequence[tuple[str, str]]) -> list[str]:
    """Put a card to rest and write smaller ones in its place; returns their ids."""
    card = cards.card(card_id)
    whole = [(question, answer) for question, answer in parts if question.strip() and answer.strip()]
    if not whole:
        raise Refusal("A split needs at least one question with its answer.", "Nothing was changed.")
    ids = [add(folder, question, answer, source=card.source) for question, answer in whole]
    rest(folder, cards, [card.id])
    return ids


def checked_deck(deck: str) -> str:
    """The name itself, where a file of cards may have it. Raises Refusal."""
    if not _DECK.fullmatch(deck) or f"{deck}.toml" == OVERRIDES:
        raise Refusal(f"{deck!r} is no name for a file of cards.", "Letters, digits and hyphens make one.")
    return deck


def taken_names(folder: PracticeFolder, deck: str) -> set[str]:
    """The names of the cards in a file of one's own. Raises Refusal when nothing may be added to it."""
    path = folder.root / "cards" / f"{deck}.toml"
    if not path.exists():
        return set()
    found, problems = read_own(path.read_text(encoding="utf-8"), f"cards/{path.name}", "")
    for problem in problems:
        raise Refusal(f"{problem.path}, line {problem.line}: {problem.what}", problem.mend)
    return {each.card.id for each in found}


def card_name(question: str, taken: set[str]) -> str:
    """A name for a card, from its question; with a number where it is taken. It is taken from now on."""
    name = free_name(short_id(question, "card"), taken.__contains__)
    taken.add(name)
    return name


def _said(folder: PracticeFolder, cards: Collection, card_ids: Iterable[str], does: str) -> list[Card]:
    from palaestra.practice.memory.deck import joined, rested

    found = [cards.card(each) for each in card_ids]
    said = set(joined(folder.index())) if does == "join" else rested(folder.index())
    news = [each for each in found if each.id not in said]
    folder.log.append_all([("card", {"card": each.id, "does": does}) for each in news])
    return found


def _without(folder: PracticeFolder, card_id: str) -> str:
    """What overrides.toml says, without one card."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = folder.root / "cards" / OVERRIDES
    if not path.exists():
        return ""
    try:
        document: Any = tomlkit.parse(path.read_text(encoding="utf-8"))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise Refusal(f"cards/{OVERRIDES} cannot be read: {error}.", "Mend that line; nothing was changed.") from error
    tables: Any = document.get("cards", [])
    for place in reversed(range(len(tables))):
        if tables[place].get("id") == card_id:
            del tables[place]
    return tomlkit.dumps(document) if len(tables) else ""
