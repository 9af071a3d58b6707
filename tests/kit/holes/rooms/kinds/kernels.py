"""A compiled callee in one file ..."""

from __future__ import annotations

from numba import njit


@njit(cache=True)
def step(x: float) -> float:
    return x + 1.0
