from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.logged import Estimate, importance_weights


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    i = np.arange(len(arms))
    w = target[i, arms] / propensities
    terms = (target * predicted).sum(axis=1) + w * (rewards - predicted[i, arms])
    return Estimate(float(terms.mean()), float(terms.std() / np.sqrt(len(terms))))
