"""How likely is heads? Laplace's rule of succession."""

from __future__ import annotations

import numpy as np


def smoothed_share(heads: int, tosses: int) -> float:
    """The expected bias after `heads` of `tosses`, before which every bias was equally likely (Laplace 1814)."""
    return (heads + 1) / (tosses + 2)


def toss(bias: float, times: int, seed: int) -> int:
    """How many of `times` tosses came up heads."""
    return int((np.random.default_rng(seed).random(times) < bias).sum())
