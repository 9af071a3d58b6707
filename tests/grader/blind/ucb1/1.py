from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.play import Draws


class UCB1:
    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.arms = arms
        self.c = c
        self.t = 0
        self.counts = np.zeros(arms)
        self.sums = np.zeros(arms)

    def select(self, draws: Draws) -> int:
        if self.t < self.arms:
            return self.t
        means = self.sums / np.maximum(self.counts, 1)
        bonus = self.c * np.sqrt(np.log(self.t) / np.maximum(self.counts, 1))
        return int(np.argmax(means + bonus))

    def update(self, arm: int, reward: float) -> None:
        self.t += 1
        self.counts[arm] += 1
        self.sums[arm] += reward
