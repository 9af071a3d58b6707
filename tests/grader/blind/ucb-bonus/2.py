from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    log_t = math.log(t) if t > 0 else 0.0
    return c * np.sqrt(log_t / np.maximum(pulls, 1))
