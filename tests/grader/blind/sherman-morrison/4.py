from __future__ import annotations

import numpy as np


def sherman_morrison(inverse: Array, vector: Array) -> Array:
    column = (inverse @ vector)[:, np.newaxis]
    row = vector[np.newaxis, :]
    return inverse - column @ row / (1.0 + (row @ column).item())
