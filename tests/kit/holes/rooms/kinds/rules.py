"""A whole module as a hole."""

from __future__ import annotations

import math

SIDES = 6


def roll(u: float) -> int:
    """The face a die shows for a uniform draw."""
    return 1 + math.floor(u * SIDES)


class Die:
    """A die with a memory."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def throw(self, u: float) -> int:
        self.seen.append(roll(u))
        return self.seen[-1]


def _hidden() -> int:
    return 0
