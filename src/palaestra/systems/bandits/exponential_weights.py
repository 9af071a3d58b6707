"""EXP3: no statistics at all, only weights; so it works when the rewards are chosen by an opponent.

Auer, Cesa-Bianchi, Freund and Schapire 2002 (SIAM), section 3. Rewards are in [0, 1].
"""

from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.chance import Array, Draws
from palaestra.systems.bandits.gradient import draw_arm, softmax


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    """Weights made into probabilities, with a fraction gamma spread evenly over all arms, shape (count,).

    Source: Auer et al. 2002 (SIAM), figure 1, step 1.
    """
    log_weights = np.asarray(log_weights, dtype=np.float64)
    return (1.0 - gamma) * softmax(log_weights) + gamma / len(log_weights)


def importance_weighted(arms: int, arm: int, reward: float, probability: float) -> Array:
    """An unbiased estimate of *every* arm's reward from one: reward / probability for `arm`, 0 elsewhere.

    Source: Auer et al. 2002 (SIAM), figure 1, step 4.
    """
    estimate = np.zeros(arms)
    estimate[arm] = reward / probability
    return estimate


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    """New log-weights: each grows by gamma / count times its estimated reward. The inputs stay as they are.

    Log-weights, because weights overflow after some thousand steps. Source: Auer et al. 2002 (SIAM), figure 1.
    """
    count = len(log_weights)
    return log_weights + gamma / count * importance_weighted(count, arm, reward, float(probabilities[arm]))


def exp3_gamma(arms: int, best_total: float) -> float:
    """The exploration that makes the bound smallest, min(1, sqrt(K ln K / ((e - 1) g))).

    arms: K. best_total: g, an upper bound on the best arm's total reward (the number of steps will do).
    Source: Auer et al. 2002 (SIAM), corollary 3.2.
    """
    return min(1.0, math.sqrt(arms * math.log(arms) / ((math.e - 1.0) * best_total)))


class EXP3:
    """Chooses by exponential weights over importance-weighted rewards, mixed with uniform exploration gamma.

    Source: Auer et al. 2002 (SIAM), figure 1.
    """

    def __init__(self, arms: int, gamma: float) -> None:
        self.log_weights = np.zeros(arms)
        self.gamma = gamma
        self.probabilities = exp3_probabilities(self.log_weights, gamma)

    def select(self, draws: Draws) -> int:
        return draw_arm(self.probabilities, draws.coin)

    def update(self, arm: int, reward: float) -> None:
        self.log_weights = exp3_update(self.log_weights, self.probabilities, arm, reward, self.gamma)
        self.probabilities = exp3_probabilities(self.log_weights, self.gamma)
