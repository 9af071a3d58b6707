"""Off-policy estimators: exact expectations by enumerating every log that could have been, then hand calculation."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.systems.bandits.logged import (
    Estimate,
    direct_method,
    doubly_robust,
    importance_weights,
    inverse_propensity,
    log_choices,
    policy_value,
    self_normalised,
)


def toy(seed: int, rounds: int = 4, arms: int = 3) -> tuple[np.ndarray, ...]:
    """Full-information rewards, logging and target probabilities, and a (wrong) reward model."""
    rng = np.random.default_rng(seed)
    logging, target = rng.dirichlet(np.ones(arms), rounds) + 0.05, rng.dirichlet(np.ones(arms), rounds)
    logging /= logging.sum(axis=1, keepdims=True)
    return rng.normal(size=(rounds, arms)), logging, target, rng.normal(size=(rounds, arms))


def moments(
    rewards: np.ndarray, logging: np.ndarray, estimate: Callable[[np.ndarray, np.ndarray, np.ndarray], Estimate]
) -> tuple[float, float]:
    """Exact mean and variance of an estimator over every log the logging policy could have written."""
    rounds, places = len(rewards), np.arange(len(rewards))
    values, chances = [], []
    for choice in product(range(rewards.shape[1]), repeat=rounds):
        arms = np.array(choice)
        propensities = logging[places, arms]
        values.append(estimate(arms, rewards[places, arms], propensities).value)
        chances.append(propensities.prod())
    mean = float(np.dot(chances, values))
    return mean, float(np.dot(chances, (np.array(values) - mean) ** 2))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_ips_is_unbiased_over_every_possible_log(seed: int) -> None:
    rewards, logging, target, _ = toy(seed)
    mean, _ = moments(rewards, logging, lambda a, r, p: inverse_propensity(a, r, p, target))
    assert mean == pytest.approx(policy_value(rewards, target), abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_doubly_robust_is_unbiased_with_any_model(seed: int) -> None:
    rewards, logging, target, predicted = toy(seed)
    mean, _ = moments(rewards, logging, lambda a, r, p: doubly_robust(a, r, p, target, predicted))
    assert mean == pytest.approx(policy_value(rewards, target), abs=1e-12)


def test_doubly_robust_with_a_perfect_model_never_varies() -> None:
    rewards, logging, target, _ = toy(5)
    mean, variance = moments(rewards, logging, lambda a, r, p: doubly_robust(a, r, p, target, rewards))
    assert mean == pytest.approx(policy_value(rewards, target), abs=1e-12)
    assert variance < 1e-28


def test_doubly_robust_with_a_perfect_model_forgives_wrong_propensities() -> None:
    rewards, logging, target, _ = toy(6)
    mean, _ = moments(rewards, logging, lambda a, r, p: doubly_robust(a, r, np.full_like(p, 0.5), target, rewards))
    assert mean == pytest.approx(policy_value(rewards, target), abs=1e-12)


def test_ips_with_wrong_propensities_is_biased() -> None:
    rewards, logging, target, _ = toy(6)
    mean, _ = moments(rewards, logging, lambda a, r, p: inverse_propensity(a, r, np.full_like(p, 0.5), target))
    assert abs(mean - policy_value(rewards, target)) > 0.01


@given(st.integers(0, 10**6), st.floats(-100.0, 100.0))
def test_snips_moves_with_the_rewards(seed: int, shift: float) -> None:
    rewards, logging, target, _ = toy(seed, rounds=20)
    log = log_choices(rewards, logging, np.random.default_rng(seed).random(20))
    before = self_normalised(log.arms, log.rewards, log.propensities, target)
    after = self_normalised(log.arms, log.rewards + shift, log.propensities, target)
    assert after.value == pytest.approx(before.value + shift, abs=1e-9)
    assert after.standard_error == pytest.approx(before.standard_error, abs=1e-9)
    assert log.rewards.min() - 1e-9 <= before.value <= log.rewards.max() + 1e-9


def test_estimates_by_hand() -> None:
    # Two rounds, two arms. Weights 0.5/0.25 = 2 and 1/0.5 = 2 for rewards 1 and 3.
    arms, rewards, propensities = np.array([0, 1]), np.array([1.0, 3.0]), np.array([0.25, 0.5])
    target, predicted = np.array([[0.5, 0.5], [0.0, 1.0]]), np.array([[2.0, 4.0], [5.0, 1.0]])
    np.testing.assert_allclose(importance_weights(arms, propensities, target), [2.0, 2.0])
    ips = inverse_propensity(arms, rewards, propensities, target)
    assert (ips.value, ips.standard_error) == pytest.approx((4.0, 2.0))  # terms 2 and 6: s = sqrt(8), / sqrt(2)
    snips = self_normalised(arms, rewards, propensities, target)
    assert (snips.value, snips.standard_error) == pytest.approx((2.0, np.sqrt(8.0) / 4.0))
    direct = direct_method(target, predicted)
    assert (direct.value, direct.standard_error) == pytest.approx((2.0, 1.0))  # terms 3 and 1
    robust = doubly_robust(arms, rewards, propensities, target, predicted)
    assert (robust.value, robust.standard_error) == pytest.approx((3.0, 2.0))  # terms 3 - 2 = 1 and 1 + 4 = 5


def test_standard_errors_say_how_estimates_spread() -> None:
    rng = np.random.default_rng(0)
    rewards, logging, target, predicted = toy(1, rounds=400)
    predicted = rewards + 0.3 * predicted
    values: dict[str, list[Estimate]] = {"ips": [], "snips": [], "dr": []}
    for _ in range(400):
        # Fresh rounds each time: the standard error speaks of rounds drawn anew, as well as of choices.
        rows = rng.integers(0, 400, 400)
        log = log_choices(rewards[rows], logging[rows], rng.random(400))
        seen = log.arms, log.rewards, log.propensities, target[rows]
        values["ips"].append(inverse_propensity(*seen))
        values["snips"].append(self_normalised(*seen))
        values["dr"].append(doubly_robust(*seen, predicted[rows]))
    for estimates in values.values():
        spread = np.std([each.value for each in estimates])
        # 400 draws tell the spread to about 1/sqrt(800) = 3.5 %; four of those, and the delta method has an error too.
        assert np.mean([each.standard_error for each in estimates]) == pytest.approx(spread, rel=0.15)


def test_logging_follows_the_probabilities() -> None:
    rewards = np.arange(12.0).reshape(4, 3)
    logging = np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0], [0.2, 0.3, 0.5], [0.5, 0.5, 0.0]])
    log = log_choices(rewards, logging, np.array([0.1, 0.0, 0.5, 0.999999]))
    np.testing.assert_array_equal(log.arms, [0, 1, 2, 1])
    np.testing.assert_array_equal(log.rewards, [0.0, 4.0, 8.0, 10.0])
    np.testing.assert_array_equal(log.propensities, [0.2, 1.0, 0.5, 0.5])


def test_a_log_that_says_nothing_is_refused() -> None:
    with pytest.raises(Refusal, match="No logged choice"):
        self_normalised(np.array([0]), np.array([1.0]), np.array([0.5]), np.array([[0.0, 1.0]]))
    for impossible in (0.0, -0.1, 1.5, np.nan):
        with pytest.raises(Refusal, match="propensity outside"):
            importance_weights(np.array([0]), np.array([impossible]), np.array([[0.5, 0.5]]))
