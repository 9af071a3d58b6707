"""Checks of bandits/exp3: by hand, and unbiasedness by summing over all choices."""

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([0.0, 0.0], 0, 1.0, 0.1),
    ([0.0, 1.0, 2.0], 0, 0.5, 0.2),
    ([3.0, 0.0, 0.0, 0.0], 0, 1.0, 0.5),
    ([5.0, 4.0, 0.0], 2, 0.8, 0.3),
    ([-1.0, 0.0], 1, 0.25, 0.9),
]


def draw(rng):
    arms = int(rng.integers(2, 8))
    return rng.normal(0, 2, arms).tolist(), int(rng.integers(arms)), float(rng.random()), float(rng.uniform(0.05, 0.9))


def answer(room, given):
    log_weights, arm, reward, gamma = given
    log_weights = np.array(log_weights)
    return np.asarray(room.exp3_update(log_weights, mixed(log_weights, gamma), arm, reward, gamma))


def mixed(log_weights, gamma):
    weights = np.exp(log_weights - log_weights.max())
    return (1 - gamma) * weights / weights.sum() + gamma / len(weights)


@rung("others-stay")
def others_stay(room):
    given = np.array([0.5, -1.0, 2.0])
    new = call(room.exp3_update, given, np.array([0.2, 0.2, 0.6]), 1, 0.7, 0.3)
    yield new.satisfies("arms 0 and 2 keep 0.5 and 2.0", lambda value: [value[0], value[2]] == [0.5, 2.0])
    yield call(room.exp3_update, given, np.array([0.2, 0.2, 0.6]), 1, 0.0, 0.3).gives(given, source="a reward of 0")


@rung("by-hand")
def by_hand(room):
    yield call(room.exp3_update, np.zeros(2), np.array([0.5, 0.5]), 0, 1.0, 0.1).gives([0.1, 0], source="0.1/2 * 1/0.5")
    yield call(room.exp3_update, np.array([1.0, 0, 0, 0]), np.array([0.4, 0.1, 0.25, 0.25]), 1, 0.5, 0.2).gives(
        [1.0, 0.25, 0, 0], source="0.2/4 * 0.5/0.1"
    )


@rung("unbiased")
def unbiased(room):
    given, gamma, rewards = np.array([0.3, -0.4, 1.1]), 0.25, np.array([0.9, 0.1, 0.5])
    probabilities = mixed(given, gamma)
    moves = [room.exp3_update(given, probabilities, arm, rewards[arm], gamma) - given for arm in range(3)]
    average = np.average(moves, axis=0, weights=probabilities)
    says = "weighed by how likely each choice was, every arm moves by gamma / K times its own reward"
    yield statement(
        says, bool(np.allclose(average, gamma / 3 * rewards)), average, gamma / 3 * rewards, "by enumeration"
    )


@rung("no-overflow")
def no_overflow(room):
    yield call(room.exp3_update, np.array([5000.0, 4000.0]), np.array([0.95, 0.05]), 1, 1.0, 0.1).gives(
        [5000.0, 4001.0], source="0.1/2 * 1/0.05"
    )


@mistake("probability-left-out")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    new = np.array(log_weights, dtype=float)
    new[arm] += gamma / len(new) * reward
    return new


@mistake("share-of-weights-for-probability")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    new = np.array(log_weights, dtype=float)
    weights = np.exp(new - new.max())
    new[arm] += gamma / len(new) * reward / (weights[arm] / weights.sum())
    return new


@mistake("count-left-out")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    new = np.array(log_weights, dtype=float)
    new[arm] += gamma * reward / probabilities[arm]
    return new


@mistake("every-arm-paid")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    return log_weights + gamma / len(log_weights) * reward / probabilities


@mistake("loss-for-reward")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    new = np.array(log_weights, dtype=float)
    new[arm] -= gamma / len(new) * reward / probabilities[arm]
    return new


@mistake("explored-twice")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    count = len(log_weights)
    new = np.array(log_weights, dtype=float)
    new[arm] += gamma / count * reward / ((1 - gamma) * probabilities[arm] + gamma / count)
    return new


@alternative("with-the-estimate")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    count = len(log_weights)
    estimate = [reward / probabilities[arm] if each == arm else 0.0 for each in range(count)]
    return np.asarray(log_weights) + np.array(estimate) * (gamma / count)


@alternative("counted-into-bins")
def exp3_update(log_weights, probabilities, arm, reward, gamma):
    count = len(log_weights)
    return np.add(log_weights, np.bincount([arm], [gamma * reward], count) / (count * probabilities))
