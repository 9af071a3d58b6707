"""The ten-armed testbed in plain Python: lists, `random`, no NumPy. Frozen; change it only to be faster.

Reviewed for being idiomatic, not slowed down: names are local, the best arm is found by `index(max())`, and
`random.gauss` is the quicker of the two normal generators of the standard library.
"""

import random


def epsilon_greedy_testbed(runs: int, steps: int, arms: int, epsilon: float, seed: int) -> tuple[list, list]:
    """Average reward and share of runs on the best arm at each step."""
    rng = random.Random(seed)
    rewards, optimal = [0.0] * steps, [0] * steps
    for _ in range(runs):
        means = [rng.gauss(0.0, 1.0) for _ in range(arms)]
        best = means.index(max(means))
        values, pulls = [0.0] * arms, [0] * arms
        for step in range(steps):
            arm = rng.randrange(arms) if rng.random() < epsilon else values.index(max(values))
            reward = rng.gauss(means[arm], 1.0)
            pulls[arm] += 1
            values[arm] += (reward - values[arm]) / pulls[arm]
            rewards[step] += reward
            optimal[step] += arm == best
    return [total / runs for total in rewards], [count / runs for count in optimal]
