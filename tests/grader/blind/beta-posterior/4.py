from __future__ import annotations

import numpy as np


def beta_posterior(
    successes: NDArray[np.int64], failures: NDArray[np.int64], prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    alpha = np.zeros_like(successes)
    beta = np.zeros_like(failures)
    for i in range(len(successes)):
        alpha[i] = prior[0] + successes[i]
        beta[i] = prior[1] + failures[i]
    return alpha, beta
