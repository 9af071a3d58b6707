from __future__ import annotations

import numpy as np


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    explore = coin <= epsilon
    if explore:
        arm = np.floor(pick * values.size)
    else:
        arm = np.argmax(values)
    return int(arm)
