"""Checks of averages/weighted-mean."""

import numpy as np

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([1.0, 2.0, 6.0], [1.0, 1.0, 1.0]),
    ([1.0, 2.0], [3.0, 1.0]),
    ([4.0, 5.0], [0.0, 0.0]),
    ([4.0, 5.0, 7.0], [0.0, 0.0, 0.0]),
]


def draw(rng):
    size = int(rng.integers(2, 6))
    empty = rng.random() < 0.15
    return rng.normal(size=size).tolist(), (np.zeros(size) if empty else rng.uniform(0, 3, size)).tolist()


def answer(room, given):
    values, weights = given
    with np.errstate(all="ignore"):
        return room.weighted_mean(np.array(values), np.array(weights))


@rung("equal")
def equal(room):
    yield call(room.weighted_mean, np.array([1.0, 2.0, 6.0]), np.ones(3)).gives(3.0, source="by hand")


@rung("unequal")
def unequal(room):
    yield call(room.weighted_mean, np.array([1.0, 2.0]), np.array([1.0, 3.0])).gives(1.75, source="by hand")
    yield call(room.weighted_mean, values=np.array([8.0]), weights=np.array([2.0])).gives(8.0, source="by hand")


@rung("nothing")
def nothing(room):
    with np.errstate(all="ignore"):
        yield call(room.weighted_mean, np.array([1.0, 2.0]), np.zeros(2)).gives(0.0, source="the prompt")


@mistake("ignores-weights")
def weighted_mean(values, weights):
    return float(np.mean(values)) if np.sum(weights) else 0.0


@mistake("divides-by-count")
def weighted_mean(values, weights):
    return float((values * weights).sum() / len(values))


@mistake("divides-by-count-less-one")
def weighted_mean(values, weights):
    return float((values * weights).sum() / (len(values) - 1))


@mistake("nan-for-nothing")
def weighted_mean(values, weights):
    return float((values * weights).sum() / np.sum(weights))


@alternative("dot")
def weighted_mean(values, weights):
    total = weights.sum()
    return float(np.dot(values, weights / total)) if total else 0.0
