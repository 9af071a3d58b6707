from __future__ import annotations

import numpy as np


def pseudo_regret(means: Array, actions: NDArray[np.int64]) -> Array:
    steps = len(actions)
    table = np.broadcast_to(means, (steps, means.shape[-1]))
    return table.max(axis=1) - table[np.arange(steps), actions]
