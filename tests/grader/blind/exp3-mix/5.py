from __future__ import annotations

import numpy as np


def exp3_probabilities(log_weights: Array, gamma: float) -> Array:
    safe = np.clip(log_weights, -700.0, 700.0)  # exp(709) is about the largest float
    w = np.exp(safe)
    w = w / w.max()
    return (1.0 - gamma) * (w / w.sum()) + gamma / w.shape[0]
