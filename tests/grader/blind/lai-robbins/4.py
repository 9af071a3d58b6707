from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    mu = np.array(means, dtype=np.float64)
    worse = mu[mu < mu.max()]
    terms = [(mu.max() - m) / bernoulli_divergence(m, mu.max()) for m in worse]
    return float(np.sum(terms))
