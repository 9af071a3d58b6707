"""Gradient bandits with and without a baseline, on a testbed whose rewards are all shifted up."""

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
    """shift: added to every reward. slow, fast: the two step sizes."""

    runs: int = 100
    steps: int = 1_000
    arms: int = 10
    shift: float = 4.0
    slow: float = 0.1
    fast: float = 0.4


SMALL, FULL = Config(runs=40), Config()
SEEDS = {"small": 6, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Array]:
    """Shares of runs on the best arm, four curves in 50 stretches."""
    means = config.shift + ten_armed_means(stream(seed, "problems"), config.runs, config.arms)
    arms, chance = [GaussianArms(each) for each in means], Chance(seed, config.runs, config.steps)
    curves: dict[str, Array] = {}
    for label, step_size in {"slow": config.slow, "fast": config.fast}.items():
        for ending, baseline in {"with": True, "without": False}.items():
            settings = {"step_size": step_size, "baseline": baseline}
            played = contest("gradient-bandit", arms, chance, compiled=fast, **settings)
            curves[f"{label}-{ending}"] = thinned(best_arm_share(means, played.actions))
    return curves


def _last(curve: Array) -> Array:
    return curve[:, -5:].mean(axis=1)


@claim("learns-with-a-baseline")
def share_with(result: Result) -> Interval:
    return mean_interval(_last(result["slow-with"]))


@claim("learns-badly-without")
def share_without(result: Result) -> Interval:
    return mean_interval(_last(result["slow-without"]))


@claim("baseline-helps-a-large-step")
def gain_at_a_large_step(result: Result) -> Interval:
    return mean_interval(_last(result["fast-with"] - result["fast-without"]))
