"""... and its compiled caller in another, whose cache Numba keys by this file alone."""

from __future__ import annotations

from numba import njit

from palaestra.systems.kinds.kernels import step


@njit(cache=True)
def three_steps() -> float:
    x = 0.0
    for _ in range(3):
        x = step(x)
    return x
