from __future__ import annotations

import numpy as np


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    if coin < epsilon:
        return int(np.floor(pick * np.size(values)))
    ranking = np.argsort(values, kind="stable")
    return int(ranking[-1])
