"""UCB1 and EXP3 on a table of rewards written against UCB1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.bandits.arms import AdversarialArms
from palaestra.systems.bandits.bounds import exp3_bound
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.exponential_weights import exp3_gamma
from palaestra.systems.bandits.play import adversary_against, fixed_arm_regret
from palaestra.systems.bandits.roster import contest
from palaestra.systems.bandits.upper_bounds import UCB1


@dataclass(frozen=True)
class Config:
    """pays: what each arm pays when UCB1 does not look. exploration: of EXP3, 0 for the best proven one.

    adversary: false for a table of coins with the same means, written by nobody.
    """

    runs: int = 20
    steps: int = 10_000
    pays: tuple[float, ...] = (1.0, 0.5)
    exploration: float = 0.0
    adversary: bool = True


SMALL, FULL = Config(runs=4), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, float]:
    """Regret a pull against the best single arm, and EXP3's share of its bound, averaged over runs."""
    arms = _table(config, seed)
    best_total = float(arms.table.sum(axis=0).max())
    gamma = config.exploration or exp3_gamma(arms.count, best_total)
    chance = Chance(seed, config.runs, config.steps)
    ucb1 = contest("ucb1", [arms], Chance(seed, 1, config.steps), compiled=fast)
    exp3 = contest("exp3", [arms] * config.runs, chance, compiled=fast, gamma=gamma)
    regret = float(np.mean([fixed_arm_regret(arms.table, actions) for actions in exp3.actions]))
    return {
        "ucb1": fixed_arm_regret(arms.table, ucb1.actions[0]) / config.steps,
        "exp3": regret / config.steps,
        "exp3-share": regret / exp3_bound(arms.count, best_total),
    }


def _table(config: Config, seed: int) -> AdversarialArms:
    if config.adversary:
        return adversary_against(UCB1(len(config.pays)), config.steps, config.pays)
    uniforms = stream(seed, "nobody").random((config.steps, len(config.pays)))
    table: Array = (uniforms < np.array(config.pays) / 2.0).astype(np.float64)
    return AdversarialArms(table)


@claim("ucb1-is-broken")
def regret_of_ucb1(result: Result) -> Interval:
    return mean_interval(result["ucb1"])


@claim("exp3-under-its-bound")
def share_of_the_bound(result: Result) -> Interval:
    return mean_interval(result["exp3-share"])


@claim("exp3-learns-the-better-arm")
def exp3_against_ucb1(result: Result) -> Interval:
    return mean_interval(result["exp3"] / result["ucb1"])
