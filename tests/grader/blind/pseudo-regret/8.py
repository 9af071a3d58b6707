from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    if means.ndim == 2:
        gap = means.max(axis=1, keepdims=True) - means[:, actions]
        return np.cumsum(gap.mean(axis=1))
    return np.cumsum(means.max() - means[actions])
