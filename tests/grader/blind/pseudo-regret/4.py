from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    if means.ndim == 1:
        gaps = means.max() - means
        return np.cumsum(gaps[actions])
    gaps = means.max(axis=0) - means
    return np.cumsum(gaps[np.arange(len(actions)), actions])
