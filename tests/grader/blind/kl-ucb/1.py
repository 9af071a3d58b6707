from __future__ import annotations

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    if budget == 0 or mean == 1:
        return mean
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        q = (low + high) / 2
        if pulls * bernoulli_divergence(mean, q) <= budget:
            low = q
        else:
            high = q
    return low
