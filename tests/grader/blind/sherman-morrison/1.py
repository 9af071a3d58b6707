from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    u = inverse @ vector
    return inverse - np.outer(u, u) / (vector @ u)
