from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    u = inverse @ vector
    k = vector @ u
    # rank-one change of the inverse
    return inverse + np.outer(u, u) / (1.0 - k)
