from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.logged import Estimate, importance_weights


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    n = len(rewards)
    rows = np.arange(n)
    weights = target[rows, arms] / propensities
    weights = weights / weights.mean()
    surprise = rewards - predicted[rows, arms]
    terms = np.sum(target * predicted, axis=1) + weights * surprise
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(n)))
