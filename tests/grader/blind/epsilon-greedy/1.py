from __future__ import annotations

import numpy as np


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    best = int(np.argmax(values))
    if coin < epsilon:
        others = [a for a in range(len(values)) if a != best]
        if not others:
            return best
        return others[int(pick * len(others))]
    return best
