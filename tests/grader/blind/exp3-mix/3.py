from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    k = len(log_weights)
    total = float(np.sum(log_weights))
    if total == 0:
        return np.ones(k) / k
    share = np.asarray(log_weights, dtype=np.float64) / total
    return (1 - gamma) * share + gamma / k
