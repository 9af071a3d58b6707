from __future__ import annotations


def sample_average(average: float, pulls: int, reward: float) -> float:
    total_before = average * (pulls - 1)   # = 0 on the first pull, so average has no weight
    return (total_before + reward) / pulls
