"""UCB1 and KL-UCB on coins, their mean regret as a share of the bounds proven for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import child_seed
from palaestra.kit.statistics import Interval, mean_interval, ratio_interval
from palaestra.systems.bandits.arms import BernoulliArms
from palaestra.systems.bandits.bounds import kl_ucb_bound, ucb1_bound
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.measures import mean_regret
from palaestra.systems.bandits.roster import contest
from palaestra.systems.bandits.upper_bounds import wide_budget

COINS = (
    (0.9, 0.6),
    (0.55, 0.45),
    (0.9, 0.8, 0.8, 0.7, 0.7, 0.6),
    (0.1, 0.05, 0.05, 0.02),
)
"""Far apart, close together, many arms, and rare rewards, after the distributions of both papers."""


@dataclass(frozen=True)
class Config:
    """c: of UCB1. evidence: multiplies KL-UCB's budget; 1 is the setting of the theorem."""

    runs: int = 10
    steps: int = 20_000
    c: float = 2.0**0.5
    evidence: float = 1.0


SMALL, FULL = Config(runs=2, steps=4_000), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Array]:
    """Regret of each policy on each set of coins at eight moments, (coins, moments), and its share of the bound."""
    moments = np.unique(np.geomspace(config.steps / 128, config.steps, 8).astype(np.int64))

    def budget(t: int) -> float:
        return config.evidence * wide_budget(t)

    settings: dict[str, dict[str, Any]] = {"ucb1": {"c": config.c}, "kl-ucb": {"budget": budget}}
    bounds: dict[str, Callable[[Array, int], float]] = {"ucb1": ucb1_bound, "kl-ucb": kl_ucb_bound}
    found: dict[str, Array] = {"pulls": moments}
    for policy in settings:
        regret, share = np.empty((len(COINS), len(moments))), np.empty((len(COINS), len(moments)))
        for row, coins in enumerate(COINS):
            means = np.tile(coins, (config.runs, 1))
            arms = [BernoulliArms(np.array(coins))] * config.runs
            chance = Chance(child_seed(seed, "coins", row), config.runs, config.steps)
            played = contest(policy, arms, chance, compiled=fast, **settings[policy])
            regret[row] = mean_regret(means, played.actions)[moments - 1]
            share[row] = regret[row] / [bounds[policy](np.array(coins), int(n)) for n in moments]
        found |= {f"{policy}-regret": regret, f"{policy}-share": share}
    return found


def _largest_share(shares: Array) -> Interval:
    """The bound is on the mean over runs, so the largest is taken after averaging over seeds."""
    flat = shares.reshape(len(shares), -1)
    return mean_interval(flat[:, int(flat.mean(axis=0).argmax())])


@claim("ucb1-under-its-bound")
def largest_share_of_ucb1(result: Result) -> Interval:
    return _largest_share(result["ucb1-share"])


@claim("kl-ucb-under-its-bound")
def largest_share_of_kl_ucb(result: Result) -> Interval:
    return _largest_share(result["kl-ucb-share"])


@claim("kl-ucb-loses-less")
def kl_ucb_against_ucb1(result: Result) -> Interval:
    ends = [result[f"{policy}-regret"][:, :, -1].sum(axis=1) for policy in ("kl-ucb", "ucb1")]
    return ratio_interval(*ends)
