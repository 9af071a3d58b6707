from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    n = np.asarray(pulls, dtype=float)
    mean = np.zeros_like(n)
    pulled = n > 0
    mean[pulled] = np.asarray(totals, dtype=float)[pulled] / n[pulled]
    sd = 1.0 / np.sqrt(1.0 / prior_deviation**2 + n / deviation**2)
    return mean, sd
