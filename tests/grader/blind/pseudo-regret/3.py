from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    m = np.asarray(means, dtype=np.float64)
    rounds = np.arange(len(actions))
    if m.ndim == 1:
        m = np.tile(m, (len(actions), 1))
    comparator = m.sum(axis=0).argmax()     # best fixed arm in hindsight
    gaps = m[:, comparator] - m[rounds, actions]
    return gaps.cumsum()
