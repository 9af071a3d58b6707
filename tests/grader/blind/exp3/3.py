from __future__ import annotations

import math

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    K = len(log_weights)
    xhat = reward / probabilities[arm]
    result = log_weights.astype(np.float64)
    result[arm] = result[arm] * math.exp(gamma * xhat / K)
    return result
