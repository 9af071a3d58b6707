from __future__ import annotations

import numpy as np


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    if coin < epsilon:
        return int(pick * len(values))
    best = np.flatnonzero(values == np.max(values))
    # ties are broken fairly
    return int(best[int(pick * len(best))])
