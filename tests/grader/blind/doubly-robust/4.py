from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.logged import Estimate, importance_weights


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    baseline = np.einsum("ia,ia->i", target, predicted)
    weight = target[np.arange(arms.size), arms] / propensities
    terms = baseline + weight * (rewards - baseline)
    return Estimate(float(terms.mean()), float(terms.std(ddof=1) / np.sqrt(arms.size)))
