"""The cards in play for one learner, in the order in which new ones are offered.

Core cards of the modules that are open; those the learner took in by hand; and
every card they have met. The rest waits until it is asked for.
"""

from collections.abc import Iterable

from palaestra.kit.catalogue import Card, Catalogue
from palaestra.practice.index import Index
from palaestra.practice.path.standing import ModuleStatus, Plan


def deck(catalogue: Catalogue, plan: Plan, index: Index) -> list[Card]:
    """The cards in play: those of open modules first, path order; then joined and met ones."""
    known = every_card(catalogue)
    order = [card for status in plan.shown for card in _offered(status, catalogue)]
    order += joined(index)
    met = index.cards()
    order += [card.id for card in known.values() if card.id in met or any(old in met for old in card.aliases)]
    resting = rested(index)
    return [known[each] for each in dict.fromkeys(order) if each in known and each not in resting]


def every_card(catalogue: Catalogue) -> dict[str, Card]:
    """All cards there are, by id."""
    return {card.id: card for system in catalogue.systems for card in system.cards}


def joined(index: Index) -> list[str]:
    """The cards the learner took in by hand, in that order."""
    return [card for card, does in _said(index).items() if does == "join"]


def rested(index: Index) -> set[str]:
    """The cards the learner put to rest."""
    return {card for card, does in _said(index).items() if does == "rest"}


def _said(index: Index) -> dict[str, object]:
    return {event.subject: event.facts.get("does") for event in reversed(index.events("card"))}


def _offered(status: ModuleStatus, catalogue: Catalogue) -> Iterable[str]:
    if status.state == "locked" or status.module.planned:
        return ()
    if status.module.core_cards or not status.module.system:
        return status.module.core_cards
    return (card.id for card in catalogue.system(status.module.system).cards if card.core)
