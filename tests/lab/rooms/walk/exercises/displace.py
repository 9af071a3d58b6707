"""Checks of one step."""

from palaestra.kit.checks import call
from palaestra.kit.exercise import mistake, rung


@rung("both-ways")
def both_ways(room):
    yield call(room.displace, 0.0, 0.2, 0.0).gives(1.0, source="by hand")
    yield call(room.displace, 0.0, 0.7, 0.0).gives(-1.0, source="by hand")


INPUTS = [(0.0, 0.2, 0.0), (0.0, 0.7, 0.0)]


def draw(rng):
    return 0.0, float(rng.random()), 0.0


def answer(room, given):
    return room.displace(*given)


@mistake("always-right")
def displace(position, draw, drift):
    return position + 1.0
