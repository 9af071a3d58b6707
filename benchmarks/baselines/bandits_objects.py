"""UCB1 as bandit libraries write it: an object a policy, an object an arm. Frozen; change it only to be faster.

The shape is that of the published Python bandit libraries (a policy with `choose` and `learn`, arms with `draw`,
an environment that plays them); plain floats and `math`, which beat NumPy at ten arms.
"""

import math
import random


class GaussianArm:
    def __init__(self, mean: float, rng: random.Random) -> None:
        self.mean = mean
        self.rng = rng

    def draw(self) -> float:
        return self.rng.gauss(self.mean, 1.0)


class UCB1:
    def __init__(self, arms: int, c: float) -> None:
        self.arms = arms
        self.c = c
        self.t = 0
        self.pulls = [0] * arms
        self.means = [0.0] * arms

    def index(self, arm: int) -> float:
        if self.pulls[arm] == 0:
            return math.inf
        return self.means[arm] + self.c * math.sqrt(math.log(self.t) / self.pulls[arm])

    def choose(self) -> int:
        return max(range(self.arms), key=self.index)

    def learn(self, arm: int, reward: float) -> None:
        self.t += 1
        self.pulls[arm] += 1
        self.means[arm] += (reward - self.means[arm]) / self.pulls[arm]


def ucb1_testbed(runs: int, steps: int, arms: int, c: float, seed: int) -> tuple[list, list]:
    """Average reward and share of runs on the best arm at each step."""
    rng = random.Random(seed)
    rewards, optimal = [0.0] * steps, [0] * steps
    for _ in range(runs):
        bandit = [GaussianArm(rng.gauss(0.0, 1.0), rng) for _ in range(arms)]
        best = max(range(arms), key=lambda arm: bandit[arm].mean)
        policy = UCB1(arms, c)
        for step in range(steps):
            arm = policy.choose()
            reward = bandit[arm].draw()
            policy.learn(arm, reward)
            rewards[step] += reward
            optimal[step] += arm == best
    return [total / runs for total in rewards], [count / runs for count in optimal]
