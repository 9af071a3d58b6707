"""Gradient bandits: prefer what paid better than usual.

Stochastic gradient ascent on the expected reward of a softmax over preferences,
the smallest policy-gradient method. Sutton & Barto 2018, section 2.8.
"""

from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.chance import Array, Draws
from palaestra.systems.bandits.values import sample_average


def softmax(preferences: Array) -> Array:
    """Probabilities proportional to exp(preference), shape (count,), safe for preferences of any size.

    Source: Sutton & Barto 2018, eq. 2.11.
    """
    preferences = np.asarray(preferences, dtype=np.float64)
    weights = np.exp(preferences - preferences.max())
    return weights / weights.sum()


def draw_arm(probabilities: Array, coin: float) -> int:
    """The arm at which the running sum of the probabilities first exceeds the coin.

    coin: uniform on [0, 1). When rounding leaves the sum below the coin, the last arm.
    """
    running = np.cumsum(probabilities)
    return min(int(np.searchsorted(running, coin, side="right")), len(running) - 1)


def preference_update(
    preferences: Array, probabilities: Array, arm: int, reward: float, baseline: float, step_size: float
) -> Array:
    """New preferences after `arm` paid `reward`: up for it if that beat the baseline, down for the others, in
    proportion to how likely each was.

    preferences, probabilities: (count,); the inputs stay as they are. Source: Sutton & Barto 2018, eq. 2.12.
    """
    chosen = np.zeros(len(preferences))
    chosen[arm] = 1.0
    return preferences + step_size * (reward - baseline) * (chosen - probabilities)


class GradientBandit:
    """Chooses from a softmax over preferences learned by stochastic gradient ascent.

    With baseline, the baseline of a step is the mean of all rewards *before* it, and of the first step its own
    reward, so that the first step changes nothing; without, it is 0. Source: Sutton & Barto 2018, section 2.8.
    """

    def __init__(self, arms: int, step_size: float = 0.1, baseline: bool = True) -> None:
        self.preferences = np.zeros(arms)
        self.probabilities = softmax(self.preferences)
        self.step_size, self.baseline = step_size, baseline
        self.average = 0.0
        self.t = 0

    def select(self, draws: Draws) -> int:
        return draw_arm(self.probabilities, draws.coin)

    def update(self, arm: int, reward: float) -> None:
        usual = (self.average if self.t else reward) if self.baseline else 0.0
        self.preferences = preference_update(self.preferences, self.probabilities, arm, reward, usual, self.step_size)
        self.probabilities = softmax(self.preferences)
        self.t += 1
        self.average = sample_average(self.average, self.t, reward)
