from __future__ import annotations

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    # the logarithms are not defined at the ends
    if mean <= 0.0 or mean >= 1.0:
        return float(mean)
    per_pull = budget / pulls
    a, b = mean, 1.0
    while b - a > 1e-10:
        m = (a + b) / 2
        if bernoulli_divergence(mean, m) <= per_pull:
            a = m
        else:
            b = m
    return a
