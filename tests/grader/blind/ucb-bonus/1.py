from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    n = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(n.shape, np.inf)
    seen = n > 0
    bonus[seen] = c * np.sqrt(np.log1p(t) / n[seen])
    return bonus
