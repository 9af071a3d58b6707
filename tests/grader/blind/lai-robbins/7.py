from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    means = np.asarray(means, dtype=float)
    best = means.max()
    gaps = best - means
    if not gaps.any():
        return 0.0
    information = sum(divergence(m, best) for m in means if m < best)
    return float(gaps.sum() / information)
