from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    z = log_weights - np.max(log_weights)
    w = np.exp(z)
    w /= w.sum()
    uniform = np.full(len(w), 1.0 / len(w))
    return gamma * w + (1.0 - gamma) * uniform
