from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    precision = 1.0 / prior_deviation + np.asarray(pulls) / deviation
    mean = (totals / deviation) / precision
    return mean, 1.0 / precision
