"""Off-policy estimates beside the truth: on digits every arm's reward is known, so the truth is exact.

An epsilon-greedy bandit learns from a few images, is frozen, and writes the log; its reward model serves
the doubly robust estimate. The policy to be judged is a LinUCB trained on other images, acting greedily.
Each log draws its images from a third set, with replacement, so that standard errors speak of the
right population; its exact value under the judged policy is the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from palaestra.kit.experiment import Result, claim
from palaestra.kit.refusal import Refusal
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval, mean_interval, ratio_interval
from palaestra.systems.bandits.chance import Array
from palaestra.systems.bandits.contextual import LinearEpsilonGreedy
from palaestra.systems.bandits.digits import ARMS, Digits, load_digits, rewards_of, split_stream
from palaestra.systems.bandits.fast.linear import replay_linucb
from palaestra.systems.bandits.logged import (
    Estimate,
    direct_method,
    doubly_robust,
    inverse_propensity,
    log_choices,
    policy_value,
    self_normalised,
)


@dataclass(frozen=True)
class Config:
    """epsilon: how often the logging policy explores. propensities: "logged", or "greedy": wrongly, those of the
    greedy arm for every choice, as if nothing had been explored.

    model: "learned" by the logging policy, "perfect" (the true rewards) or "shifted" (learned, plus 3).
    """

    logs: int = 500
    rounds: int = 2000
    warm_up: int = 300
    training: int = 600
    epsilon: float = 0.5
    propensities: str = "logged"
    model: str = "learned"


SMALL, FULL = Config(logs=200), Config()
SEEDS = {"small": 8, "full": 20}
ESTIMATORS = ("ips", "snips", "dr", "dm")


def run(config: Config, seed: int) -> dict[str, Any]:
    """Bias, variance and coverage of each estimator over many logs, and the true value."""
    pool = Pool.prepare(config, seed)
    chance = stream(seed, "logs")
    logs = [estimates(config, pool, chance) for _ in range(config.logs)]
    measured: dict[str, Any] = {"truth": pool.truth, "value_of_logging": policy_value(pool.rewards, pool.logging)}
    for name in ESTIMATORS:
        values = np.array([each[name].value for each in logs])
        errors = np.array([each[name].standard_error for each in logs])
        measured[f"bias_{name}"] = float(values.mean() - pool.truth)
        measured[f"variance_{name}"] = float(values.var(ddof=1))
        measured[f"coverage_{name}"] = float(np.mean(np.abs(values - pool.truth) <= 1.96 * errors))
    return measured


@dataclass(frozen=True, eq=False)
class Pool:
    """The images logs are drawn from: rewards of all arms, logging and target probabilities, predictions."""

    rewards: Array
    logging: Array
    target: Array
    predicted: Array
    truth: float

    @classmethod
    def prepare(cls, config: Config, seed: int) -> Pool:
        digits, judged = split_stream(load_digits(), seed, fresh=len(load_digits()) - config.warm_up - config.training)
        logger = warmed_up(config, seed, digits.at(slice(0, config.warm_up)))
        training = digits.at(slice(config.warm_up, None))
        trained = replay_linucb(training.contexts, rewards_of(training.labels), alpha=0.1)
        rewards, predicted = rewards_of(judged.labels), judged.contexts @ logger.models.weights.T
        logging = (1.0 - config.epsilon) * greedily(predicted) + config.epsilon / ARMS
        target = greedily(judged.contexts @ trained.weights.T)
        return cls(rewards, logging, target, model_of(config, predicted, rewards), policy_value(rewards, target))


def warmed_up(config: Config, seed: int, images: Digits) -> LinearEpsilonGreedy:
    policy = LinearEpsilonGreedy(ARMS, images.contexts.shape[1], config.epsilon)
    coins = stream(seed, "warm-up").random((len(images), 2))
    for context, label, (coin, pick) in zip(images.contexts, images.labels, coins, strict=True):
        arm = policy.select(context, coin, pick)
        policy.update(arm, context, float(arm == label))
    return policy


def greedily(scores: Array) -> Array:
    """All probability on the best arm of each row."""
    return np.eye(scores.shape[1])[np.argmax(scores, axis=1)]


def model_of(config: Config, predicted: Array, rewards: Array) -> Array:
    models = {"learned": predicted, "perfect": rewards, "shifted": predicted + 3.0}
    if config.model not in models:
        raise Refusal(f"There is no reward model called {config.model!r}.", f"Choose one of {', '.join(models)}.")
    return models[config.model]


def estimates(config: Config, pool: Pool, chance: np.random.Generator) -> dict[str, Estimate]:
    """One log, and what each estimator makes of it."""
    rows = chance.integers(0, len(pool.rewards), config.rounds)
    target, predicted = pool.target[rows], pool.predicted[rows]
    log = log_choices(pool.rewards[rows], pool.logging[rows], chance.random(config.rounds))
    propensities = log.propensities if config.propensities == "logged" else np.full(config.rounds, pool.logging.max())
    seen = log.arms, log.rewards, propensities, target
    return {
        "ips": inverse_propensity(*seen),
        "snips": self_normalised(*seen),
        "dr": doubly_robust(*seen, predicted),
        "dm": direct_method(target, predicted),
    }


@claim("ips-unbiased")
def ips_bias(result: Result) -> Interval:
    return mean_interval(result["bias_ips"])


@claim("snips-nearly-unbiased")
def snips_bias(result: Result) -> Interval:
    return mean_interval(result["bias_snips"])


@claim("doubly-robust-unbiased")
def doubly_robust_bias(result: Result) -> Interval:
    return mean_interval(result["bias_dr"])


@claim("doubly-robust-varies-less")
def variance_ratio(result: Result) -> Interval:
    return ratio_interval(result["variance_dr"], result["variance_ips"])


@claim("doubly-robust-interval-covers")
def coverage(result: Result) -> Interval:
    return mean_interval(result["coverage_dr"])


@claim("model-alone-is-biased")
def size_of_model_bias(result: Result) -> Interval:
    return mean_interval(np.abs(result["bias_dm"]))


@claim("snips-beats-a-poor-model")
def self_normalised_against_doubly_robust(result: Result) -> Interval:
    return ratio_interval(result["variance_snips"], result["variance_dr"])
