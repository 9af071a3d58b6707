from __future__ import annotations

import numpy as np


def beta_posterior(
    successes: NDArray[np.int64], failures: NDArray[np.int64], prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    a0, b0 = prior
    n = successes + failures
    return a0 + successes, b0 + n
