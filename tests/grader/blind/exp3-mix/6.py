import numpy as np


def exp3_probabilities(log_weights, gamma):
    lw = np.array(log_weights, dtype=float)
    biggest = np.abs(lw).max()
    if biggest > 0:
        lw = lw / biggest  # keeps the exp from overflowing
    weights = np.exp(lw)
    probs = weights / np.sum(weights)
    return (1 - gamma) * probs + gamma / len(lw)
