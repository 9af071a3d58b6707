"""Action values: estimate what each arm pays, and mostly take the best.

Sutton & Barto 2018, sections 2.2 to 2.6. Conventions of the whole room: ties go
to the lowest index, values are float64, inputs are never changed in place.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from palaestra.systems.bandits.chance import Array, Draws


def first_best(scores: Array) -> int:
    """The index of the highest score, the lowest such index when several tie."""
    return int(np.argmax(scores))


def sample_average(average: float, pulls: int, reward: float) -> float:
    """The mean of `pulls` rewards, from the mean of all but the last (`average`) and the last (`reward`).

    pulls: how many rewards there are *with* this one, at least 1. With pulls = 1 the old average has no weight.
    Source: Sutton & Barto 2018, eq. 2.3.
    """
    return average + (reward - average) / pulls


def recency_average(average: float, reward: float, step_size: float) -> float:
    """The average moved a fixed fraction `step_size` of the way to the reward, so old rewards fade geometrically.

    Source: Sutton & Barto 2018, eq. 2.5.
    """
    return average + step_size * (reward - average)


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    """The best arm, or with probability epsilon any arm (the best included).

    values: (count,). Explores when coin < epsilon, and then takes arm floor(pick * count); ties go to the lowest
    index. Source: Sutton & Barto 2018, section 2.2.
    """
    if coin < epsilon:
        return int(pick * len(values))
    return first_best(values)


def decaying_epsilon(t: int, arms: int, gap: float, c: float = 5.0) -> float:
    """Exploration that fades as 1/t: min(1, c * arms / (gap^2 * t)).

    t: number of the step being chosen, from 1. gap: a lower bound on the distance between best and second-best
    mean, in (0, 1). Source: Auer et al. 2002, figure 3 (epsilon_n-greedy; the theorem asks c > 5).
    """
    return min(1.0, c * arms / (gap**2 * t))


class ActionValues:
    """An estimate of each arm's mean reward, and how often each was pulled.

    initial: value of an arm before its first pull; above what any arm pays, it makes a greedy choice try them all
    (optimistic start, Sutton & Barto 2018, section 2.6). step_size: None for sample averages (which forget
    `initial` at the first pull), otherwise the constant fraction of `recency_average`.
    """

    def __init__(self, arms: int, initial: float = 0.0, step_size: float | None = None) -> None:
        self.values = np.full(arms, float(initial))
        self.pulls = np.zeros(arms, dtype=np.int64)
        self.step_size = step_size

    def update(self, arm: int, reward: float) -> None:
        self.pulls[arm] += 1
        if self.step_size is None:
            self.values[arm] = sample_average(float(self.values[arm]), int(self.pulls[arm]), reward)
        else:
            self.values[arm] = recency_average(float(self.values[arm]), reward, self.step_size)


class EpsilonGreedy:
    """Takes the arm that looks best, and with probability epsilon any arm.

    epsilon: a number, or a function of the step being chosen (from 1), such as `decaying_epsilon`. Zero is the
    greedy policy. `initial` and `step_size` as in ActionValues. Source: Sutton & Barto 2018, section 2.4.
    """

    def __init__(
        self,
        arms: int,
        epsilon: float | Callable[[int], float] = 0.1,
        initial: float = 0.0,
        step_size: float | None = None,
    ) -> None:
        self.estimates = ActionValues(arms, initial, step_size)
        self.epsilon = epsilon
        self.t = 1

    def select(self, draws: Draws) -> int:
        epsilon = self.epsilon(self.t) if callable(self.epsilon) else self.epsilon
        return epsilon_greedy_choice(self.estimates.values, epsilon, draws.coin, draws.pick)

    def update(self, arm: int, reward: float) -> None:
        self.estimates.update(arm, reward)
        self.t += 1
