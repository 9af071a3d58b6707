from __future__ import annotations

import math

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    limit = math.log(budget) if budget > 1 else 0.0
    lo, hi = mean, 1.0
    while hi - lo > 1e-9:
        mid = (lo + hi) / 2
        if pulls * bernoulli_divergence(mean, mid) <= limit:
            lo = mid
        else:
            hi = mid
    return lo
