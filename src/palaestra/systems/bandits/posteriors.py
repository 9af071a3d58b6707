"""Thompson sampling: draw a world from what you believe, and act as if it were true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from palaestra.systems.bandits.chance import Array, Draws
from palaestra.systems.bandits.values import first_best


def beta_posterior(
    successes: NDArray[np.int64], failures: NDArray[np.int64], prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    """The belief about coins after some tosses: parameters (alpha, beta) of a Beta for each arm, each (count,).

    prior: (alpha, beta) before any toss; (1, 1) is uniform. Source: Agrawal & Goyal 2012, algorithm 1.
    """
    heads, tails = np.asarray(successes, dtype=np.float64), np.asarray(failures, dtype=np.float64)
    return heads + prior[0], tails + prior[1]


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    """The belief about normal arms after some pulls: posterior mean and standard deviation of each, each (count,).

    totals: sum of rewards of each arm; pulls: how many. The prior of every mean is normal around 0 with standard
    deviation `prior_deviation`; rewards have known standard deviation `deviation`. Precisions (1 / sd^2) add up.
    Source: Murphy 2012, section 4.4.2.
    """
    precision = 1.0 / prior_deviation**2 + np.asarray(pulls) / deviation**2
    return np.asarray(totals) / deviation**2 / precision, 1.0 / np.sqrt(precision)


class ThompsonBernoulli:
    """Draws each arm's bias from its Beta posterior and takes the highest draw.

    Rewards are 0 or 1. One `draws.posterior.beta(alpha, beta)` a choice gives all samples, in index order; ties go
    to the lowest index. Source: Agrawal & Goyal 2012, algorithm 1; Thompson 1933.
    """

    def __init__(self, arms: int, prior: tuple[float, float] = (1.0, 1.0)) -> None:
        self.successes = np.zeros(arms, dtype=np.int64)
        self.failures = np.zeros(arms, dtype=np.int64)
        self.prior = prior

    def select(self, draws: Draws) -> int:
        alpha, beta = beta_posterior(self.successes, self.failures, self.prior)
        return first_best(draws.posterior.beta(alpha, beta))

    def update(self, arm: int, reward: float) -> None:
        if reward > 0.5:
            self.successes[arm] += 1
        else:
            self.failures[arm] += 1


class ThompsonGaussian:
    """Draws each arm's mean from its normal posterior and takes the highest draw.

    One `draws.posterior.normal(mean, deviation)` a choice gives all samples, in index order.
    Source: Agrawal & Goyal 2013, section 4 (with a prior of finite width).
    """

    def __init__(self, arms: int, prior_deviation: float = 1.0, deviation: float = 1.0) -> None:
        self.totals = np.zeros(arms)
        self.pulls = np.zeros(arms, dtype=np.int64)
        self.prior_deviation, self.deviation = prior_deviation, deviation

    def select(self, draws: Draws) -> int:
        mean, spread = gaussian_posterior(self.totals, self.pulls, self.prior_deviation, self.deviation)
        return first_best(draws.posterior.normal(mean, spread))

    def update(self, arm: int, reward: float) -> None:
        self.totals[arm] += reward
        self.pulls[arm] += 1
