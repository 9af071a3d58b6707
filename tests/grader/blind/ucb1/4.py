from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.play import Draws


class UCB1:
    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.c = c
        self.pulls = np.ones(arms)
        self.means = np.zeros(arms)

    def select(self, draws: Draws) -> int:
        t = self.pulls.sum()
        return int(np.argmax(self.means + self.c * np.sqrt(np.log(t) / self.pulls)))

    def update(self, arm: int, reward: float) -> None:
        self.pulls[arm] += 1
        self.means[arm] += (reward - self.means[arm]) / self.pulls[arm]
