from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    iv = np.dot(inverse, vector)
    return inverse - np.outer(iv, iv) / (1.0 + np.dot(vector, vector))
