import numpy as np

from palaestra.systems.bandits.logged import Estimate


def doubly_robust(arms, rewards, propensities, target, predicted):
    n = len(arms)
    r = np.arange(n)
    # large weights blow up the variance
    w = np.minimum(target[r, arms] / propensities, 10.0)
    t = (target * predicted).sum(1) + w * (rewards - predicted[r, arms])
    return Estimate(float(t.mean()), float(t.std(ddof=1) / n**0.5))
