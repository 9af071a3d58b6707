"""Checks of bandits/sample-average: against the mean of rewards kept in full."""

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [(0.0, 1, 1.0), (5.0, 1, 1.0), (1.0, 2, 3.0), (2.0, 4, -2.0), (0.5, 10, 1.0), (-1.0, 3, 0.0), (4.0, 100, 7.0)]


def draw(rng):
    return float(rng.normal(0, 3)), int(rng.integers(1, 200)), float(rng.normal(0, 3))


def answer(room, given):
    return room.sample_average(*given)


@rung("first-reward")
def first_reward(room):
    yield call(room.sample_average, 0.0, 1, 0.5).gives(0.5, source="the mean of one number")
    yield call(room.sample_average, 5.0, 1, -1.0).gives(-1.0, source="an optimistic start has no weight")


@rung("by-hand")
def by_hand(room):
    yield call(room.sample_average, 1.0, 2, 3.0).gives(2.0, source="(1 + 3) / 2")
    yield call(room.sample_average, 2.0, 3, 5.0).gives(3.0, source="(2 + 2 + 5) / 3")
    yield call(room.sample_average, 4.0, 4, 4.0).gives(4.0, source="(4 + 4 + 4 + 4) / 4")


@rung("long-runs")
def long_runs(room):
    rewards = np.random.default_rng(11).normal(2.0, 1.0, 5000)
    average = 0.0
    for count, reward in enumerate(rewards.tolist(), 1):
        average = room.sample_average(average, count, reward)
    says = "after 5,000 rewards it is their mean"
    yield statement(says, abs(average - rewards.mean()) < 1e-9, average, rewards.mean(), "numpy.mean")


@mistake("counts-one-too-many")
def sample_average(average: float, pulls: int, reward: float) -> float:
    return average + (reward - average) / (pulls + 1)


@mistake("forgets-to-take-off-the-old")
def sample_average(average: float, pulls: int, reward: float) -> float:
    return reward if pulls == 1 else average + reward / pulls


@mistake("surprise-turned-round")
def sample_average(average: float, pulls: int, reward: float) -> float:
    return average + (average - reward) / pulls


@mistake("halfway")
def sample_average(average: float, pulls: int, reward: float) -> float:
    return (average + reward) / 2


@alternative("as-a-weighted-mean")
def sample_average(average: float, pulls: int, reward: float) -> float:
    return ((pulls - 1) * average + reward) / pulls


@alternative("as-a-mixture")
def sample_average(average: float, pulls: int, reward: float) -> float:
    share = 1.0 / pulls
    return (1.0 - share) * average + share * reward


@alternative("as-a-numpy-average")
def sample_average(average: float, pulls: int, reward: float) -> float:
    return np.average([average, reward], weights=[pulls - 1, 1])
