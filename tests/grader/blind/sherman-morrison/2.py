from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    Av = inverse @ vector
    numerator = Av @ Av.T
    denominator = 1 + vector.T @ inverse @ vector
    return inverse - numerator / denominator
