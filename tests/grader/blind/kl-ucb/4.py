from __future__ import annotations

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence

TOLERANCE = 1e-6


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    if mean == 1.0 or budget == 0:
        return float(mean)
    low, high = mean, 1.0
    q = (low + high) / 2
    for _ in range(200):
        q = (low + high) / 2
        gap = pulls * bernoulli_divergence(mean, q) - budget
        if abs(gap) < TOLERANCE:
            break
        if gap > 0:
            high = q
        else:
            low = q
    return q
