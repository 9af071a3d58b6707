"""Three linear bandits name handwritten digits, beside classifiers that were told every label.

The bandits meet the familiar images several times over, then images they have never seen, and go on
learning from right and wrong. The late error is the share of those fresh images they named wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.systems.bandits.chance import Array
from palaestra.systems.bandits.contextual import LinearEpsilonGreedy, LinearThompson, LinUCB
from palaestra.systems.bandits.digits import ARMS, Digits, load_digits, rewards_of, split_stream


@dataclass(frozen=True)
class Config:
    """alpha, scale, epsilon: how much LinUCB, linear Thompson and epsilon-greedy explore."""

    passes: int = 4
    fresh: int = 450
    alpha: float = 0.1
    scale: float = 0.1
    epsilon: float = 0.05


SMALL, FULL = Config(passes=2), Config()
SEEDS = {"small": 4, "full": 20}


def run(config: Config, seed: int) -> dict[str, Any]:
    """Late errors of the bandits and of the classifiers, and LinUCB's error on each tenth of its way."""
    familiar, fresh = split_stream(load_digits(), seed, config.fresh, config.passes)
    way = Digits(np.concatenate([familiar.contexts, fresh.contexts]), np.concatenate([familiar.labels, fresh.labels]))
    wrong = {name: mistakes(*policy, way) for name, policy in policies(config, seed, len(way)).items()}
    late = {f"late_error_{name}": float(each[-config.fresh :].mean()) for name, each in wrong.items()}
    told = familiar.at(slice(0, len(familiar) // config.passes))
    return {
        **late,
        "late_error_supervised": logistic_error(told, fresh),
        "late_error_ridge_all_labels": ridge_error(told, fresh),
        "late_error_ridge_look_alikes": look_alikes_error(told, fresh),
        "error_by_tenth": np.array([part.mean() for part in np.array_split(wrong["linucb"], 10)]),
    }


def policies(config: Config, seed: int, rounds: int) -> dict[str, tuple[Any, Callable[[Any, int, Array], int]]]:
    """Each policy with how to ask it for its choice in round i."""
    features = 65
    normals, coins = stream(seed, "thompson"), stream(seed, "epsilon").random((rounds, 2))

    def ask(policy: Any, _: int, context: Array) -> int:
        return policy.select(context)

    def ask_thompson(policy: Any, _: int, context: Array) -> int:
        return policy.select(context, normals.standard_normal((ARMS, features)))

    def ask_epsilon(policy: Any, i: int, context: Array) -> int:
        return policy.select(context, coins[i, 0], coins[i, 1])

    return {
        "linucb": (LinUCB(ARMS, features, config.alpha), ask),
        "greedy": (LinUCB(ARMS, features, alpha=0.0), ask),
        "thompson": (LinearThompson(ARMS, features, config.scale), ask_thompson),
        "epsilon": (LinearEpsilonGreedy(ARMS, features, config.epsilon), ask_epsilon),
    }


def mistakes(policy: Any, ask: Callable[[Any, int, Array], int], way: Digits) -> Array:
    """1 for each image the policy named wrongly, (images,); it learns from each answer."""
    wrong = np.empty(len(way))
    for i, (context, label) in enumerate(zip(way.contexts, way.labels, strict=True)):
        arm = ask(policy, i, context)
        policy.update(arm, context, float(arm == label))
        wrong[i] = arm != label
    return wrong


def logistic_error(told: Digits, fresh: Digits) -> float:
    """The supervised baseline from outside: scikit-learn's logistic regression, told every label."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=1000).fit(told.contexts, told.labels)
    return float(np.mean(model.predict(fresh.contexts) != fresh.labels))


def ridge_error(told: Digits, fresh: Digits) -> float:
    """The bandits' own model, ridge regression on rewards, told every arm's reward for every image."""
    return error_of(ridge(told.contexts, rewards_of(told.labels)), fresh)


def look_alikes_error(told: Digits, fresh: Digits, share: float = 0.2) -> float:
    """The same model, each arm told only of its own digit and of the fifth of the others that look most like it.

    A bandit chooses an arm where it looks right, so these are the images its arms learn from. This asks
    whether that choice alone can explain an error below that of the model told everything.
    """
    contexts, rewards = told.contexts, rewards_of(told.labels)
    margins = one_against_the_rest(contexts @ ridge(contexts, rewards))
    weights = []
    for arm in range(ARMS):
        others = np.flatnonzero(rewards[:, arm] == 0.0)
        nearest = others[np.argsort(-margins[others, arm])[: int(share * len(others))]]
        rows = np.concatenate([np.flatnonzero(rewards[:, arm]), nearest])
        weights.append(ridge(contexts[rows], rewards[rows, arm]))
    return error_of(np.stack(weights, axis=1), fresh)


def one_against_the_rest(scores: Array) -> Array:
    """Each arm's score less the best score among the other arms, (images, arms)."""
    best_two = np.sort(scores, axis=1)[:, -2:]
    rival = np.where(scores == best_two[:, 1:], best_two[:, :1], best_two[:, 1:])
    return scores - rival


def ridge(contexts: Array, rewards: Array) -> Array:
    """Ridge regression with strength 1: weights (features, ...) for rewards (images, ...)."""
    return np.linalg.solve(contexts.T @ contexts + np.eye(contexts.shape[1]), contexts.T @ rewards)


def error_of(weights: Array, fresh: Digits) -> float:
    """The share of images whose best arm under weights (features, arms) is not their digit."""
    return float(np.mean(np.argmax(fresh.contexts @ weights, axis=1) != fresh.labels))


@claim("digits-near-supervised")
def above_supervised(result: Result) -> Interval:
    return mean_interval(result["late_error_linucb"] - result["late_error_supervised"])


@claim("digits-feedback-costs-little")
def above_all_labels(result: Result) -> Interval:
    return mean_interval(result["late_error_linucb"] - result["late_error_ridge_all_labels"])


@claim("digits-greedy-suffices")
def above_linucb(result: Result) -> Interval:
    return mean_interval(result["late_error_greedy"] - result["late_error_linucb"])


@claim("digits-epsilon-keeps-paying")
def price_of_exploring(result: Result) -> Interval:
    return mean_interval(result["late_error_epsilon"] - result["late_error_linucb"])
