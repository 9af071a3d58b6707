from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.upper_bounds import bernoulli_divergence


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    star = int(np.argmax(means))
    constant = 0.0
    for a in range(len(means)):
        if a == star:
            continue
        gap = means[star] - means[a]
        constant += gap / divergence(means[a], means[star])
    return float(constant)
