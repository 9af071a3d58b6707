from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.play import Draws


class UCB1:
    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.Q = np.zeros(arms)
        self.N = np.zeros(arms, dtype=np.int64)
        self.c = c

    def select(self, draws: Draws) -> int:
        untried = np.where(self.N == 0)[0]
        if len(untried) > 0:
            return int(untried[0])
        return int(np.argmax(self.Q + self.c * np.sqrt(np.log(self.N.sum()) / self.N)))

    def update(self, arm: int, reward: float) -> None:
        self.Q[arm] += (reward - self.Q[arm]) / max(self.N[arm], 1)
        self.N[arm] += 1
