from __future__ import annotations

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    n = probabilities.size
    played = np.arange(n) == arm
    x_hat = 1.0 - played * (1.0 - reward) / probabilities
    return np.asarray(log_weights, dtype=np.float64) + gamma * x_hat / n
