from __future__ import annotations

import numpy as np


def preference_update(
    preferences: Array, probabilities: Array, arm: int, reward: float, baseline: float, step_size: float
) -> Array:
    indicator = np.zeros(len(preferences))
    indicator[arm] = 1.0
    return np.asarray(preferences, float) + step_size * reward * (indicator - probabilities)
