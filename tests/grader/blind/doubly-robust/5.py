from __future__ import annotations

import numpy as np

from palaestra.systems.bandits.logged import Estimate, importance_weights


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    idx = np.arange(len(arms))
    pi = target[idx, arms]
    r_hat = predicted[idx, arms]
    psi = pi * r_hat + pi / propensities * (rewards - r_hat)
    se = psi.std(ddof=1) / np.sqrt(len(psi))
    return Estimate(float(psi.mean()), float(se))
