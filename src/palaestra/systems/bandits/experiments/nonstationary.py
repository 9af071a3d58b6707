"""Sample averages against a constant step size on arms that all drift (Sutton & Barto 2018, exercise 2.5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.bandits.arms import DriftingArms
from palaestra.systems.bandits.chance import Array, Chance
from palaestra.systems.bandits.measures import thinned
from palaestra.systems.bandits.roster import contest


@dataclass(frozen=True)
class Config:
    """drift: standard deviation of the step every mean takes after every pull."""

    runs: int = 20
    steps: int = 10_000
    arms: int = 10
    drift: float = 0.01
    epsilon: float = 0.1
    step_size: float = 0.1


SMALL, FULL = Config(runs=5), Config()
SEEDS = {"small": 8, "full": 40}


def run(config: Config, seed: int, fast: bool) -> dict[str, Array]:
    """Reward, and share of runs on the arm that is best at that moment; curves in 50 stretches."""
    arms = [
        DriftingArms.random_walk(stream(seed, "walk", run), config.arms, config.steps, config.drift)
        for run in range(config.runs)
    ]
    best = np.array([each.walk.argmax(axis=1) for each in arms])
    chance = Chance(seed, config.runs, config.steps)
    curves: dict[str, Array] = {}
    for label, step_size in {"average": None, "constant": config.step_size}.items():
        settings = {"epsilon": config.epsilon, "step_size": step_size}
        played = contest("epsilon-greedy", arms, chance, compiled=fast, **settings)
        curves[f"{label}-reward"] = thinned(played.rewards.mean(axis=0))
        curves[f"{label}-optimal"] = thinned((played.actions == best).mean(axis=0))
    return curves


def _second_half(curve: Array) -> Array:
    return curve[:, curve.shape[1] // 2 :].mean(axis=1)


@claim("constant-step-follows-the-drift")
def gain_in_share(result: Result) -> Interval:
    return mean_interval(_second_half(result["constant-optimal"] - result["average-optimal"]))


@claim("constant-step-earns-more")
def gain_in_reward(result: Result) -> Interval:
    return mean_interval(_second_half(result["constant-reward"] - result["average-reward"]))
