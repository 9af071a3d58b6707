from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    pulls = np.array(pulls, dtype=np.float64)
    width = c * math.sqrt(math.log(t)) if t > 0 else 0.0
    return np.divide(width, pulls, out=np.full_like(pulls, np.inf), where=pulls > 0)
