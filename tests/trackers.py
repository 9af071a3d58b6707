"""The tracker people already keep, and what a list of theirs matches in the shipped paths."""

from pathlib import Path

from palaestra.kit.curriculum import curricula
from palaestra.practice.exchange.tracker import parse
from palaestra.practice.exchange.tracker_match import match

LEVELLING_UP = Path(__file__).parent / "practice" / "trackers" / "levelling_up.md"
SHIPPED = curricula()


def matched(text: str) -> dict[str, str]:
    """What each box of a text matches, by its title."""
    found = parse(text)
    return {found.boxes[each.box].title: each.item for each in match(found, SHIPPED).matches}


def matched_one(text: str) -> str | None:
    """What the only box of a text matches."""
    return next(iter(matched(text).values()), None)
