"""LinUCB compiled: the choices of `contextual.LinUCB`, a thousand times as fast.

The same Sherman-Morrison arithmetic with nothing allocated inside a round. Two sums are arranged
for the processor: every arm's variance `xᵀ inverse[a] x` is one long dot product with `x xᵀ`,
which is formed once a round, and the weights follow by recursive least squares, with
pushed = inverse[a] @ x:

    inverse[a] -= pushed pushedᵀ / (1 + xᵀ pushed)
    weights[a] += pushed (reward - x @ weights[a]) / (1 + xᵀ pushed)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from palaestra.kit.refusal import Refusal

Array = NDArray[np.float64]


class LinUCBReplay(NamedTuple):
    """What LinUCB chose and believed: arms (rounds,), weights (arms, features), inverse (arms, features, features)."""

    arms: NDArray[np.int64]
    weights: Array
    inverse: Array


def replay_linucb(contexts: Array, rewards: Array, alpha: float = 1.0, ridge: float = 1.0) -> LinUCBReplay:
    """Run LinUCB over given rounds: contexts (rounds, features) shared by all arms, rewards (rounds, arms).

    Only the chosen arm's reward is read in each round. Equal to selecting and updating with
    `contextual.LinUCB`, up to rounding; ties go to the lowest index.
    """
    contexts, rewards = np.ascontiguousarray(contexts, np.float64), np.ascontiguousarray(rewards, np.float64)
    if contexts.ndim != 2 or rewards.ndim != 2 or len(contexts) != len(rewards):
        raise Refusal(
            f"Contexts {contexts.shape} and rewards {rewards.shape} do not fit.",
            "Give (rounds, features) and (rounds, arms).",
        )
    return LinUCBReplay(*_replay(contexts, rewards, float(alpha), float(ridge)))


# All kernels live in this file, because Numba's cache notices changes of one file only.
# Sums may be reordered, which lets them use the processor's vectors; NaN and infinity keep their meaning.
_compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


@_compiled
def _replay(contexts, rewards, alpha, ridge):
    rounds, features = contexts.shape
    arms = rewards.shape[1]
    chosen = np.empty(rounds, np.int64)
    inverse = np.zeros((arms, features, features))
    weights = np.zeros((arms, features))
    for a in range(arms):
        for i in range(features):
            inverse[a, i, i] = 1.0 / ridge
    flat = inverse.reshape(arms, features * features)  # the same memory
    outer, pushed = np.empty(features * features), np.empty(features)
    for t in range(rounds):
        x = contexts[t]
        best, prediction, variance = _select(x, flat, weights, alpha, outer)
        chosen[t] = best
        _learn(inverse[best], weights[best], x, rewards[t, best] - prediction, variance, pushed)
    return chosen, weights, inverse


@_compiled
def _select(x, flat, weights, alpha, outer):
    """The arm with the highest upper confidence bound, its prediction, and its variance x' inverse x."""
    arms, features = weights.shape
    for i in range(features):
        for j in range(features):
            outer[i * features + j] = x[i] * x[j]
    best, best_score, best_prediction, best_variance = 0, -np.inf, 0.0, 0.0
    for a in range(arms):
        prediction, variance = 0.0, 0.0
        for i in range(features):
            prediction += x[i] * weights[a, i]
        for i in range(features * features):
            variance += outer[i] * flat[a, i]
        score = prediction + alpha * np.sqrt(max(variance, 0.0))
        if score > best_score:
            best, best_score, best_prediction, best_variance = a, score, prediction, variance
    return best, best_prediction, best_variance


@_compiled
def _learn(inverse, weights, x, surprise, variance, pushed):
    """Sherman-Morrison and recursive least squares for the chosen arm."""
    features = x.shape[0]
    for i in range(features):
        total = 0.0
        for j in range(features):
            total += inverse[i, j] * x[j]
        pushed[i] = total
    shrink = 1.0 / (1.0 + variance)
    for i in range(features):
        weights[i] += shrink * surprise * pushed[i]
        scaled = shrink * pushed[i]
        for j in range(features):
            inverse[i, j] -= scaled * pushed[j]
