from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.logged import Estimate, importance_weights


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    weight = importance_weights(arms, propensities, target)
    logged = np.take_along_axis(predicted, np.asarray(arms)[:, None], axis=1)[:, 0]
    terms = (target * predicted).sum(axis=1) + weight * (rewards - logged)
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1)))
