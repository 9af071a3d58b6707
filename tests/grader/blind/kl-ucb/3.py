from __future__ import annotations

import math

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    if mean >= 1.0:
        return 1.0
    left, right = mean, 1.0
    while right - left > 1e-9:
        middle = (left + right) / 2
        if pulls * bernoulli_divergence(middle, mean) <= budget:
            left = middle
        else:
            right = middle
    return left
