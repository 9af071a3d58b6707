from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    regret = np.zeros_like(actions)
    running = 0
    for i, a in enumerate(actions):
        now = means[i] if np.ndim(means) == 2 else means
        running += max(now) - now[a]
        regret[i] = running
    return regret
