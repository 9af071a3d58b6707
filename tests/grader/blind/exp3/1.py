from __future__ import annotations

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    new = np.array(log_weights, dtype=np.float64)
    new[arm] += gamma * reward / len(new)
    return new
