"""Off-policy evaluation: what would another policy have earned, judged from the choices of this one?

A log holds, for each round i, the arm that was chosen, its reward, and the propensity: the
probability with which the logging policy chose that arm. The rewards of the other arms were
never seen. `target[i, a]` is the probability with which the policy to be judged chooses arm a
in round i; `predicted[i, a]` is what a model expects arm a to pay there.

Shapes: arms, rewards, propensities (rounds,); target, predicted, logging (rounds, arms).
Nothing changes its inputs. Source unless said otherwise: Dudík, Langford and Li 2011.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.refusal import Refusal
from palaestra.systems.bandits.chance import Array

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate of a policy's mean reward, with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Log:
    """Choices as they were logged: one entry a round in each array."""

    arms: Integers
    rewards: Array
    propensities: Array


def log_choices(rewards: Array, logging: Array, uniforms: Array) -> Log:
    """Let a logging policy choose, and keep what it would have seen.

    rewards: (rounds, arms), full information. logging: (rounds, arms), its probabilities.
    uniforms: (rounds,), draws from [0, 1); a draw u chooses the first arm whose cumulative
    probability exceeds u.
    """
    # The last sum may fall short of 1 by rounding, and a draw beyond it still needs an arm that can be chosen.
    cumulative = np.cumsum(logging, axis=1)
    arms = np.argmax(cumulative > uniforms[:, None] * cumulative[:, -1:], axis=1)
    rounds = np.arange(len(arms))
    return Log(arms, rewards[rounds, arms], logging[rounds, arms])


def policy_value(rewards: Array, target: Array) -> float:
    """The mean reward the target policy earns on these rounds, exactly: for this, every arm's reward is needed."""
    return float(np.mean(np.sum(rewards * target, axis=1)))


def importance_weights(arms: Integers, propensities: Array, target: Array) -> Array:
    """How much likelier the target policy was to make each logged choice than the policy that made it, (rounds,).

    `target[i, arms[i]] / propensities[i]`. Refuses a propensity that is not in (0, 1]: a choice
    that could not happen says that the log is wrong.
    """
    if not (np.all(propensities > 0.0) and np.all(propensities <= 1.0)):
        raise Refusal(
            "A logged choice has a propensity outside (0, 1].",
            "Log the probability of the arm that was chosen, at the moment it was chosen.",
        )
    return target[np.arange(len(arms)), arms] / propensities


def inverse_propensity(arms: Integers, rewards: Array, propensities: Array, target: Array) -> Estimate:
    """Inverse propensity scoring (IPS): the mean of weight times reward.

    Unbiased when the propensities are right and positive wherever the target's probability is;
    its variance grows with the weights. Source: Horvitz and Thompson 1952.
    """
    return _mean(importance_weights(arms, propensities, target) * rewards)


def self_normalised(arms: Integers, rewards: Array, propensities: Array, target: Array) -> Estimate:
    """Self-normalised IPS (SNIPS): weighted rewards, divided by the sum of the weights.

    A weighted mean of rewards: never outside their range, moved by c when every reward is moved
    by c, biased by about 1 / rounds. The standard error is the delta method's,
    `sqrt(Σ w² (r - value)²) / Σ w`. Refuses a log in which every weight is zero.
    Source: Swaminathan and Joachims 2015; the error as in Owen 2013, section 9.2.
    """
    weights = importance_weights(arms, propensities, target)
    if not weights.any():
        raise Refusal(
            "No logged choice is one the target policy could make.", "Log more rounds, or judge a policy nearer to it."
        )
    value = float(weights @ rewards / weights.sum())
    return Estimate(value, float(np.sqrt(np.sum((weights * (rewards - value)) ** 2)) / weights.sum()))


def direct_method(target: Array, predicted: Array) -> Estimate:
    """The mean reward a model predicts for the target policy. As biased as the model is wrong.

    The standard error knows how the rounds differ, not how wrong the model is.
    """
    return _mean(np.sum(target * predicted, axis=1))


def doubly_robust(arms: Integers, rewards: Array, propensities: Array, target: Array, predicted: Array) -> Estimate:
    """The model's prediction for the target policy, corrected by the weighted surprise at what was logged.

    For each round: `Σ_a target[i, a] predicted[i, a] + weight_i (reward_i - predicted[i, arm_i])`; then the mean.
    Unbiased when the propensities are right or the model is; the better the model, the smaller
    the variance. The model must not have been fitted on these rewards. Source: Dudík et al. 2011, equation 1,
    for stochastic targets.
    """
    logged = predicted[np.arange(len(arms)), arms]
    surprise = importance_weights(arms, propensities, target) * (rewards - logged)
    return _mean(np.sum(target * predicted, axis=1) + surprise)


def _mean(terms: Array) -> Estimate:
    error = np.std(terms, ddof=1) / np.sqrt(len(terms)) if len(terms) > 1 else np.nan
    return Estimate(float(np.mean(terms)), float(error))
