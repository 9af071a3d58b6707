from __future__ import annotations

import numpy as np


def preference_update(
    preferences: Array, probabilities: Array, arm: int, reward: float, baseline: float, step_size: float
) -> Array:
    updated = np.array(preferences)
    for a, pi in enumerate(probabilities):
        hit = 1 if a == arm else 0
        updated[a] = preferences[a] + step_size * (reward - baseline) * (hit - pi)
    return updated
