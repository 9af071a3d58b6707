"""Four ways to explore, each over a range of its parameter: reward a pull over the first thousand pulls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, exactly, mean_interval
from palaestra.systems.bandits.arms import GaussianArms, ten_armed_means
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.roster import contest


@dataclass(frozen=True)
class Config:
    """The settings tried: exploration rates, first beliefs, step sizes of the gradient, and UCB's c."""

    runs: int = 100
    steps: int = 1_000
    arms: int = 10
    epsilon: tuple[float, ...] = (1 / 128, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4)
    optimism: tuple[float, ...] = (1 / 4, 1 / 2, 1.0, 2.0, 4.0)
    gradient: tuple[float, ...] = (1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0)
    ucb: tuple[float, ...] = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0, 4.0)


FULL = Config()
SMALL = Config(
    runs=8,
    epsilon=(1 / 128, 1 / 8, 1 / 2),
    optimism=(1 / 4, 1.0, 16.0),
    gradient=(1 / 64, 1 / 4, 4.0),
    ucb=(0.0, 1.0, 8.0),
)
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Array]:
    """For each method the reward a pull over all pulls, one number a setting."""
    means = ten_armed_means(stream(seed, "problems"), config.runs, config.arms)
    arms, chance = [GaussianArms(each) for each in means], Chance(seed, config.runs, config.steps)

    def reward(policy: str, **settings: Any) -> float:
        return float(contest(policy, arms, chance, compiled=fast, **settings).rewards.mean())

    return {
        "epsilon-greedy": np.array([reward("epsilon-greedy", epsilon=each) for each in config.epsilon]),
        "optimistic": np.array(
            [reward("epsilon-greedy", epsilon=0.0, initial=each, step_size=0.1) for each in config.optimism]
        ),
        "gradient": np.array([reward("gradient-bandit", step_size=each) for each in config.gradient]),
        "ucb": np.array([reward("ucb1", c=each) for each in config.ucb]),
    }


def _best(result: Result, method: str) -> Array:
    """The rewards, one a seed, of the setting that is best on average."""
    return result[method][:, int(result[method].mean(axis=0).argmax())]


@claim("ucb-does-best")
def lead_of_ucb(result: Result) -> Interval:
    others = [_best(result, method) for method in ("epsilon-greedy", "optimistic", "gradient")]
    next_best = max(others, key=lambda rewards: float(rewards.mean()))
    return mean_interval(_best(result, "ucb") - next_best)


@claim("ucb-peak")
def peak_of_ucb(result: Result) -> Interval:
    return mean_interval(_best(result, "ucb"))


@claim("epsilon-greedy-peak")
def peak_of_epsilon_greedy(result: Result) -> Interval:
    return mean_interval(_best(result, "epsilon-greedy"))


@claim("best-in-the-middle")
def methods_best_in_the_middle(result: Result) -> Interval:
    curves = [result[method].mean(axis=0) for method in ("epsilon-greedy", "optimistic", "gradient", "ucb")]
    inside = [0 < int(curve.argmax()) < len(curve) - 1 for curve in curves]
    return exactly(sum(inside), len(result.seeds))
