from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    idx = np.arange(actions.size)
    per_step = means if means.ndim == 2 else np.repeat(means[None, :], actions.size, axis=0)
    best = per_step.max(axis=-1)
    got = per_step[idx, actions]
    return np.cumsum(best - got) / (idx + 1)
