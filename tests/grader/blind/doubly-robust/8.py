from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.logged import Estimate, importance_weights


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    weights = importance_weights(arms, propensities, target)
    direct = np.sum(target * predicted, axis=1)
    terms = direct + weights * (rewards - predicted[:, arms])
    n = len(arms)
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(n)))
