from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    result = inverse
    u = inverse @ vector
    scale = 1.0 + vector @ u
    d = len(vector)
    for i in range(d):
        for j in range(d):
            result[i, j] -= u[i] * u[j] / scale
    return result
