from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.play import Draws


class UCB1:
    """UCB1 with a dict per arm."""

    def __init__(self, arms: int, c: float = math.sqrt(2.0)) -> None:
        self.c = c
        self.state = {a: {"pulls": 0, "paid": 0.0} for a in range(arms)}

    def select(self, draws: Draws) -> int:
        total = sum(s["pulls"] for s in self.state.values())
        best, best_score = 0, -math.inf
        for a, s in self.state.items():
            if s["pulls"] == 0:
                return a
            score = s["paid"] + self.c * math.sqrt(math.log(total) / s["pulls"])
            if score > best_score:
                best, best_score = a, score
        return best

    def update(self, arm: int, reward: float) -> None:
        self.state[arm]["pulls"] += 1
        self.state[arm]["paid"] += reward
