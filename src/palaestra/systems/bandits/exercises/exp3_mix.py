"""Checks of bandits/exp3-mix: by hand."""

import numpy as np

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([1.0, 2.0], 0.0),
    ([1.0, 2.0, 3.0], 0.3),
    ([0.5, 0.1, 4.0, 2.0], 0.1),
    ([3.0, 1.0], 1.0),
    ([2.0, 2.0, 9.0], 0.6),
]


def draw(rng):
    return rng.uniform(0.1, 6.0, int(rng.integers(2, 8))).tolist(), float(rng.uniform(0.02, 1.0))


def answer(room, given):
    log_weights, gamma = given
    with np.errstate(all="ignore"):
        return np.asarray(room.exp3_probabilities(np.array(log_weights), gamma))


@rung("extremes")
def extremes(room):
    logs = np.log([1.0, 3.0, 4.0])
    yield call(room.exp3_probabilities, logs, 0.0).gives([0.125, 0.375, 0.5], source="weights 1, 3, 4 of 8")
    yield call(room.exp3_probabilities, logs, 1.0).gives([1 / 3, 1 / 3, 1 / 3], source="only exploration is left")
    yield call(room.exp3_probabilities, logs, 0.5).gives([11 / 48, 17 / 48, 20 / 48], source="halfway between those")


@rung("adds-up")
def adds_up(room):
    given = call(room.exp3_probabilities, np.array([0.0, 5.0, 1.0, 9.0]), 0.2)
    yield given.satisfies("they add up to 1", lambda value: abs(float(np.sum(value)) - 1) < 1e-12)
    yield given.satisfies("none is below 0.2 / 4", lambda value: float(np.min(value)) >= 0.05)


@rung("large-weights")
def large_weights(room):
    yield call(room.exp3_probabilities, np.array([5000.0, 5000.0, 0.0]), 0.3).gives([0.45, 0.45, 0.1], source="by hand")

    # e^-2 of a weight e^5000: the shares are 1 / (1 + e^-2) and the rest.
    first = 0.8 / (1 + np.exp(-2.0)) + 0.1
    yield call(room.exp3_probabilities, np.array([5000.0, 4998.0]), 0.2).gives([first, 1 - first], source="by hand")


@mistake("only-the-last-arm-explored")
def exp3_probabilities(log_weights, gamma):
    weights = np.exp(log_weights - np.max(log_weights))
    shares = (1 - gamma) * weights / weights.sum()
    shares[-1] += gamma / len(shares)
    return shares


@mistake("added-on-top")
def exp3_probabilities(log_weights, gamma):
    weights = np.exp(log_weights - np.max(log_weights))
    return weights / weights.sum() + gamma / len(weights)


@mistake("mixed-before-normalising")
def exp3_probabilities(log_weights, gamma):
    weights = (1 - gamma) * np.exp(log_weights) + gamma / len(log_weights)
    return weights / weights.sum()


@mistake("weights-not-exponentiated")
def exp3_probabilities(log_weights, gamma):
    log_weights = np.asarray(log_weights)
    return (1 - gamma) * log_weights / log_weights.sum() + gamma / len(log_weights)


@mistake("shares-swapped")
def exp3_probabilities(log_weights, gamma):
    weights = np.exp(log_weights - np.max(log_weights))
    return gamma * weights / weights.sum() + (1 - gamma) / len(weights)


@alternative("arm-by-arm")
def exp3_probabilities(log_weights, gamma):
    highest = max(log_weights)
    weights = [float(np.exp(each - highest)) for each in log_weights]
    total, count = sum(weights), len(weights)
    return np.array([weight / total * (1 - gamma) + gamma / count for weight in weights])


@alternative("kept-in-logarithms")
def exp3_probabilities(log_weights, gamma):
    with np.errstate(divide="ignore"):
        follow, explore = np.log1p(-np.float64(gamma)), np.log(np.float64(gamma) / len(log_weights))
    return np.exp(np.logaddexp(follow + log_weights - np.logaddexp.reduce(log_weights), explore))
