from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    tau = 1 / prior_deviation**2 + pulls / deviation**2
    mu = totals / deviation**2 / tau
    sigma = np.sqrt(1 / tau + deviation**2)
    return mu, sigma
