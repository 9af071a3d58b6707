"""Posteriors against Bayes' rule on a grid, and choices against the probability of being best."""

import numpy as np
import pytest
from scipy import stats

from palaestra.systems.bandits import (
    Draws,
    ThompsonBernoulli,
    ThompsonGaussian,
    beta_posterior,
    gaussian_posterior,
)


class Dictated:
    """A generator that returns what it was told and remembers what it was asked."""

    def __init__(self, samples: list[float]) -> None:
        self.samples, self.asked = np.array(samples), []

    def beta(self, alpha, beta):
        self.asked.append((np.array(alpha), np.array(beta)))
        return self.samples

    def normal(self, mean, deviation):
        self.asked.append((np.array(mean), np.array(deviation)))
        return self.samples


def test_beta_posterior_is_bayes_rule() -> None:
    p = np.linspace(0, 1, 20_001)[1:-1]
    for prior in [(1.0, 1.0), (0.5, 2.0)]:
        weights = stats.beta.pdf(p, *prior) * p**7 * (1 - p) ** 3
        alpha, beta = beta_posterior(np.array([7]), np.array([3]), prior)
        weights /= weights.sum()
        assert stats.beta.mean(alpha[0], beta[0]) == pytest.approx(weights @ p, abs=1e-6)
        assert stats.beta.var(alpha[0], beta[0]) == pytest.approx(weights @ p**2 - (weights @ p) ** 2, abs=1e-6)


def test_gaussian_posterior_is_bayes_rule() -> None:
    given_rewards, prior_deviation, deviation = np.array([0.3, 1.9, 1.1]), 2.0, 0.7
    means = np.linspace(-6, 6, 40_001)
    log_weights = stats.norm.logpdf(means, 0, prior_deviation)
    log_weights += stats.norm.logpdf(given_rewards[:, None], means, deviation).sum(axis=0)
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    mean, spread = gaussian_posterior(np.array([given_rewards.sum()]), np.array([3]), prior_deviation, deviation)
    assert mean[0] == pytest.approx(weights @ means, abs=1e-6)
    assert spread[0] == pytest.approx(np.sqrt(weights @ means**2 - (weights @ means) ** 2), abs=1e-6)


def test_before_any_reward_the_posterior_is_the_prior() -> None:
    mean, spread = gaussian_posterior(np.zeros(2), np.zeros(2, dtype=int), prior_deviation=3.0)
    assert (mean.tolist(), spread.tolist()) == ([0.0, 0.0], [3.0, 3.0])
    alpha, beta = beta_posterior(np.zeros(2, dtype=int), np.zeros(2, dtype=int), prior=(2.0, 5.0))
    assert (alpha.tolist(), beta.tolist()) == ([2.0, 2.0], [5.0, 5.0])


def test_thompson_asks_once_for_all_arms_and_takes_the_highest() -> None:
    policy, dictated = ThompsonBernoulli(3), Dictated([0.2, 0.9, 0.9])
    policy.update(0, 1.0)
    policy.update(0, 0.0)
    policy.update(2, 0.0)
    assert policy.select(Draws(0.0, 0.0, dictated)) == 1
    ((alpha, beta),) = dictated.asked
    assert (alpha.tolist(), beta.tolist()) == ([2.0, 1.0, 1.0], [2.0, 1.0, 2.0])


def test_gaussian_thompson_asks_for_the_posterior() -> None:
    policy, dictated = ThompsonGaussian(2), Dictated([-1.0, -2.0])
    policy.update(1, 3.0)
    assert policy.select(Draws(0.0, 0.0, dictated)) == 0
    ((mean, spread),) = dictated.asked
    assert mean == pytest.approx([0.0, 1.5])
    assert spread == pytest.approx([1.0, np.sqrt(0.5)])


def test_thompson_chooses_an_arm_as_often_as_it_is_best() -> None:
    policy = ThompsonBernoulli(2)
    for arm, given_rewards in enumerate([[1, 1, 0], [1, 0, 0, 0]]):
        for reward in given_rewards:
            policy.update(arm, float(reward))
    rng, n = np.random.default_rng(5), 20_000
    chosen = np.mean([policy.select(Draws(0.0, 0.0, rng)) for _ in range(n)])
    # P(Beta(2, 4) > Beta(3, 2)) by quadrature.
    best = stats.beta(2, 4).expect(lambda x: stats.beta(3, 2).cdf(x))
    assert chosen == pytest.approx(best, abs=4 * np.sqrt(best * (1 - best) / n))
