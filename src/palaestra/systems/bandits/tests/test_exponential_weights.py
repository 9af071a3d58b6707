"""EXP3: by hand, unbiased, and exactly the algorithm of the paper in its own weights."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.systems.bandits import (
    EXP3,
    Draws,
    exp3_gamma,
    exp3_probabilities,
    exp3_update,
    importance_weighted,
)

NOBODY = np.random.default_rng(0)


def test_probabilities_by_hand() -> None:
    assert exp3_probabilities(np.log([3.0, 1.0]), 0.2) == pytest.approx([0.7, 0.3])
    assert exp3_probabilities(np.array([4.0, -1.0, 0.0]), 1.0) == pytest.approx([1 / 3] * 3)


@given(st.lists(st.floats(-900, 900), min_size=2, max_size=6), st.floats(0.001, 1.0))
def test_every_arm_keeps_its_share_of_the_exploration(log_weights: list[float], gamma: float) -> None:
    probabilities = exp3_probabilities(np.array(log_weights), gamma)
    assert probabilities.sum() == pytest.approx(1.0)
    assert probabilities.min() >= gamma / len(log_weights) - 1e-12


def test_importance_weighting_is_unbiased() -> None:
    probabilities, pays = np.array([0.5, 0.3, 0.2]), np.array([0.1, 0.9, 0.4])
    expected = sum(probabilities[k] * importance_weighted(3, k, pays[k], probabilities[k]) for k in range(3))
    assert expected == pytest.approx(pays)


def test_update_by_hand() -> None:
    before, probabilities = np.array([0.0, 1.0]), np.array([0.25, 0.75])
    after = exp3_update(before, probabilities, arm=0, reward=0.5, gamma=0.1)
    assert after == pytest.approx([0.1, 1.0])
    assert before.tolist() == [0.0, 1.0]


def test_the_policy_is_the_paper_in_its_own_weights() -> None:
    gamma, count, rng = 0.3, 3, np.random.default_rng(8)
    policy, weights = EXP3(count, gamma), np.ones(count)
    for _ in range(200):
        probabilities = (1 - gamma) * weights / weights.sum() + gamma / count
        coin = rng.random()
        arm = policy.select(Draws(coin, 0.0, NOBODY))
        assert arm == int(np.argmax(np.cumsum(probabilities) > coin))
        reward = rng.random()
        policy.update(arm, reward)
        weights[arm] *= math.exp(gamma * reward / probabilities[arm] / count)
    assert policy.probabilities == pytest.approx((1 - gamma) * weights / weights.sum() + gamma / count)


def test_long_games_do_not_overflow() -> None:
    policy = EXP3(2, 0.9)
    for _ in range(20_000):
        policy.update(0, 1.0)
    assert policy.probabilities == pytest.approx([0.55, 0.45])


def test_gamma_by_hand() -> None:
    assert exp3_gamma(2, 1) == min(1.0, math.sqrt(2 * math.log(2) / (math.e - 1)))
    assert exp3_gamma(10, 1e6) == pytest.approx(math.sqrt(10 * math.log(10) / ((math.e - 1) * 1e6)))
    assert exp3_gamma(50, 1) == 1.0
