from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    k = log_weights.size
    p = np.exp(log_weights - log_weights.max())
    p = p / p.sum()
    p = np.maximum(p, gamma / k)
    return p / p.sum()
