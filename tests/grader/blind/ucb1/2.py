from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.play import Draws
from palaestra.systems.bandits.upper_bounds import ucb_bonus


class UCB1:
    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.c = c
        self.time = 0
        self.n = np.zeros(arms, dtype=np.int64)
        self.q = np.zeros(arms)

    def select(self, draws: Draws) -> int:
        arm = int(np.argmax(self.q + ucb_bonus(self.n, self.time, self.c)))
        self.time += 1
        return arm

    def update(self, arm: int, reward: float) -> None:
        self.n[arm] += 1
        self.q[arm] += (reward - self.q[arm]) / self.n[arm]
