"""Mean squared error of the rule of succession against one half."""

from dataclasses import dataclass

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import child_seed
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.coin import smoothed_share, toss


@dataclass(frozen=True)
class Config:
    tosses: int = 10
    coins: int = 400
    bias: float = 0.5


SMALL, FULL = Config(coins=100), Config()
SEEDS = {"small": 4, "full": 8}


def run(config: Config, seed: int) -> dict[str, float]:
    heads = [toss(config.bias, config.tosses, child_seed(seed, "coin", each)) for each in range(config.coins)]
    errors = [(smoothed_share(each, config.tosses) - 0.5) ** 2 for each in heads]
    return {"squared_error": float(np.mean(errors))}


@claim("error-after-ten")
def squared_error(result: Result) -> Interval:
    return mean_interval(result["squared_error"])
