from __future__ import annotations

import math

import numpy as np

from palaestra.systems.bandits.logged import Estimate


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    terms = []
    for i in range(len(arms)):
        a = arms[i]
        direct = sum(target[i, b] * predicted[i, b] for b in range(target.shape[1]))
        terms.append(direct + (rewards[i] - predicted[i, a]) / propensities[i])
    terms = np.array(terms)
    return Estimate(float(terms.mean()), float(terms.std(ddof=1)) / math.sqrt(len(terms)))
