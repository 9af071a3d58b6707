"""Chance drawn several times as fast as NumPy draws it: xoshiro256++ and a ziggurat, compiled.

Other streams than `Chance` has, of the same distributions; readable policies can play them too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numba import njit, uint64

from palaestra.kit.seeding import child_seed
from palaestra.systems.bandits.chance import Array, Chance

LAYERS = 256
TAIL = 3.6541528853610088
"""Where the ziggurat's lowest layer ends, for 256 layers of equal area (Doornik 2005, table 1)."""

compiled = njit(cache=True, error_model="numpy", nogil=True)


@dataclass(frozen=True)
class QuickChance(Chance):
    """Chance whose arrays come from a compiled generator. `posterior` is NumPy's, as in Chance."""

    memory: dict[str, Array] = field(default_factory=dict, repr=False, compare=False)
    """Where each array lies, once drawn."""

    def redraw(self, seed: int) -> QuickChance:
        """The chance of another seed, drawn over the arrays of this one, whose draws are lost.

        New memory costs more than the draws themselves, so many batches in a row should share it.
        """
        return QuickChance(seed, self.runs, self.steps, self.memory)

    @cached_property
    def normals(self) -> Array:
        return self._filled("normals", _fill_normals)

    @cached_property
    def uniforms(self) -> Array:
        return self._filled("uniforms", _fill_uniforms)

    @cached_property
    def coin(self) -> Array:
        return self._filled("coin", _fill_uniforms)

    @cached_property
    def pick(self) -> Array:
        return self._filled("pick", _fill_uniforms)

    def _filled(self, use: str, fill) -> Array:
        state = np.array([child_seed(self.seed, "quick", use, word) for word in range(4)], dtype=np.uint64)
        if use not in self.memory:
            self.memory[use] = np.empty((self.steps, self.runs))
        out = self.memory[use]
        fill(state, out.reshape(-1))
        return out.T  # a step's runs lie together, as the kernels read them


def _edges() -> Array:
    """Right edges of the layers from the base up, (LAYERS + 1,); the base's is that of a rectangle of equal area.

    Source: Marsaglia and Tsang 2000, section 2.
    """
    area = TAIL * math.exp(-0.5 * TAIL**2) + math.sqrt(math.pi / 2) * math.erfc(TAIL / math.sqrt(2))
    edges = np.zeros(LAYERS + 1)
    edges[0], edges[1] = area / math.exp(-0.5 * TAIL**2), TAIL
    for i in range(2, LAYERS):
        edges[i] = math.sqrt(-2.0 * math.log(area / edges[i - 1] + math.exp(-0.5 * edges[i - 1] ** 2)))
    return edges


EDGES = _edges()
HEIGHTS = np.exp(-0.5 * EDGES**2)
SCALES = EDGES[:-1] / 2.0**53
INSIDE = np.floor(EDGES[1:] / EDGES[:-1] * 2.0**53).astype(np.int64)


@compiled
def _next(state):
    """One step of xoshiro256++ (Blackman and Vigna 2021): 64 random bits; `state` (4,) moves on."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    mixed = s0 + s3
    bits = ((mixed << uint64(23)) | (mixed >> uint64(41))) + s0
    shifted = s1 << uint64(17)
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    state[0], state[1], state[2], state[3] = s0, s1, s2, (s3 << uint64(45)) | (s3 >> uint64(19))
    return bits


@compiled
def _uniform(state):
    return np.int64(_next(state) >> uint64(11)) * 2.0**-53


@compiled
def _fill_uniforms(state, out):
    for i in range(len(out)):
        out[i] = _uniform(state)


@compiled
def _fill_normals(state, out):
    for i in range(len(out)):
        while True:
            bits = _next(state)
            # Different bits choose the layer, the sign and the place, or neighbouring draws would be related.
            layer = np.int64(bits & uint64(255))
            place = np.int64(bits >> uint64(11))
            x = place * SCALES[layer]
            if place >= INSIDE[layer]:
                if layer == 0:
                    x = _tail(state)
                elif not _under_the_curve(state, layer, x):
                    continue
            out[i] = x if bits & uint64(256) else -x
            break


@compiled
def _under_the_curve(state, layer, x):
    height = HEIGHTS[layer] + _uniform(state) * (HEIGHTS[layer + 1] - HEIGHTS[layer])
    return height < math.exp(-0.5 * x * x)


@compiled
def _tail(state):
    """A normal beyond TAIL (Marsaglia 1964)."""
    while True:
        x = -math.log1p(-_uniform(state)) / TAIL
        if -2.0 * math.log1p(-_uniform(state)) > x * x:
            return TAIL + x
