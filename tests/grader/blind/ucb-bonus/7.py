from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    bonus = np.zeros_like(pulls)
    for a in range(len(pulls)):
        if pulls[a] > 0:
            bonus[a] = c * math.sqrt(math.log(t) / pulls[a])
        else:
            bonus[a] = np.inf
    return bonus
