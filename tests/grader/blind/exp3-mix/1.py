from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    weights = np.exp(log_weights)
    return (1 - gamma) * weights / weights.sum() + gamma / len(weights)
