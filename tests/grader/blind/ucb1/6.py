from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.play import Draws
from palaestra.systems.bandits.upper_bounds import ucb_bonus


class UCB1:
    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.c = c
        self.last = 0
        self.pulls = np.zeros(arms, dtype=int)
        self.totals = np.zeros(arms)

    def select(self, draws: Draws) -> int:
        means = self.totals / np.maximum(self.pulls, 1)
        self.last = int(np.argmax(means + ucb_bonus(self.pulls, int(self.pulls.sum()), self.c)))
        return self.last

    def update(self, arm: int, reward: float) -> None:
        self.pulls[self.last] += 1
        self.totals[self.last] += reward
