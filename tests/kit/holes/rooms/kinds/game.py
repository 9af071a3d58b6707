"""Uses the whole-module hole."""

from palaestra.systems.kinds.rules import Die, roll

FIRST = roll(0.5)


def play() -> int:
    return Die().throw(0.99)
