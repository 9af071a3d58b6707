"""Checks of the spread."""

from palaestra.kit.checks import call
from palaestra.kit.exercise import rung


@rung("linear")
def linear(room):
    yield call(room.expected_square, 9).gives(9.0, source="by hand")


INPUTS = [1, 9]


def draw(rng):
    return int(rng.integers(1, 100))


def answer(room, given):
    return room.expected_square(given)
