from __future__ import annotations


def sample_average(average: float, pulls: int, reward: float) -> float:
    if pulls == 1:
        return float(reward)
    error = reward - average
    return float(average + error // pulls)
