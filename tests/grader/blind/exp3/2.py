from __future__ import annotations

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    estimate = np.zeros(len(probabilities))
    estimate[arm] = reward / probabilities[arm]
    return log_weights + gamma * estimate
