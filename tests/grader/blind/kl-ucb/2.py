from __future__ import annotations

import math

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    lo = mean
    hi = 1.0
    for _ in range(60):
        mid = 0.5 * (lo + hi)
        if bernoulli_divergence(mean, mid) > budget:
            hi = mid
        else:
            lo = mid
    return lo
