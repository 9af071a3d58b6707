"""Checks of what no experiment runs."""

from palaestra.kit.checks import call
from palaestra.kit.exercise import rung


@rung("half")
def half(room):
    yield call(room.unused, 4).gives(2.0, source="by hand")


INPUTS = [4]


def draw(rng):
    return int(rng.integers(1, 100))


def answer(room, given):
    return room.unused(given)
