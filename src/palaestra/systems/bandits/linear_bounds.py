"""What is proven about linear bandits: how wide to believe, and how much regret that costs at most.

The bounds speak of one linear model of `dimension` D. K arms with a model of d features each
(disjoint LinUCB) are one such model with D = K d: stack the weights of all arms into one vector,
and let arm a in context x have the features x in the a-th block and zeros elsewhere. The matrix
of that model is block diagonal, so its scores are exactly LinUCB's.

Assumptions, all of them needed:
    the mean reward is linear in the features, within [-1, 1], with weights of norm <= weight_norm;
    features have norm <= context_norm, and ridge >= max(1, context_norm²);
    the noise is `noise`-sub-Gaussian given the past (Gaussian of that standard deviation, say).
Contexts may come from an adversary.

Source: Abbasi-Yadkori, Pál and Szepesvári 2011, "Improved Algorithms for Linear Stochastic Bandits".
"""

from __future__ import annotations

import numpy as np


def confidence_radius(
    log_determinant_ratio: float, noise: float, weight_norm: float, ridge: float = 1.0, failure: float = 0.05
) -> float:
    """How far the true weights can be from the ridge estimate, measured in the norm of the data.

    With probability at least 1 - failure, in all rounds at once, `sqrt((θ̂-θ)ᵀ V (θ̂-θ))` is at most
    this, where V = ridge I + Σ x xᵀ and `log_determinant_ratio` = ln(det V / det(ridge I)).
    Source: Theorem 2.
    """
    return float(noise * np.sqrt(log_determinant_ratio + 2.0 * np.log(1.0 / failure)) + np.sqrt(ridge) * weight_norm)


def largest_log_determinant_ratio(rounds: int, dimension: int, context_norm: float = 1.0, ridge: float = 1.0) -> float:
    """The most that ln(det V / det(ridge I)) can be after so many rounds, whatever the contexts were.

    Source: Lemma 10 (the determinant against the trace).
    """
    return float(dimension * np.log1p(rounds * context_norm**2 / (ridge * dimension)))


def linucb_alpha(
    rounds: int,
    dimension: int,
    noise: float,
    weight_norm: float,
    context_norm: float = 1.0,
    ridge: float = 1.0,
    failure: float = 0.05,
) -> float:
    """The alpha with which LinUCB's intervals hold in all of `rounds` rounds with probability 1 - failure.

    Source: Theorem 2 with Lemma 10; the second factor of Theorem 3.
    """
    ratio = largest_log_determinant_ratio(rounds, dimension, context_norm, ridge)
    return confidence_radius(ratio, noise, weight_norm, ridge, failure)


def linucb_regret_bound(
    rounds: int, dimension: int, alpha: float, context_norm: float = 1.0, ridge: float = 1.0
) -> float:
    """The most regret that optimism can cost in `rounds` rounds, given that the intervals hold.

    `4 alpha sqrt(n D ln(ridge + n context_norm² / D))`: with `alpha` from `linucb_alpha` it holds with
    probability 1 - failure. An alpha made for a later round bounds every earlier round too.
    Source: Theorem 3, which prints the norm where its proof (Lemmas 10 and 11) has the norm squared;
    the two agree at norm 1.
    """
    spread = rounds * dimension * np.log(ridge + rounds * context_norm**2 / dimension)
    return float(4.0 * alpha * np.sqrt(spread))
