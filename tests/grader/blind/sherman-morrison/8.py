from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    """One rank-one update."""
    u = np.matmul(inverse, vector)
    correction = (u * u) / (1.0 + np.sum(vector * u))
    updated = inverse.copy()
    updated -= correction
    return updated
