from __future__ import annotations

import numpy as np


def exp3_update(log_weights: Array, probabilities: Array, arm: int, reward: float, gamma: float) -> Array:
    count = len(log_weights)
    log_weights[arm] += gamma * (reward / probabilities[arm]) / count
    return log_weights
