"""UCB on the ten-armed testbed, and its spike on the eleventh pull."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.bandits.arms import GaussianArms, ten_armed_means
from palaestra.systems.bandits.chance import Chance
from palaestra.systems.bandits.measures import chosen_value, thinned
from palaestra.systems.bandits.roster import contest


@dataclass(frozen=True)
class Config:
    runs: int = 100
    steps: int = 1_000
    arms: int = 10
    c: float = 2.0


SMALL, FULL = Config(runs=50), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Any]:
    """The reward curve in 50 stretches, and the true value of the choices just after every arm was pulled once."""
    means = ten_armed_means(stream(seed, "problems"), config.runs, config.arms)
    arms, chance = [GaussianArms(each) for each in means], Chance(seed, config.runs, config.steps)
    played = contest("ucb1", arms, chance, compiled=fast, c=config.c)
    values = chosen_value(means, played.actions)
    return {
        "reward": thinned(played.rewards.mean(axis=0)),
        "eleventh": values[config.arms],
        "twelfth": values[config.arms + 1],
    }


@claim("ucb-ends-near-the-possible")
def reward_at_the_end(result: Result) -> Interval:
    return mean_interval(result["reward"][:, -5:].mean(axis=1))


@claim("eleventh-pull-is-the-best-so-far")
def value_of_the_eleventh(result: Result) -> Interval:
    return mean_interval(result["eleventh"])


@claim("twelfth-pull-falls-back")
def fall_after_the_eleventh(result: Result) -> Interval:
    return mean_interval(result["eleventh"] - result["twelfth"])
