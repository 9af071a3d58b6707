from __future__ import annotations

import numpy as np


def gaussian_posterior(
    totals: Array, pulls: NDArray[np.int64], prior_deviation: float = 1.0, deviation: float = 1.0
) -> tuple[Array, Array]:
    s0, s = prior_deviation**2, deviation**2
    n = pulls.astype(np.float64)
    post_var = s * s0 / (n * s0 + s)
    post_mean = post_var * (n * totals / s + 0.0 / s0)
    return post_mean, np.sqrt(post_var)
