"""A greedy optimist against a realist who explores; both forget old rewards at the same rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.bandits.arms import GaussianArms, ten_armed_means
from palaestra.systems.bandits.chance import Chance
from palaestra.systems.bandits.measures import best_arm_share, thinned
from palaestra.systems.bandits.roster import contest


@dataclass(frozen=True)
class Config:
    """optimism: what the optimist believes every arm pays. epsilon: of the realist."""

    runs: int = 100
    steps: int = 1_000
    arms: int = 10
    optimism: float = 5.0
    epsilon: float = 0.1
    step_size: float = 0.1


SMALL, FULL = Config(runs=50), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Any]:
    """Shares of runs on the best arm: curves in 50 stretches, over pulls 12 to 60, and on pull 11."""
    means = ten_armed_means(stream(seed, "problems"), config.runs, config.arms)
    arms, chance = [GaussianArms(each) for each in means], Chance(seed, config.runs, config.steps)
    both = {"optimist": (0.0, config.optimism), "realist": (config.epsilon, 0.0)}
    found: dict[str, Any] = {}
    for label, (epsilon, initial) in both.items():
        settings = {"epsilon": epsilon, "initial": initial, "step_size": config.step_size}
        played = contest("epsilon-greedy", arms, chance, compiled=fast, **settings)
        share = best_arm_share(means, played.actions)
        found |= {label: thinned(share), f"{label}-early": share[config.arms + 1 : 60].mean()}
        if label == "optimist":
            found["eleventh"] = share[config.arms]
    return found


@claim("optimism-pays-in-the-end")
def advantage_at_the_end(result: Result) -> Interval:
    return mean_interval((result["optimist"] - result["realist"])[:, -5:].mean(axis=1))


@claim("optimism-costs-at-first")
def cost_at_first(result: Result) -> Interval:
    return mean_interval(result["optimist-early"] - result["realist-early"])


@claim("eleventh-pull-spikes")
def share_on_the_eleventh(result: Result) -> Interval:
    return mean_interval(result["eleventh"])
