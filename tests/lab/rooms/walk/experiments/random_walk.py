"""Many walks a seed: ends, squares and the mean path."""

import os
import time
from dataclasses import dataclass

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.walk import displace, expected_square, walk


@dataclass(frozen=True)
class Config:
    steps: int = 64
    walks: int = 50
    drift: float = 0.0
    pause: float = 0.0
    crash_at: tuple[int, ...] = (-1,)
    die_at: int = -1
    name: str = "plain"


SMALL, FULL = Config(walks=30), Config()
SEEDS = {"small": 4, "full": 12}


def step_by_step(draws: np.ndarray, drift: float) -> np.ndarray:
    positions = [0.0]
    for draw in draws:
        positions.append(displace(positions[-1], float(draw), drift))
    return np.array(positions[1:])


def run(config: Config, seed: int, fast: bool) -> dict[str, object]:
    walker = walk if fast else step_by_step
    time.sleep(config.pause)
    if seed in config.crash_at:
        raise ZeroDivisionError(f"seed {seed} was told to crash")
    if seed == config.die_at:
        os._exit(7)
    if config.name == "chatty":
        print(f"seed {seed} speaking")
    draws = stream(seed, "draws").random((config.walks, config.steps))
    paths = np.array([walker(each, config.drift) for each in draws])
    return {"end": float(paths[:, -1].mean()), "square": float((paths[:, -1] ** 2).mean()), "path": paths.mean(axis=0)}


@claim("square-grows")
def square(result: Result) -> Interval:
    return mean_interval(result["square"] / expected_square(result.config.steps))


@claim("no-side")
def side(result: Result) -> Interval:
    return mean_interval(result["path"][:, -1])


@claim("far-off")
def far(result: Result) -> Interval:
    return mean_interval(result["end"])
