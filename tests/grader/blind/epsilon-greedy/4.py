from __future__ import annotations

import math

import numpy as np


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    n = len(values) - 1  # indices run from 0 to n
    if coin < epsilon:
        return math.floor(pick * n)
    return int(np.argmax(values))
