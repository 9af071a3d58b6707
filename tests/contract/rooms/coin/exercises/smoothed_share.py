"""Checks of coin/smoothed-share: by hand, from Laplace's rule."""

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [(0, 0), (1, 1), (3, 4), (0, 5), (7, 9)]


def draw(rng):
    tosses = int(rng.integers(0, 50))
    return int(rng.integers(0, tosses + 1)), tosses


def answer(room, given):
    return room.smoothed_share(*given)


@rung("no-tosses")
def no_tosses(room):
    yield call(room.smoothed_share, 0, 0).gives(0.5, says="before any toss it is one half", source="symmetry")


@rung("some-tosses")
def some_tosses(room):
    yield call(room.smoothed_share, 3, 3).gives(0.8, source="by hand: 4/5")
    yield call(room.smoothed_share, 1, 4).gives(1 / 3, source="by hand: 2/6")


@mistake("plain-share")
def smoothed_share(heads: int, tosses: int) -> float:
    return heads / tosses if tosses else 0.0


@mistake("one-imagined-toss")
def smoothed_share(heads: int, tosses: int) -> float:
    return (heads + 0.5) / (tosses + 1)


@alternative("as-a-mixture")
def smoothed_share(heads: int, tosses: int) -> float:
    weight = tosses / (tosses + 2)
    return weight * (heads / tosses if tosses else 0.0) + (1 - weight) / 2
