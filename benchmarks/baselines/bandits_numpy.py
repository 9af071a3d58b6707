"""The ten-armed testbed with all runs as one NumPy axis. Frozen; change it only to be faster."""

import numpy as np


def epsilon_greedy_testbed(
    runs: int, steps: int, arms: int, epsilon: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Average reward and share of runs on the best arm at each step."""
    rng = np.random.default_rng(seed)
    means = rng.standard_normal((runs, arms))
    best = means.argmax(axis=1)
    offsets = np.arange(runs) * arms
    flat_means = means.ravel()
    values, pulls = np.zeros((runs, arms)), np.zeros(runs * arms)
    flat_values = values.ravel()
    rewards, optimal = np.empty(steps), np.empty(steps)
    for step in range(steps):
        arm = values.argmax(axis=1)
        exploring = np.flatnonzero(rng.random(runs) < epsilon)
        arm[exploring] = rng.integers(arms, size=len(exploring))
        place = offsets + arm
        reward = rng.standard_normal(runs)
        reward += flat_means[place]
        pulls[place] += 1.0
        old = flat_values[place]
        flat_values[place] = old + (reward - old) / pulls[place]
        rewards[step] = reward.mean()
        optimal[step] = np.count_nonzero(arm == best) / runs
    return rewards, optimal
