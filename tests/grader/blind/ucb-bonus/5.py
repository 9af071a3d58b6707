from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    counts = np.array(pulls, dtype=float)
    if t == 0:
        # ln is taken as 0, so no bonus yet
        return np.zeros_like(counts)
    bonus = np.full(counts.shape, np.inf)
    tried = counts > 0
    bonus[tried] = c * np.sqrt(math.log(t) / counts[tried])
    return bonus
