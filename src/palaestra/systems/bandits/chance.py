"""All chance, drawn ahead of time and handed out a step at a time.

A policy never owns a generator, so two correct implementations of a policy
make the same choices on the same chance, whatever else they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.seeding import stream

Array = NDArray[np.float64]


class Draws(NamedTuple):
    """The chance a policy may use for one choice.

    coin: uniform on [0, 1): whether to explore, or where to cut a distribution over arms.
    pick: uniform on [0, 1): which arm, when exploring: arm floor(pick * count).
    posterior: for samples from a posterior, one per arm in index order, once per choice.
    """

    coin: float
    pick: float
    posterior: np.random.Generator


@dataclass(frozen=True)
class Chance:
    """All chance of a batch of runs, by use: each array has shape (runs, steps), each use its own stream."""

    seed: int
    runs: int
    steps: int

    @cached_property
    def normals(self) -> Array:
        """Standard normals: the noise of Gaussian rewards."""
        return stream(self.seed, "normals").standard_normal((self.runs, self.steps))

    @cached_property
    def uniforms(self) -> Array:
        """Uniforms on [0, 1): the noise of Bernoulli rewards."""
        return stream(self.seed, "uniforms").random((self.runs, self.steps))

    @cached_property
    def coin(self) -> Array:
        return stream(self.seed, "coin").random((self.runs, self.steps))

    @cached_property
    def pick(self) -> Array:
        return stream(self.seed, "pick").random((self.runs, self.steps))

    def posterior(self, run: int) -> np.random.Generator:
        """A fresh generator for posterior samples in that run; the same each time it is asked for."""
        return stream(self.seed, "posterior", run)
