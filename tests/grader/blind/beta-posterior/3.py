from __future__ import annotations

import numpy as np


def beta_posterior(
    successes: NDArray[np.int64], failures: NDArray[np.int64], prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    alpha, beta = successes, failures
    alpha += prior[0]
    beta += prior[1]
    return alpha, beta
