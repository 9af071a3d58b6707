"""Means, weighted and running."""

from __future__ import annotations

import numpy as np


def weighted_mean(values, weights):
    """The mean of `values` under `weights`; 0.0 when the weights sum to nothing."""
    values, weights = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    total = weights.sum()
    if total == 0:
        return 0.0
    return float((values * weights).sum() / total)


class Running:
    """A mean that is kept up to date, one value at a time."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0

    def add(self, value):
        """Take one more value into the mean."""
        self.count += 1
        self.mean += (value - self.mean) / self.count

    def summary(self):
        """Count and mean, rounded to two places."""
        return self.count, round(self.mean, 2)
