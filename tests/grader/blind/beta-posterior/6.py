from __future__ import annotations

import numpy as np


def beta_posterior(
    successes: NDArray[np.int64], failures: NDArray[np.int64], prior: tuple[float, float] = (1.0, 1.0)
) -> tuple[Array, Array]:
    a = successes + prior[0]
    b = failures + prior[1]
    mean = a / (a + b)
    sd = np.sqrt(a * b / ((a + b) ** 2 * (a + b + 1)))
    return mean, sd
