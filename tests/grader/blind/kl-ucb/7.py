from __future__ import annotations

import math


def kl_upper_bound(mean: float, pulls: int, budget: float) -> float:
    # KL(p, q) >= 2 (p - q)^2, solve for q
    return min(1.0, mean + math.sqrt(budget / (2 * pulls)))
