from __future__ import annotations

import numpy as np


def preference_update(
    preferences: Array, probabilities: Array, arm: int, reward: float, baseline: float, step_size: float
) -> Array:
    new = np.array(preferences, dtype=np.float64)
    new[arm] += step_size * (reward - baseline) * (1 - probabilities[arm])
    return new
