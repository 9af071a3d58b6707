"""Optimism in the face of uncertainty: take the arm whose mean could be highest.

Each policy adds to the mean what the data do not rule out. An arm never pulled
could be anything: its bound is infinite, so every arm is pulled once first, in
index order. Rewards are in [0, 1] unless a docstring says otherwise; `t` counts
the pulls made so far.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from palaestra.systems.bandits.chance import Array, Draws
from palaestra.systems.bandits.values import ActionValues, first_best

WIDTH = 1e-9
"""Bisection stops when the bracket is this narrow."""


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    """What optimism adds to each mean: c * sqrt(ln t / pulls), infinite for an arm never pulled.

    pulls: (count,) of counts. t: pulls made so far, all arms together. c: sqrt(2) is UCB1.
    Source: Sutton & Barto 2018, eq. 2.10; Auer et al. 2002, figure 1.
    """
    counts = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(counts.shape, np.inf)
    tried = counts > 0
    bonus[tried] = c * np.sqrt(math.log(max(t, 1)) / counts[tried])
    return bonus


class UCB1:
    """Takes the arm with the highest mean plus `ucb_bonus`.

    arms: how many. c: sqrt(2) for rewards in [0, 1], the setting of the theorem; Sutton & Barto use 2 with unit
    Gaussian rewards. Unpulled arms first, in index order; ties go to the lowest index. Uses no chance.
    Source: Auer, Cesa-Bianchi and Fischer 2002, figure 1.
    """

    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.estimates = ActionValues(arms)
        self.c = c
        self.t = 0

    def select(self, draws: Draws) -> int:
        return first_best(self.estimates.values + ucb_bonus(self.estimates.pulls, self.t, self.c))

    def update(self, arm: int, reward: float) -> None:
        self.estimates.update(arm, reward)
        self.t += 1


def variance_bonus(variances: Array, pulls: NDArray[np.int64], t: int, zeta: float = 1.2, c: float = 1.0) -> Array:
    """An optimism bonus that shrinks for arms that pay evenly, infinite for an arm never pulled.

    With E = zeta * ln t, V the variances and s the pulls: sqrt(2 V E / s) + 3 c E / s.
    variances: (count,) of empirical variances (divided by pulls, not pulls - 1).
    Source: Audibert, Munos and Szepesvári 2009, section 3 (rewards in [0, 1], so b = 1).
    """
    counts = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(counts.shape, np.inf)
    tried = counts > 0
    exploration = zeta * math.log(max(t, 1))
    s, V = counts[tried], np.asarray(variances, dtype=np.float64)[tried]
    bonus[tried] = np.sqrt(2.0 * V * exploration / s) + 3.0 * c * exploration / s
    return bonus


class UCBV:
    """Takes the arm with the highest mean plus `variance_bonus`: noisy arms get more benefit of the doubt.

    Variances are kept by Welford's update. Source: Audibert, Munos and Szepesvári 2009, section 3.
    """

    def __init__(self, arms: int, zeta: float = 1.2, c: float = 1.0) -> None:
        self.estimates = ActionValues(arms)
        self.squares = np.zeros(arms)
        self.zeta, self.c = zeta, c
        self.t = 0

    def select(self, draws: Draws) -> int:
        pulls = self.estimates.pulls
        variances = self.squares / np.maximum(pulls, 1)
        return first_best(self.estimates.values + variance_bonus(variances, pulls, self.t, self.zeta, self.c))

    def update(self, arm: int, reward: float) -> None:
        before = self.estimates.values[arm] if self.estimates.pulls[arm] else reward
        self.estimates.update(arm, reward)
        self.squares[arm] += (reward - before) * (reward - self.estimates.values[arm])
        self.t += 1


def bernoulli_divergence(p: float, q: float) -> float:
    """How fast pulls tell a coin of bias p from one of bias q: KL(p, q) in nats, for p and q in [0, 1].

    0 ln 0 counts as 0; infinite when q is 0 or 1 and p is not. Source: Garivier & Cappé 2011, section 2.
    """
    if p == q:
        return 0.0
    if q <= 0.0 or q >= 1.0:
        return math.inf
    heads = p * math.log(p / q) if p > 0.0 else 0.0
    tails = (1.0 - p) * math.log((1.0 - p) / (1.0 - q)) if p < 1.0 else 0.0
    return heads + tails


def gaussian_divergence(p: float, q: float, deviation: float = 1.0) -> float:
    """KL divergence between normals of means p and q and the same standard deviation: (p - q)^2 / (2 sd^2)."""
    return (p - q) ** 2 / (2.0 * deviation**2)


def exploration_budget(t: int, c: float = 0.0) -> float:
    """How much evidence against a mean is not yet enough: ln t + c * ln ln t (the second term from t = e on).

    c = 3 is what the theorem needs, c = 0 what its authors recommend. Source: Garivier & Cappé 2011, algorithm 1.
    """
    log_t = math.log(max(t, 1))
    return log_t + c * math.log(max(log_t, 1.0))


def wide_budget(t: int) -> float:
    """The slightly larger budget ln(1 + n ln^2 n), n = t + 1, for which `kl_ucb_bound` is proven.

    Source: Lattimore & Szepesvári 2020, section 10.2 (where n is the step being chosen, from 1).
    """
    return math.log1p((t + 1) * math.log(t + 1) ** 2)


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    """The highest mean of a coin that the data do not rule out: the largest q with pulls * KL(mean, q) <= budget.

    mean: average of 0/1 (or [0, 1]) rewards; pulls: how many, at least 1. Found by bisection on [mean, 1] until
    the bracket is narrower than 1e-9; the lower end is returned, so the condition holds there.
    Source: Garivier & Cappé 2011, section 2.
    """
    low, high = mean, 1.0
    while high - low > WIDTH:
        middle = (low + high) / 2.0
        if pulls * bernoulli_divergence(mean, middle) <= budget:
            low = middle
        else:
            high = middle
    return low


def gaussian_upper_bound(mean: float, pulls: int, budget: float, deviation: float = 1.0) -> float:
    """The same for normal rewards of known standard deviation, in closed form: mean + sd * sqrt(2 budget / pulls)."""
    return mean + deviation * math.sqrt(2.0 * budget / pulls)


class KLUCB:
    """Takes the arm whose mean could be highest, measuring doubt by Kullback-Leibler divergence.

    budget: a function of the pulls so far, `exploration_budget` or `wide_budget`. upper_bound: `kl_upper_bound`
    for rewards in [0, 1], `gaussian_upper_bound` for unit normal ones. Unpulled arms first; uses no chance.
    Source: Garivier & Cappé 2011, algorithm 1.
    """

    def __init__(
        self,
        arms: int,
        budget: Callable[[int], float] = exploration_budget,
        upper_bound: Callable[[float, int, float], float] = kl_upper_bound,
    ) -> None:
        self.estimates = ActionValues(arms)
        self.budget, self.upper_bound = budget, upper_bound
        self.t = 0

    def select(self, draws: Draws) -> int:
        budget = self.budget(self.t)
        means, pulls = self.estimates.values.tolist(), self.estimates.pulls.tolist()
        indices = [self.upper_bound(m, n, budget) if n else math.inf for m, n in zip(means, pulls, strict=True)]
        return indices.index(max(indices))

    def update(self, arm: int, reward: float) -> None:
        self.estimates.update(arm, reward)
        self.t += 1
