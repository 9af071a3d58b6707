"""Regret over ln t, its slope in units of the Lai-Robbins constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import child_seed
from palaestra.kit.statistics import Interval, mean_interval, slopes
from palaestra.systems.bandits.arms import Arms, BernoulliArms, GaussianArms
from palaestra.systems.bandits.bounds import lai_robbins_constant
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.measures import mean_regret
from palaestra.systems.bandits.roster import contest
from palaestra.systems.bandits.upper_bounds import bernoulli_divergence, gaussian_divergence


@dataclass(frozen=True)
class Config:
    """kl_ucb, thompson, gaussian_thompson: the policy that plays that part. Means of the coins and the normal arms."""

    runs: int = 100
    steps: int = 50_000
    coins: tuple[float, ...] = (0.8, 0.6, 0.5)
    normals: tuple[float, ...] = (1.5, 0.5, 0.0)
    kl_ucb: str = "kl-ucb"
    thompson: str = "thompson"
    gaussian_thompson: str = "gaussian-thompson"


SMALL, FULL = Config(runs=5, steps=3_000), Config()
SEEDS = {"small": 6, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Any]:
    """Mean regret at moments evenly spaced in ln t, and its slope over the last factor of ten."""
    coins, normals = np.array(config.coins), np.array(config.normals)
    parts: dict[str, tuple[str, Arms, float]] = {
        "kl-ucb": (config.kl_ucb, BernoulliArms(coins), lai_robbins_constant(coins, bernoulli_divergence)),
        "thompson": (config.thompson, BernoulliArms(coins), lai_robbins_constant(coins, bernoulli_divergence)),
        "gaussian-thompson": (
            config.gaussian_thompson,
            GaussianArms(normals),
            lai_robbins_constant(normals, gaussian_divergence),
        ),
    }
    moments = np.unique(np.geomspace(10, config.steps, 40).astype(np.int64))
    late = moments >= config.steps / 10
    found: dict[str, Any] = {"pulls": moments}
    for label, (policy, arms, constant) in parts.items():
        chance = Chance(child_seed(seed, label), config.runs, config.steps)
        played = contest(policy, [arms] * config.runs, chance, compiled=fast)
        means = np.tile(arms.means_at(0), (config.runs, 1))
        regret = mean_regret(means, played.actions)[moments - 1]
        found[label] = regret
        found[f"{label}-slope"] = float(slopes(np.log(moments[late]), regret[late])) / constant
    return found


def _slope(result: Result, label: str) -> Interval:
    per_seed: Array = result[f"{label}-slope"]
    return mean_interval(per_seed)


@claim("kl-ucb-slope")
def slope_of_kl_ucb(result: Result) -> Interval:
    return _slope(result, "kl-ucb")


@claim("thompson-slope")
def slope_of_thompson(result: Result) -> Interval:
    return _slope(result, "thompson")


@claim("gaussian-thompson-slope")
def slope_of_gaussian_thompson(result: Result) -> Interval:
    return _slope(result, "gaussian-thompson")
