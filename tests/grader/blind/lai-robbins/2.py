from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    top = float(np.max(means))
    c = 0.0
    for mu in means:
        if mu < top:
            c += 1.0 / divergence(float(mu), top)
    return c
