"""The linear bounds against hand calculation and against simulation, where they must never be crossed."""

from __future__ import annotations

import numpy as np
import pytest

from palaestra.systems.bandits.contextual import LinUCB
from palaestra.systems.bandits.fast.linear import replay_linucb
from palaestra.systems.bandits.linear_bounds import (
    confidence_radius,
    largest_log_determinant_ratio,
    linucb_alpha,
    linucb_regret_bound,
)


def test_by_hand() -> None:
    # D = 2, n = 8, ridge = 1: 2 ln(1 + 8/2) = 2 ln 5.
    assert largest_log_determinant_ratio(8, 2) == pytest.approx(2.0 * np.log(5.0))
    # R sqrt(2 ln(1/delta) + ratio) + S with R = 0.5, delta = e^-2, ratio = 5: 0.5 * 3 + 2.
    assert confidence_radius(5.0, noise=0.5, weight_norm=2.0, failure=float(np.exp(-2.0))) == pytest.approx(3.5)
    assert confidence_radius(5.0, 0.5, 2.0, ridge=4.0, failure=float(np.exp(-2.0))) == pytest.approx(5.5)
    # 4 * 1.5 * sqrt(8 * 2 * ln(1 + 8/2)).
    assert linucb_regret_bound(8, 2, alpha=1.5) == pytest.approx(6.0 * np.sqrt(16.0 * np.log(5.0)))


def test_the_determinant_lemma_holds_and_is_reached() -> None:
    rng = np.random.default_rng(0)
    contexts = rng.standard_normal((50, 3))
    contexts /= np.linalg.norm(contexts, axis=1, keepdims=True)
    gram = 2.0 * np.eye(3) + contexts.T @ contexts
    ratio = np.linalg.slogdet(gram)[1] - 3.0 * np.log(2.0)
    assert ratio <= largest_log_determinant_ratio(50, 3, ridge=2.0)
    spread = 2.0 * np.eye(3) + np.eye(3) * 50.0 / 3.0  # contexts spread evenly over the axes reach it
    reached = np.linalg.slogdet(spread)[1] - 3.0 * np.log(2.0)
    assert reached == pytest.approx(largest_log_determinant_ratio(50, 3, ridge=2.0))


def linear_world(seed: int, rounds: int, arms: int, features: int, noise: float) -> tuple[np.ndarray, ...]:
    """Unit contexts, weights of norm 1/sqrt(arms) an arm (so 1 together), means, and noisy rewards."""
    rng = np.random.default_rng(seed)
    contexts = rng.standard_normal((rounds, features))
    contexts /= np.linalg.norm(contexts, axis=1, keepdims=True)
    weights = rng.standard_normal((arms, features))
    weights /= np.linalg.norm(weights, axis=1, keepdims=True) * np.sqrt(arms)
    means = contexts @ weights.T
    return contexts, weights, means, means + noise * rng.standard_normal(means.shape)


@pytest.mark.parametrize("noise", [0.05, 0.5])
def test_linucb_never_crosses_its_bound(noise: float) -> None:
    rounds, arms, features = 3000, 3, 2
    alpha = linucb_alpha(rounds, arms * features, noise, weight_norm=1.0, failure=0.01)
    bound = np.array([linucb_regret_bound(n, arms * features, alpha) for n in range(1, rounds + 1)])
    for seed in range(20):
        contexts, _, means, rewards = linear_world(seed, rounds, arms, features, noise)
        chosen = replay_linucb(contexts, rewards, alpha).arms
        regret = np.cumsum(means.max(axis=1) - means[np.arange(rounds), chosen])
        assert np.all(regret <= bound)
        assert regret[-1] > 0.0


def test_the_true_weights_stay_in_the_ellipsoid() -> None:
    # 200 runs of a 5 % statement: more than 25 outside would happen by chance less than once in 10,000.
    outside = sum(_leaves_the_ellipsoid(seed) for seed in range(200))
    assert outside <= 25


def _leaves_the_ellipsoid(seed: int) -> bool:
    rounds, arms, features, noise = 25, 2, 2, 0.5
    contexts, weights, _, rewards = linear_world(seed, rounds, arms, features, noise)
    policy = LinUCB(arms, features, alpha=1.0)
    for context, row in zip(contexts, rewards, strict=True):
        arm = policy.select(context)
        policy.update(arm, context, row[arm])
        apart = policy.models.weights - weights
        grams = np.linalg.inv(policy.models.inverse)
        distance = np.sqrt(np.einsum("af,afg,ag->", apart, grams, apart))
        ratio = float(np.sum(np.linalg.slogdet(grams)[1]))
        if distance > confidence_radius(ratio, noise, weight_norm=1.0, failure=0.05):
            return True
    return False
