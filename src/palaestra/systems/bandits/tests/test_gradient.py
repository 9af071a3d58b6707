"""Gradient bandits: softmax against SciPy, and the update against the gradient it is named after."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from palaestra.systems.bandits import Draws, GradientBandit, draw_arm, preference_update, softmax

preferences = st.lists(st.floats(-50, 50), min_size=2, max_size=8).map(np.array)


@given(preferences, st.floats(-1e4, 1e4))
def test_softmax_is_scipys_and_ignores_shifts(scores: np.ndarray, shift: float) -> None:
    assert softmax(scores) == pytest.approx(special.softmax(scores))
    assert softmax(scores + shift) == pytest.approx(softmax(scores), abs=1e-9)
    assert softmax(scores).sum() == pytest.approx(1.0)


def test_softmax_survives_large_preferences() -> None:
    assert softmax(np.array([1e5, 0.0])).tolist() == [1.0, 0.0]


def test_draw_arm_by_hand() -> None:
    probabilities = np.array([0.2, 0.0, 0.5, 0.3])
    cuts = {0.0: 0, 0.19: 0, 0.2: 2, 0.69: 2, 0.71: 3, 0.999: 3}
    assert {coin: draw_arm(probabilities, coin) for coin in cuts} == cuts
    assert draw_arm(np.array([0.5, 0.4999]), 0.99999) == 1  # rounding left the sum short


@given(preferences, st.floats(0.0, 1.0, exclude_max=True))
def test_draw_arm_never_takes_an_impossible_arm(scores: np.ndarray, coin: float) -> None:
    probabilities = softmax(scores)
    assert probabilities[draw_arm(probabilities, coin)] > 0


def test_preference_update_by_hand() -> None:
    before, probabilities = np.array([0.0, 1.0]), np.array([0.25, 0.75])
    after = preference_update(before, probabilities, arm=0, reward=3.0, baseline=1.0, step_size=0.1)
    assert after == pytest.approx([0.15, 0.85])
    assert before.tolist() == [0.0, 1.0]


@given(preferences, st.floats(-5, 5), st.floats(-5, 5))
def test_updates_add_up_to_nothing(scores: np.ndarray, reward: float, baseline: float) -> None:
    after = preference_update(scores, softmax(scores), 0, reward, baseline, 0.3)
    assert (after - scores).sum() == pytest.approx(0.0, abs=1e-9)


def test_the_expected_update_is_the_gradient_of_the_expected_reward() -> None:
    scores, pays, h = np.array([0.3, -0.2, 1.0]), np.array([1.0, 4.0, -2.0]), 1e-6
    probabilities = softmax(scores)
    for baseline in (0.0, 7.0):
        steps = [preference_update(scores, probabilities, k, pays[k], baseline, 1.0) - scores for k in range(3)]
        expected = probabilities @ np.array(steps)
        numeric = [(softmax(scores + h * e) - softmax(scores - h * e)) @ pays / (2 * h) for e in np.eye(3)]
        assert expected == pytest.approx(numeric, abs=1e-8)


def test_the_first_reward_is_its_own_baseline() -> None:
    policy = GradientBandit(3)
    policy.update(1, 9.0)
    assert policy.preferences.tolist() == [0.0, 0.0, 0.0]


def test_the_baseline_is_the_mean_of_the_rewards_before() -> None:
    policy = GradientBandit(2, step_size=1.0)
    policy.update(0, 2.0)
    policy.update(0, 4.0)  # two above the baseline 2, at even odds
    assert policy.preferences == pytest.approx([1.0, -1.0])
    odds = special.expit(2.0)
    policy.update(1, 6.0)  # three above the baseline 3
    assert policy.preferences == pytest.approx([1.0 - 3 * odds, -1.0 + 3 * odds])


def test_without_baseline_the_reward_itself_counts() -> None:
    policy = GradientBandit(2, step_size=1.0, baseline=False)
    policy.update(0, 2.0)
    assert policy.preferences == pytest.approx([1.0, -1.0])
    assert policy.select(Draws(float(special.expit(2.0)) - 1e-6, 0.0, np.random.default_rng(0))) == 0
