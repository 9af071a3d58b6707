from __future__ import annotations

import numpy as np


def preference_update(
    preferences: Array, probabilities: Array, arm: int, reward: float, baseline: float, step_size: float
) -> Array:
    h = np.asarray(preferences, dtype=np.float64)
    advantage = reward - baseline
    h -= step_size * advantage * probabilities
    h[arm] += step_size * advantage
    return h
