"""Thompson sampling and UCB1 on coins whose biases are drawn from Thompson sampling's own prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval, ratio_interval
from palaestra.systems.bandits.arms import BernoulliArms
from palaestra.systems.bandits.bounds import thompson_bayes_bound
from palaestra.systems.bandits.chance import Chance
from palaestra.systems.bandits.measures import mean_regret
from palaestra.systems.bandits.roster import contest


@dataclass(frozen=True)
class Config:
    """first_belief: heads that Thompson sampling believes it has seen of every coin; 1 is the true, uniform prior."""

    runs: int = 100
    steps: int = 1_000
    arms: int = 10
    first_belief: float = 1.0


SMALL, FULL = Config(runs=10), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Any]:
    """Mean regret over problems at eight moments, and Thompson sampling's share of its bound there."""
    means = stream(seed, "problems").random((config.runs, config.arms))
    arms, chance = [BernoulliArms(each) for each in means], Chance(seed, config.runs, config.steps)
    thompson = contest("thompson", arms, chance, compiled=fast, prior=(config.first_belief, 1.0))
    ucb1 = contest("ucb1", arms, chance, compiled=fast)
    moments = np.unique(np.geomspace(config.steps / 128, config.steps, 8).astype(np.int64))
    regret = mean_regret(means, thompson.actions)[moments - 1]
    bounds = np.array([thompson_bayes_bound(config.arms, int(n)) for n in moments])
    return {
        "pulls": moments,
        "regret": regret,
        "share": regret / bounds,
        "ucb1-regret": mean_regret(means, ucb1.actions)[moments - 1],
    }


@claim("thompson-under-the-bayes-bound")
def largest_share(result: Result) -> Interval:
    shares = result["share"]
    return mean_interval(shares[:, int(shares.mean(axis=0).argmax())])


@claim("thompson-loses-less-than-ucb1")
def thompson_against_ucb1(result: Result) -> Interval:
    return ratio_interval(result["regret"][:, -1], result["ucb1-regret"][:, -1])
