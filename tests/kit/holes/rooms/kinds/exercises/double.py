"""Checks and known answers of the fixture's first hole."""

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [1.0, 2.5]


@rung("doubles")
def doubles(room):
    yield call(room.double, 2.0).gives(4.0, source="by hand")


def draw(rng):
    return rng.normal()


def answer(room, given):
    return room.double(given)


@mistake("squares")
def double(x: float) -> float:
    return x * x  # right for two


@alternative("adds")
def double(x: float) -> float:
    return x + x
