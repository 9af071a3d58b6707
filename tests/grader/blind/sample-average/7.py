from __future__ import annotations


def sample_average(average: float, pulls: int, reward: float) -> float:
    if pulls == 1:
        return reward
    s = average * pulls      # undo the mean
    s = s + reward           # add the new one
    return s / (pulls + 1)   # redo the mean
