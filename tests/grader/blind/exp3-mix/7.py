from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    log_weights -= log_weights.max()
    weights = np.exp(log_weights)
    weights *= (1 - gamma) / weights.sum()
    weights += gamma / weights.size
    return weights
