"""Checks of bandits/gradient-bandit: by hand, and against a finite-difference gradient of the expected reward."""

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([0.0, 0.0, 0.0], 1, 1.0, 0.0, 0.1),
    ([0.0, 1.0, -1.0], 0, 2.0, 0.5, 0.2),
    ([2.0, 1.0], 1, -1.0, 1.0, 0.4),
    ([0.5, 0.5, 3.0, -2.0], 2, 0.3, 0.7, 1.0),
    ([1.0, 0.0, 0.0], 0, 4.0, 4.0, 0.1),
]


def draw(rng):
    arms = int(rng.integers(2, 7))
    reward, baseline = rng.normal(1, 2, 2).tolist()
    return rng.normal(0, 2, arms).tolist(), int(rng.integers(arms)), reward, baseline, float(rng.uniform(0.05, 1))


def answer(room, given):
    preferences, arm, reward, baseline, step_size = given
    preferences = np.array(preferences)
    return np.asarray(room.preference_update(preferences, shares(preferences), arm, reward, baseline, step_size))


def shares(preferences):
    weights = np.exp(preferences - preferences.max())
    return weights / weights.sum()


@rung("as-usual")
def as_usual(room):
    given = np.array([0.3, -0.2, 1.0])
    yield call(room.preference_update, given, shares(given), 1, 2.5, 2.5, 0.1).gives(given, source="surprise 0")


@rung("by-hand")
def by_hand(room):
    even = np.full(3, 1 / 3)
    want = [-1 / 30, 2 / 30, -1 / 30]
    yield call(room.preference_update, np.zeros(3), even, 1, 1.0, 0.0, 0.1).gives(
        want, source="Sutton & Barto, eq. 2.12"
    )
    uneven = np.array([0.7, 0.2, 0.1])
    want = [1.0 + 0.5 * -2 * 0.3, -0.5 * -2 * 0.2, -1.0 - 0.5 * -2 * 0.1]
    yield call(room.preference_update, np.array([1.0, 0.0, -1.0]), uneven, 0, -1.0, 1.0, 0.5).gives(
        want, source="Sutton & Barto, eq. 2.12"
    )

    whole = np.array([1, 0, -1])
    yield call(room.preference_update, whole, np.array([0.7, 0.2, 0.1]), 0, -1.0, 1.0, 0.5).gives(
        want, source="the same with whole-number preferences"
    )


@rung("zero-sum")
def zero_sum(room):
    given = np.array([2.0, -1.0, 0.5, 0.25])
    new = call(room.preference_update, given, shares(given), 2, 3.0, 1.0, 0.3)
    yield new.satisfies("the preferences still add up to 1.75", lambda value: abs(float(np.sum(value)) - 1.75) < 1e-9)
    yield new.satisfies(
        "the chosen arm rises and every other falls",
        lambda value: [bool(up) for up in np.asarray(value) > given] == [False, False, True, False],
    )


@rung("is-a-gradient")
def is_a_gradient(room):
    given, means, step = np.array([0.4, -0.3, 0.9]), np.array([1.0, 3.0, 2.0]), 1e-6
    probabilities = shares(given)
    moves = [room.preference_update(given, probabilities, arm, means[arm], 5.0, 1.0) - given for arm in range(3)]
    climbed = np.average(moves, axis=0, weights=probabilities)
    slope = [(shares(given + step * e) - shares(given - step * e)) @ means / (2 * step) for e in np.eye(3)]
    says = "averaged over arms, the move is the gradient of the expected reward, whatever the baseline"
    yield statement(says, bool(np.allclose(climbed, slope, atol=1e-6)), climbed, np.array(slope), "finite differences")


@mistake("others-pushed-up")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    new = preferences + step_size * (reward - baseline) * probabilities
    new[arm] = preferences[arm] + step_size * (reward - baseline) * (1 - probabilities[arm])
    return new


@mistake("only-the-chosen")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    new = preferences.copy()
    new[arm] += step_size * (reward - baseline) * (1 - probabilities[arm])
    return new


@mistake("baseline-left-out")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    chosen = np.zeros(len(preferences))
    chosen[arm] = 1.0
    return preferences + step_size * reward * (chosen - probabilities)


@mistake("probability-forgotten-for-the-chosen")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    new = preferences - step_size * (reward - baseline) * probabilities
    new[arm] = preferences[arm] + step_size * (reward - baseline)
    return new


@mistake("surprise-turned-round")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    chosen = np.zeros(len(preferences))
    chosen[arm] = 1.0
    return preferences + step_size * (baseline - reward) * (chosen - probabilities)


@mistake("one-minus-for-every-arm")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    return preferences + step_size * (reward - baseline) * (1.0 - probabilities)


@mistake("slope-of-the-probability")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    chosen = np.zeros(len(preferences))
    chosen[arm] = 1.0
    return preferences + step_size * (reward - baseline) * probabilities[arm] * (chosen - probabilities)


@alternative("arm-by-arm")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    surprise = reward - baseline
    return np.array(
        [
            h + step_size * surprise * (1 - p) if a == arm else h - step_size * surprise * p
            for a, (h, p) in enumerate(zip(preferences, probabilities, strict=True))
        ]
    )


@alternative("taken-from-all-given-to-one")
def preference_update(preferences, probabilities, arm, reward, baseline, step_size):
    push = step_size * reward - step_size * baseline
    new = np.array(preferences, dtype=np.float64)
    new -= push * probabilities
    new[arm] += push
    return new
