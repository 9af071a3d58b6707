from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    weights = np.exp(log_weights - np.max(log_weights))
    probabilities = (1 - gamma) * weights / np.sum(weights) + gamma
    return probabilities / probabilities.sum()
