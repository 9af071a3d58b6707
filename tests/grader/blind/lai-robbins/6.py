from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    means.sort()
    best = means[-1]
    result = 0.0
    for m in means[:-1]:
        if m == best:
            break
        result += (best - m) / divergence(m, best)
    return float(result)
