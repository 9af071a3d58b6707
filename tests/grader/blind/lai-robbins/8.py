from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    gaps = np.max(means) - np.asarray(means)
    gaps = gaps[gaps > 0]
    return float(np.sum(8.0 / gaps))
