from __future__ import annotations


def sample_average(average: float, pulls: int, reward: float) -> float:
    earlier = pulls - 1
    if earlier == 0:
        return float(reward)
    the_sum = average * earlier
    the_sum += reward
    return the_sum / earlier
