from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    best = np.max(means)
    if means.ndim == 1:
        chosen = means[actions]
    else:
        chosen = means[np.arange(len(actions)), actions]
    return np.cumsum(best - chosen)
