"""Leeches: cards that keep slipping away. They are set apart until the learner says what to do with them.

A card that lapsed six times costs far more than it gives, and one more review
seldom helps: its wording is at fault, or it holds two things in one. Rewriting
it, splitting it, resting it or asking it on are all good answers; each is one key.
"""

from collections.abc import Mapping

from palaestra.practice.index import Index
from palaestra.practice.memory.schedule import CardState

LAPSES = 6
"""After so many lapses since the learner last decided about it; docs/decisions/0007 has why."""


def leeches(states: Mapping[str, CardState], decisions: Mapping[str, int]) -> set[str]:
    """The ids of cards set apart. `decisions`: how many lapses a card had when the learner last decided about it."""
    return {card for card, state in states.items() if state.lapses - decisions.get(card, 0) >= LAPSES}


def decided(index: Index) -> dict[str, int]:
    """By card: its lapses when the learner last rewrote it, split it or kept it as it is."""
    found: dict[str, int] = {}
    for event in index.events("card"):
        lapses = event.facts.get("lapses")
        if isinstance(lapses, int) and not isinstance(lapses, bool):
            found.setdefault(event.subject, lapses)
    return found
