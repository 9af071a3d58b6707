from __future__ import annotations

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    k = len(log_weights)
    p = (1 - gamma) * probabilities + gamma / k
    x_hat = np.zeros(k, dtype=np.float64)
    x_hat[arm] = reward / p[arm]
    return log_weights + gamma / k * x_hat
