from __future__ import annotations


def sample_average(average: float, pulls: int, reward: float) -> float:
    # Q_{n+1} = Q_n + 1/(n+1) * (R - Q_n)
    step = 1.0 / (pulls + 1)
    return average + step * (reward - average)
