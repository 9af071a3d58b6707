"""Checks of bandits/doubly-robust: its two limits, two rounds by hand, and the expectation by enumeration."""

import itertools

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung


def case(rng, rounds=6, arms=3):
    """Arguments of one call, all different from round to round."""
    target, predicted = rng.dirichlet(np.ones(arms), rounds), rng.normal(0.5, 1, (rounds, arms))
    return (
        rng.integers(0, arms, rounds).tolist(),
        rng.normal(1, 1, rounds).tolist(),
        rng.uniform(0.1, 1, rounds).tolist(),
        target.tolist(),
        predicted.tolist(),
    )


INPUTS = [case(np.random.default_rng(seed)) for seed in range(5)]


def draw(rng):
    return case(rng, int(rng.integers(2, 12)), int(rng.integers(2, 5)))


def answer(room, given):
    arms, *rest = given
    estimate = room.doubly_robust(np.array(arms), *map(np.array, rest))
    return [float(estimate.value), float(estimate.standard_error)]


def close_to(value, error):
    return lambda got: abs(got.value - value) < 1e-9 and abs(got.standard_error - error) < 1e-9


@rung("no-model")
def no_model(room):
    arms, rewards, propensities = np.array([0, 1]), np.array([1.0, 2.0]), np.array([0.5, 0.25])
    target = np.array([[0.5, 0.5], [0.2, 0.8]])
    # terms: 0.5/0.5 * 1 = 1 and 0.8/0.25 * 2 = 6.4
    want = close_to(3.7, 2.7)
    yield call(room.doubly_robust, arms, rewards, propensities, target, np.zeros((2, 2))).satisfies(
        "an Estimate, from terms 1 and 6.4: value 3.7, standard error 2.7", want, source="by hand"
    )

    rare = np.array([[1.0, 0.0], [0.5, 0.5]])
    # terms: 1/0.05 * 1 = 20 and 0.5/0.5 * 2 = 2
    yield call(room.doubly_robust, arms, rewards, np.array([0.05, 0.5]), rare, np.zeros((2, 2))).satisfies(
        "an Estimate, from terms 20 and 2: value 11, standard error 9", close_to(11.0, 9.0), source="by hand"
    )


@rung("perfect-model")
def perfect_model(room):
    predicted = np.array([[1.0, 3.0], [2.0, 0.0]])
    target = np.array([[0.5, 0.5], [0.25, 0.75]])
    arms, rewards, propensities = np.array([1, 0]), np.array([3.0, 2.0]), np.array([0.9, 0.3])
    yield call(room.doubly_robust, arms, rewards, propensities, target, predicted).satisfies(
        "an Estimate, from terms 2 and 0.5: value 1.25, standard error 0.75", close_to(1.25, 0.75), source="by hand"
    )


@rung("by-hand")
def by_hand(room):
    predicted = np.array([[1.0, 2.0], [0.0, 1.0]])
    target = np.array([[0.5, 0.5], [1.0, 0.0]])
    arms, rewards, propensities = np.array([0, 0]), np.array([2.0, 1.0]), np.array([0.25, 0.5])
    # terms: 1.5 + 0.5/0.25 * (2 - 1) = 3.5 and 0 + 1/0.5 * (1 - 0) = 2
    yield call(room.doubly_robust, arms, rewards, propensities, target, predicted).satisfies(
        "an Estimate, from terms 3.5 and 2: value 2.75, standard error 0.75", close_to(2.75, 0.75), source="by hand"
    )


@rung("unbiased")
def unbiased(room):
    rewards, predicted = np.array([[1.0, 0.0], [0.2, 0.7]]), np.array([[0.5, 0.4], [0.9, 0.1]])
    target, logging = np.array([[0.3, 0.7], [0.6, 0.4]]), np.array([[0.8, 0.2], [0.5, 0.5]])
    rounds, expected = np.arange(2), 0.0
    for choice in itertools.product([0, 1], repeat=2):
        arms = np.array(choice)
        propensities = logging[rounds, arms]
        estimate = room.doubly_robust(arms, rewards[rounds, arms], propensities, target, predicted)
        expected += float(propensities.prod() * estimate.value)
    truth = float((target * rewards).sum(axis=1).mean())
    says = "averaged over all four logs, each as likely as it is, the estimate is the truth"
    yield statement(
        says, abs(expected - truth) < 1e-12, expected, truth, "by enumeration; the model is wrong on purpose"
    )


@mistake("target-left-out")
def doubly_robust(arms, rewards, propensities, target, predicted):
    rounds = np.arange(len(arms))
    terms = np.sum(target * predicted, axis=1) + (rewards - predicted[rounds, arms]) / propensities
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(len(terms))))


@mistake("surprise-not-weighted")
def doubly_robust(arms, rewards, propensities, target, predicted):
    rounds = np.arange(len(arms))
    terms = np.sum(target * predicted, axis=1) + (rewards - predicted[rounds, arms])
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(len(terms))))


@mistake("reward-for-surprise")
def doubly_robust(arms, rewards, propensities, target, predicted):
    terms = np.sum(target * predicted, axis=1) + importance_weights(arms, propensities, target) * rewards
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(len(terms))))


@mistake("logged-arm-for-the-target")
def doubly_robust(arms, rewards, propensities, target, predicted):
    logged = predicted[np.arange(len(arms)), arms]
    terms = logged + importance_weights(arms, propensities, target) * (rewards - logged)
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(len(terms))))


@mistake("surprise-turned-round")
def doubly_robust(arms, rewards, propensities, target, predicted):
    logged = predicted[np.arange(len(arms)), arms]
    weights = importance_weights(arms, propensities, target)
    terms = np.sum(target * predicted, axis=1) + weights * (logged - rewards)
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1) / np.sqrt(len(terms))))


@mistake("deviation-for-standard-error")
def doubly_robust(arms, rewards, propensities, target, predicted):
    logged = predicted[np.arange(len(arms)), arms]
    terms = np.sum(target * predicted, axis=1) + importance_weights(arms, propensities, target) * (rewards - logged)
    return Estimate(float(np.mean(terms)), float(np.std(terms, ddof=1)))


@mistake("spread-over-n")
def doubly_robust(arms, rewards, propensities, target, predicted):
    logged = predicted[np.arange(len(arms)), arms]
    terms = np.sum(target * predicted, axis=1) + importance_weights(arms, propensities, target) * (rewards - logged)
    return Estimate(float(np.mean(terms)), float(np.std(terms) / np.sqrt(len(terms))))


@alternative("round-by-round")
def doubly_robust(arms, rewards, propensities, target, predicted):
    terms = []
    for arm, reward, propensity, chances, expects in zip(arms, rewards, propensities, target, predicted, strict=True):
        terms.append(float(chances @ expects) + chances[arm] / propensity * (reward - expects[arm]))
    mean = sum(terms) / len(terms)
    variance = sum((term - mean) ** 2 for term in terms) / (len(terms) - 1)
    return Estimate(float(mean), float((variance / len(terms)) ** 0.5))


@alternative("rewards-filled-in-for-every-arm")
def doubly_robust(arms, rewards, propensities, target, predicted):
    rounds, filled = np.arange(len(arms)), np.array(predicted, dtype=float)
    filled[rounds, arms] += (rewards - filled[rounds, arms]) / propensities
    terms = np.einsum("ra,ra->r", target, filled)
    return Estimate(terms.mean(), np.sqrt(np.cov(terms) / len(terms)))
