from __future__ import annotations

import math

from palaestra.systems.bandits.play import Draws


class UCB1:
    counts: list[int] = []
    sums: list[float] = []

    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.c = c
        while len(self.counts) < arms:
            self.counts.append(0)
            self.sums.append(0.0)
        self.arms = arms

    def select(self, draws: Draws) -> int:
        for a in range(self.arms):
            if self.counts[a] == 0:
                return a
        t = sum(self.counts)
        scores = [
            self.sums[a] / self.counts[a] + self.c * math.sqrt(math.log(t) / self.counts[a]) for a in range(self.arms)
        ]
        return scores.index(max(scores))

    def update(self, arm: int, reward: float) -> None:
        self.counts[arm] += 1
        self.sums[arm] += reward
