"""The weighted mean of rising values under rising weights."""

from dataclasses import dataclass

import numpy as np

from palaestra.kit.experiment import claim
from palaestra.kit.statistics import Interval
from palaestra.systems.averages import means


@dataclass(frozen=True)
class Config:
    size: int = 6


SMALL, FULL = Config(), Config(12)
SEEDS = {"small": 2, "full": 4}


def run(config, seed):
    values = np.random.default_rng(seed).normal(size=config.size)
    curve = [means.weighted_mean(values[:n], np.arange(1.0, n + 1)) for n in range(1, config.size + 1)]
    return {"drift": np.array(curve), "last": curve[-1]}


@claim("pulled")
def pulled(result):
    return Interval(float(result["last"].mean()), 0.0, 10.0)
