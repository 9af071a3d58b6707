"""LinUCB on a world that is linear, held against the bound that is proven for such worlds.

Unit contexts with a constant part; every arm pays a positive mean, the first one the least. A policy
that does not explore is content with the first arm for ever, because what it has not tried looks like 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval, ratio_interval
from palaestra.systems.bandits.chance import Array
from palaestra.systems.bandits.contextual import LinUCB
from palaestra.systems.bandits.linear_bounds import linucb_alpha, linucb_regret_bound


@dataclass(frozen=True)
class Config:
    """exploration: 1 is the proven alpha, 0 is greedy. noise: standard deviation of a reward. failure: of the bound."""

    rounds: int = 200_000
    arms: int = 3
    features: int = 3
    noise: float = 0.05
    poor_arm: float = 0.2
    exploration: float = 1.0
    failure: float = 0.01


SMALL, FULL = Config(rounds=40_000), Config()
SEEDS = {"small": 8, "full": 20}


def run(config: Config, seed: int, fast: bool) -> dict[str, Any]:
    """Regret and bound at checkpoints, (checkpoints,)."""
    contexts, means, rewards = world(config, seed)
    alpha = config.exploration * proven_alpha(config)
    chosen = (compiled_choices if fast else readable_choices)(contexts, rewards, alpha)
    return measure(config, means, chosen)


def compiled_choices(contexts: Array, rewards: Array, alpha: float) -> NDArray[np.int64]:
    """The arm LinUCB chooses in each round, (rounds,), by the compiled kernel."""
    from palaestra.systems.bandits.fast.linear import replay_linucb

    return replay_linucb(contexts, rewards, alpha).arms


def readable_choices(contexts: Array, rewards: Array, alpha: float) -> NDArray[np.int64]:
    """The same by the readable LinUCB."""
    policy = LinUCB(rewards.shape[1], contexts.shape[1], alpha)
    chosen = np.empty(len(contexts), np.int64)
    for i, context in enumerate(contexts):
        chosen[i] = policy.select(context)
        policy.update(int(chosen[i]), context, rewards[i, chosen[i]])
    return chosen


def world(config: Config, seed: int) -> tuple[Array, Array, Array]:
    """Contexts (rounds, features) of norm 1, means and rewards (rounds, arms); means lie in [0, 1]."""
    contexts = np.column_stack([np.ones(config.rounds), directions(seed, "contexts", config.rounds, config.features)])
    contexts /= np.sqrt(2.0)
    # Weights within 30 degrees of the constant keep every mean positive.
    angles = stream(seed, "angles").uniform(0.0, np.pi / 6.0, config.arms)[:, None]
    slopes = directions(seed, "weights", config.arms, config.features)
    weights = np.column_stack([np.cos(angles), np.sin(angles) * slopes])
    weights[0] *= config.poor_arm
    means = contexts @ weights.T
    return contexts, means, means + config.noise * stream(seed, "noise").standard_normal(means.shape)


def directions(seed: int, name: str, count: int, features: int) -> Array:
    """Random unit vectors of one dimension less than the features, (count, features - 1)."""
    raw = stream(seed, name).standard_normal((count, features - 1))
    return raw / np.linalg.norm(raw, axis=1, keepdims=True)


def proven_alpha(config: Config) -> float:
    """The alpha of Theorem 2 for all arms' weights as one vector, whose norm is known here."""
    weight_norm = float(np.sqrt(config.arms - 1 + config.poor_arm**2))
    return linucb_alpha(config.rounds, config.arms * config.features, config.noise, weight_norm, failure=config.failure)


def measure(config: Config, means: Array, chosen: np.ndarray[Any, Any]) -> Mapping[str, Any]:
    regret = np.cumsum(means.max(axis=1) - means[np.arange(config.rounds), chosen])
    moments = np.unique(np.geomspace(config.rounds / 256, config.rounds, 17).astype(np.int64))
    bounds = [linucb_regret_bound(int(n), config.arms * config.features, proven_alpha(config)) for n in moments]
    return {"rounds": moments, "regret": regret[moments - 1], "bound": np.array(bounds)}


@claim("linucb-under-its-bound")
def share_of_the_bound(result: Result) -> Interval:
    return mean_interval((result["regret"] / result["bound"]).max(axis=1))


@claim("linucb-regret-flattens")
def growth_over_four_times_the_rounds(result: Result) -> Interval:
    regret = result["regret"]
    return ratio_interval(regret[:, -1], regret[:, -5])  # checkpoints are a factor sqrt(2) apart
