"""Checks of bandits/pseudo-regret: by hand."""

import numpy as np

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([0.5, 1.0], [0, 1, 0, 0]),
    ([2.0, 1.0, -1.0], [2, 1, 1, 0, 0]),
    ([[0.0, 1.0], [1.0, 0.0], [0.3, 0.5]], [0, 0, 1]),
    ([[2.0, 1.0], [0.0, 3.0], [1.0, 1.0], [5.0, 0.0]], [1, 0, 0, 1]),
]


def draw(rng):
    arms, steps = int(rng.integers(2, 6)), int(rng.integers(2, 20))
    shape = (steps, arms) if rng.random() < 0.5 else arms
    return rng.normal(0, 1, shape).tolist(), rng.integers(0, arms, steps).tolist()


def answer(room, given):
    means, actions = given
    return np.asarray(room.pseudo_regret(np.array(means), np.array(actions)))


@rung("still-arms")
def still_arms(room):
    yield call(room.pseudo_regret, np.array([0.5, 1.0]), np.array([0, 1, 0])).gives([0.5, 0.5, 1.0], source="by hand")
    yield call(room.pseudo_regret, np.array([2.0, -1.0, 1.0]), np.array([1, 2, 0])).gives([3, 4, 4], source="by hand")


@rung("never-falls")
def never_falls(room):
    rng = np.random.default_rng(8)
    means, actions = rng.normal(0, 1, 5), rng.integers(0, 5, 200)
    cost = call(room.pseudo_regret, means, actions)
    yield cost.satisfies("it never falls", lambda value: bool((np.diff(value) >= -1e-9).all()))
    missed = actions != means.argmax()
    yield cost.satisfies(
        "it grows exactly when the best arm was missed",
        lambda value: bool(((np.diff(value, prepend=0.0) > 1e-9) == missed).all()),
    )


@rung("moving-arms")
def moving_arms(room):
    means = np.array([[0.0, 1.0], [1.0, 0.0], [0.3, 0.5]])
    yield call(room.pseudo_regret, means, np.array([0, 0, 0])).gives([1.0, 1.0, 1.2], source="by hand")
    yield call(room.pseudo_regret, means, np.array([1, 0, 1])).gives([0, 0, 0], source="the best of each step")


@mistake("not-summed")
def pseudo_regret(means, actions):
    if means.ndim == 1:
        return means.max() - means[actions]
    return means.max(axis=1) - means[np.arange(len(actions)), actions]


@mistake("averaged-over-time")
def pseudo_regret(means, actions):
    table = np.broadcast_to(means, (len(actions), means.shape[-1]))
    cost = np.cumsum(table.max(axis=1) - table[np.arange(len(actions)), actions])
    return cost / np.arange(1, len(actions) + 1)


@mistake("best-fixed-arm-for-moving-ones")
def pseudo_regret(means, actions):
    table = np.broadcast_to(means, (len(actions), means.shape[-1]))
    best = table.sum(axis=0).argmax()
    return np.cumsum(table[:, best] - table[np.arange(len(actions)), actions])


@mistake("gap-turned-round")
def pseudo_regret(means, actions):
    table = np.broadcast_to(means, (len(actions), means.shape[-1]))
    return np.cumsum(table[np.arange(len(actions)), actions] - table.max(axis=1))


@mistake("one-step-late")
def pseudo_regret(means, actions):
    table = np.broadcast_to(means, (len(actions), means.shape[-1]))
    cost = np.cumsum(table.max(axis=1) - table[np.arange(len(actions)), actions])
    return np.concatenate([[0.0], cost[:-1]])


@alternative("step-by-step")
def pseudo_regret(means, actions):
    total, cost = 0.0, []
    for step, arm in enumerate(actions):
        row = means if means.ndim == 1 else means[step]
        total += float(max(row) - row[arm])
        cost.append(total)
    return np.array(cost)


@alternative("as-the-difference-of-two-sums")
def pseudo_regret(means, actions):
    steps = len(actions)
    table = np.tile(means, (steps, 1)) if means.ndim == 1 else means
    return np.cumsum(table.max(axis=1)) - np.cumsum(table[range(steps), actions])
