"""Steps of a walker on a line."""

from __future__ import annotations

import numpy as np


def displace(position: float, draw: float, drift: float) -> float:
    """Where one step leads: right by one with probability (1 + drift) / 2, else left by one."""
    return position + (1.0 if draw < (1 + drift) / 2 else -1.0)


def walk(draws: np.ndarray, drift: float) -> np.ndarray:
    """All positions of a walk, one draw a step."""
    return np.cumsum(np.where(draws < (1 + drift) / 2, 1.0, -1.0))
