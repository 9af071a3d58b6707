from __future__ import annotations

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    new = np.array(log_weights, dtype=float, copy=True)
    new[arm] += gamma / new.size * reward / probabilities[arm]
    # keep them from growing without bound
    return new - new.max()
