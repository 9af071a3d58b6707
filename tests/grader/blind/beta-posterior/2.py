from __future__ import annotations

import numpy as np


def beta_posterior(
    successes: NDArray[np.int64], failures: NDArray[np.int64], prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    """Beta(S + 1, F + 1), as in the paper's algorithm 1."""
    alpha = np.asarray(successes, dtype=float) + 1.0
    beta = np.asarray(failures, dtype=float) + 1.0
    return alpha, beta
