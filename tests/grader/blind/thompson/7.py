from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    means, sds = [], []
    for total, n in zip(totals, pulls):
        if n == 0:
            means.append(0.0)
            sds.append(prior_deviation)
        else:
            shrink = n * prior_deviation**2 / (n * prior_deviation**2 + deviation**2)
            means.append(shrink * total / n)
            sds.append(deviation / np.sqrt(n))
    return np.array(means, dtype=float), np.array(sds, dtype=float)
