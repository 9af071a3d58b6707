from __future__ import annotations

import math

import numpy as np


def ucb_bonus(pulls: NDArray[np.int64], t: int, c: float = math.sqrt(2.0)) -> Array:
    result = []
    for n in pulls:
        if n == 0:
            result.append(np.inf)
        else:
            result.append(math.sqrt(c * math.log(max(t, 1)) / n))
    return np.array(result, dtype=np.float64)
