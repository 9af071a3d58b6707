from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    pulls = np.asarray(pulls)
    log_t = np.log(t) if t else 0.0
    return np.where(pulls == 0, np.inf, c * np.sqrt(log_t / pulls))
