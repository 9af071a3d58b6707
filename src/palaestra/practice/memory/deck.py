"""The cards in play for one learner, in the order in which new ones are offered.

Core cards of the modules that are open and the learner's own cards take turns, so
that neither a large deck of one's own nor a long path keeps the other waiting;
then those taken in by hand, and every card met. The rest waits until it is asked for.
"""

from collections.abc import Iterable
from itertools import chain, zip_longest

from palaestra.kit.catalogue import Card
from palaestra.practice.index import Index
from palaestra.practice.memory.collection import Collection
from palaestra.practice.path.standing import ModuleStatus, Plan


def deck(cards: Collection, plan: Plan, index: Index) -> list[Card]:
    """The cards in play: those of open modules, path order, and own ones by turns; then joined and met ones."""
    path = dict.fromkeys(card for status in plan.shown for card in offered(status, cards))
    turns = chain.from_iterable(zip_longest(path, cards.own))
    order = [each for each in turns if each] + joined(index)
    met = index.cards()
    order += [card.id for card in cards.every.values() if card.id in met or any(old in met for old in card.aliases)]
    resting = rested(index)
    return [cards.every[each] for each in dict.fromkeys(order) if each in cards.every and each not in resting]


def joined(index: Index) -> list[str]:
    """The cards the learner took in by hand, in that order."""
    return [card for card, does in _said(index).items() if does == "join"]


def rested(index: Index) -> set[str]:
    """The cards the learner put to rest."""
    return {card for card, does in _said(index).items() if does == "rest"}


def _said(index: Index) -> dict[str, object]:
    said = (event for event in reversed(index.events("card")) if event.facts.get("does") in ("join", "rest"))
    return {event.subject: event.facts.get("does") for event in said}


def offered(status: ModuleStatus, cards: Collection) -> Iterable[str]:
    """The core cards a module offers by being open; a module that names none offers those of its room."""
    if status.state == "locked" or status.module.planned or status.role.asks == "skipped":
        return ()
    if status.module.core_cards or not status.module.system:
        return status.module.core_cards
    return (card.id for card in cards.of_room(status.module.system) if card.core)
