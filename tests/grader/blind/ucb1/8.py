from __future__ import annotations

import math

from palaestra.systems.bandits.play import Draws


class UCB1:
    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.n = [0] * arms
        self.mean = [0.0] * arms
        self.c = c

    def _index(self, a: int) -> float:
        t = sum(self.n)
        return self.mean[a] + self.c * math.sqrt(math.log(t) / self.n[a])

    def select(self, draws: Draws) -> int:
        if 0 in self.n:
            return self.n.index(0)
        winner = 0
        for a in range(1, len(self.n)):
            if self._index(a) >= self._index(winner):
                winner = a
        return winner

    def update(self, arm: int, reward: float) -> None:
        self.n[arm] += 1
        self.mean[arm] = self.mean[arm] + (reward - self.mean[arm]) / self.n[arm]
