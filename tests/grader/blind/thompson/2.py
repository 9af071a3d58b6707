from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    prior_precision = 1 / prior_deviation**2
    noise_precision = 1 / deviation**2
    posterior = 1 / (prior_precision + pulls * noise_precision)
    return posterior * totals * noise_precision, posterior
