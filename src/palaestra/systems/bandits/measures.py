"""What a batch of runs amounted to, as curves over steps. Actions are (runs, steps), means (runs, count)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from palaestra.systems.bandits.chance import Array
from palaestra.systems.bandits.play import pseudo_regret


def best_arm_share(means: Array, actions: NDArray[np.integer]) -> Array:
    """The share of runs that choose the arm of highest mean, at each step, shape (steps,)."""
    return np.mean(actions == means.argmax(axis=1)[:, None], axis=0)


def chosen_value(means: Array, actions: NDArray[np.integer]) -> Array:
    """The true mean of the chosen arm, averaged over runs, at each step, shape (steps,).

    The average reward without the noise of the rewards.
    """
    return np.take_along_axis(means, actions, axis=1).mean(axis=0)


def mean_regret(means: Array, actions: NDArray[np.integer]) -> Array:
    """Pseudo-regret so far, averaged over runs, shape (steps,)."""
    curves = [pseudo_regret(own, chosen) for own, chosen in zip(means, actions, strict=True)]
    return np.mean(curves, axis=0)


def thinned(curve: Array, points: int = 50) -> Array:
    """The curve as the means of `points` equal stretches; at most that many, in order."""
    return np.array([stretch.mean() for stretch in np.array_split(curve, min(points, len(curve)))])
