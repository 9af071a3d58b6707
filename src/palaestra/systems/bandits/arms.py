"""The arms: what pays, how much, and how that changes.

Every kind of arms gives the reward of one pull from a number of chance handed
in (`noise`), so the same chance always gives the same reward, whoever chose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from palaestra.systems.bandits.chance import Array, Chance


class Arms(Protocol):
    """What can be pulled. `count` arms; step numbers start at 0."""

    @property
    def count(self) -> int: ...

    def means_at(self, step: int) -> Array:
        """Expected reward of each arm at that step, shape (count,)."""
        ...

    def noise(self, chance: Chance) -> Array:
        """The part of `chance` these arms turn into rewards, shape (runs, steps)."""
        ...

    def reward(self, arm: int, step: int, noise: float) -> float:
        """What pulling `arm` at `step` pays, given that step's noise."""
        ...


@dataclass(frozen=True, eq=False)
class GaussianArms:
    """Arm k pays `means[k]` plus normal noise of standard deviation `deviation`."""

    means: Array
    deviation: float = 1.0

    @property
    def count(self) -> int:
        return len(self.means)

    def means_at(self, step: int) -> Array:
        return self.means

    def noise(self, chance: Chance) -> Array:
        return chance.normals

    def reward(self, arm: int, step: int, noise: float) -> float:
        return float(self.means[arm] + self.deviation * noise)


@dataclass(frozen=True, eq=False)
class BernoulliArms:
    """Arm k pays 1 with probability `means[k]`, else 0."""

    means: Array

    @property
    def count(self) -> int:
        return len(self.means)

    def means_at(self, step: int) -> Array:
        return self.means

    def noise(self, chance: Chance) -> Array:
        return chance.uniforms

    def reward(self, arm: int, step: int, noise: float) -> float:
        return 1.0 if noise < self.means[arm] else 0.0


@dataclass(frozen=True, eq=False)
class DriftingArms:
    """Gaussian arms whose means move: `walk[step, k]` is the mean of arm k at that step."""

    walk: Array
    deviation: float = 1.0

    @classmethod
    def random_walk(
        cls,
        rng: np.random.Generator,
        count: int = 10,
        steps: int = 10_000,
        walk_deviation: float = 0.01,
        deviation: float = 1.0,
    ) -> DriftingArms:
        """All means start at 0 and take an independent normal step after every pull (Sutton & Barto 2018, ex. 2.5)."""
        increments = walk_deviation * rng.standard_normal((steps, count))
        increments[0] = 0.0
        return cls(np.cumsum(increments, axis=0), deviation)

    @property
    def count(self) -> int:
        return self.walk.shape[1]

    def means_at(self, step: int) -> Array:
        return self.walk[step]

    def noise(self, chance: Chance) -> Array:
        return chance.normals

    def reward(self, arm: int, step: int, noise: float) -> float:
        return float(self.walk[step, arm] + self.deviation * noise)


@dataclass(frozen=True, eq=False)
class AdversarialArms:
    """A table somebody wrote ahead of time: arm k pays `table[step, k]`, in [0, 1], with no chance in it."""

    table: Array

    @property
    def count(self) -> int:
        return self.table.shape[1]

    def means_at(self, step: int) -> Array:
        return self.table[step]

    def noise(self, chance: Chance) -> Array:
        return chance.uniforms

    def reward(self, arm: int, step: int, noise: float) -> float:
        return float(self.table[step, arm])


def ten_armed_means(rng: np.random.Generator, runs: int, count: int = 10) -> Array:
    """True values of `runs` ten-armed problems: standard normal, shape (runs, count).

    Source: Sutton & Barto 2018, section 2.3.
    """
    return rng.standard_normal((runs, count))
