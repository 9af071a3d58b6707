from __future__ import annotations

import numpy as np


def epsilon_greedy_choice(values: Array, epsilon: float, coin: float, pick: float) -> int:
    k = values.shape[0]
    greedy = int(values.argmax())
    random_arm = int(np.floor(pick * k))
    return random_arm if coin > epsilon else greedy
