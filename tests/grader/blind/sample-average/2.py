from __future__ import annotations

ALPHA = 0.1


def sample_average(average: float, pulls: int, reward: float) -> float:
    """Running mean of the rewards."""
    if pulls == 1:
        return float(reward)
    return average + ALPHA * (reward - average)
