from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    best = max(means)
    return float(sum((best - m) / divergence(best, m) for m in means if m < best))
