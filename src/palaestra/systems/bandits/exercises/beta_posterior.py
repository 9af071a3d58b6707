"""Checks of bandits/beta-posterior: counts by hand, and the mean of the belief."""

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([0, 0], [0, 0], (1.0, 1.0)),
    ([3, 0], [1, 2], (1.0, 1.0)),
    ([5, 7], [5, 1], (0.5, 0.5)),
    ([1], [9], (2.0, 5.0)),
]


def draw(rng):
    arms = int(rng.integers(1, 6))
    counts = rng.integers(0, 50, (2, arms)).tolist()
    return *counts, (float(rng.uniform(0.2, 4)), float(rng.uniform(0.2, 4)))


def answer(room, given):
    successes, failures, prior = given
    return [
        np.asarray(each, dtype=float) for each in room.beta_posterior(np.array(successes), np.array(failures), prior)
    ]


@rung("no-tosses")
def no_tosses(room):
    none = np.array([0, 0])
    yield call(room.beta_posterior, none, none).gives(([1, 1], [1, 1]), source="the uniform prior")
    yield call(room.beta_posterior, none, none, (0.5, 2.0)).gives(([0.5, 0.5], [2.0, 2.0]), source="the prior given")


@rung("some-tosses")
def some_tosses(room):
    yield call(room.beta_posterior, np.array([3, 0]), np.array([1, 2])).gives(([4, 1], [2, 3]), source="by hand")
    yield call(room.beta_posterior, np.array([4]), np.array([6]), (2.0, 3.0)).gives(([6], [9]), source="by hand")


@rung("in-the-long-run")
def in_the_long_run(room):
    alpha, beta = room.beta_posterior(np.array([70_000]), np.array([30_000]))
    mean = float(np.asarray(alpha)[0] / (np.asarray(alpha)[0] + np.asarray(beta)[0]))
    yield statement(
        "70,000 of 100,000 heads are believed", abs(mean - 0.7) < 1e-4, mean, 0.7, "Beta's mean a / (a + b)"
    )


@mistake("exposures-for-failures")
def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    tosses = np.asarray(successes) + np.asarray(failures)
    return np.asarray(successes) + prior[0], tosses + prior[1]


@mistake("sides-swapped")
def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    return np.asarray(failures) + prior[0], np.asarray(successes) + prior[1]


@mistake("prior-left-out")
def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    return np.asarray(successes) * 1.0, np.asarray(failures) * 1.0


@mistake("always-the-uniform-prior")
def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    return np.asarray(successes) + 1.0, np.asarray(failures) + 1.0


@alternative("toss-by-toss")
def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    alpha = np.array([sum([1] * int(n), start=prior[0]) for n in successes])
    beta = np.array([sum([1] * int(n), start=prior[1]) for n in failures])
    return alpha, beta


@alternative("one-array-of-two-rows")
def beta_posterior(successes, failures, prior=(1.0, 1.0)):
    return np.reshape(prior, (2, 1)) + np.stack([successes, failures])
