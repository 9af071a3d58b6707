"""The ten-armed testbed: greedy, two rates of exploration, and UCB1 on the same problems with the same chance.

One seed is a batch of runs, each a ten-armed problem of its own. Curves are the
means of 50 equal stretches of steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.bandits.arms import GaussianArms, ten_armed_means
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.measures import best_arm_share, thinned
from palaestra.systems.bandits.roster import contest


@dataclass(frozen=True)
class Config:
    """runs: of one seed. greedy, little, more: the exploration rates compared. c: of UCB1."""

    runs: int = 100
    steps: int = 1_000
    arms: int = 10
    greedy: float = 0.0
    little: float = 0.01
    more: float = 0.1
    c: float = 2.0


SMALL, FULL = Config(runs=25), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Array]:
    """Curves of reward and of the share of runs on the best arm."""
    means = ten_armed_means(stream(seed, "problems"), config.runs, config.arms)
    arms, chance = [GaussianArms(each) for each in means], Chance(seed, config.runs, config.steps)
    policies: dict[str, tuple[str, dict[str, float]]] = {
        "greedy": ("epsilon-greedy", {"epsilon": config.greedy}),
        "little": ("epsilon-greedy", {"epsilon": config.little}),
        "more": ("epsilon-greedy", {"epsilon": config.more}),
        "ucb1": ("ucb1", {"c": config.c}),
    }
    curves: dict[str, Array] = {}
    for label, (policy, settings) in policies.items():
        played = contest(policy, arms, chance, compiled=fast, **settings)
        curves[f"{label}-reward"] = thinned(played.rewards.mean(axis=0))
        curves[f"{label}-optimal"] = thinned(best_arm_share(means, played.actions))
    return curves


def _last(result: Result, name: str) -> Array:
    """The last tenth of the steps, one number a seed."""
    curve = result[name]
    return curve[:, -max(curve.shape[1] // 10, 1) :].mean(axis=1)


@claim("greedy-levels-off-near-one")
def greedy_reward(result: Result) -> Interval:
    return mean_interval(_last(result, "greedy-reward"))


@claim("greedy-finds-the-best-in-a-third")
def greedy_optimal(result: Result) -> Interval:
    return mean_interval(_last(result, "greedy-optimal"))


@claim("a-tenth-explored-earns-more")
def explored_reward(result: Result) -> Interval:
    return mean_interval(_last(result, "more-reward"))


@claim("a-tenth-explored-finds-the-best")
def explored_optimal(result: Result) -> Interval:
    return mean_interval(_last(result, "more-optimal"))


@claim("little-exploration-learns-slowly")
def advantage_of_exploring_more(result: Result) -> Interval:
    return mean_interval(_last(result, "more-optimal") - _last(result, "little-optimal"))


@claim("ucb1-beats-a-tenth-explored")
def advantage_of_ucb1(result: Result) -> Interval:
    return mean_interval(_last(result, "ucb1-reward") - _last(result, "more-reward"))
