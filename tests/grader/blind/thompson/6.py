from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    """N(total / (n + 1), 1 / (n + 1)), as in Agrawal & Goyal."""
    k = pulls + 1
    return totals / k, 1 / np.sqrt(k)
