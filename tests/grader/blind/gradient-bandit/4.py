from __future__ import annotations

import numpy as np


def preference_update(
    preferences: Array, probabilities: Array, arm: int, reward: float, baseline: float, step_size: float
) -> Array:
    # d pi(arm) / d H_a = pi(arm) * (1[a = arm] - pi(a))   (softmax Jacobian)
    onehot = np.eye(len(preferences))[arm]
    gradient = probabilities[arm] * (onehot - probabilities)
    return preferences + step_size * (reward - baseline) * gradient
