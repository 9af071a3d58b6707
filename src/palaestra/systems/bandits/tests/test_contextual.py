"""The contextual policies against hand calculation, a direct solve, and the closed form of the posterior."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from palaestra.systems.bandits.contextual import (
    LinearEpsilonGreedy,
    LinearThompson,
    LinUCB,
    RidgeModels,
    sherman_morrison,
)
from palaestra.systems.bandits.fast.linear import replay_linucb

NUMBERS = st.floats(-3.0, 3.0, allow_subnormal=False)


def rounds_of(seed: int, rounds: int, arms: int, features: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    contexts = rng.standard_normal((rounds, features))
    return contexts, contexts @ rng.standard_normal((features, arms)) + rng.standard_normal((rounds, arms))


def test_sherman_morrison_by_hand() -> None:
    # A = I and v = (1, 1): A + vv' = [[2, 1], [1, 2]], whose inverse is [[2, -1], [-1, 2]] / 3.
    updated = sherman_morrison(np.eye(2), np.array([1.0, 1.0]))
    np.testing.assert_allclose(updated, np.array([[2.0, -1.0], [-1.0, 2.0]]) / 3.0, atol=1e-15)


@given(arrays(np.float64, (4, 4), elements=NUMBERS), arrays(np.float64, 4, elements=NUMBERS))
def test_sherman_morrison_is_the_inverse(root: np.ndarray, vector: np.ndarray) -> None:
    matrix = root @ root.T + np.eye(4)
    inverse = np.linalg.inv(matrix)
    kept_inverse, kept_vector = inverse.copy(), vector.copy()
    updated = sherman_morrison(inverse, vector)
    np.testing.assert_allclose(updated, np.linalg.inv(matrix + np.outer(vector, vector)), atol=1e-10)
    np.testing.assert_array_equal(inverse, kept_inverse)
    np.testing.assert_array_equal(vector, kept_vector)


def test_linucb_by_hand() -> None:
    # Ridge 1, one feature. After arm 0 paid 2 for context 1: A = 2, b = 2, so weight 1 and width 1/sqrt(2).
    policy = LinUCB(arms=2, features=1, alpha=0.5)
    context = np.array([1.0])
    np.testing.assert_allclose(policy.scores(context), [0.5, 0.5])
    assert policy.select(context) == 0  # a tie goes to the lowest index
    policy.update(0, context, 2.0)
    np.testing.assert_allclose(policy.scores(context), [1.0 + 0.5 / np.sqrt(2.0), 0.5])
    np.testing.assert_allclose(policy.scores(np.array([-1.0])), [-1.0 + 0.5 / np.sqrt(2.0), 0.5])
    assert (policy.select(context), policy.select(-context)) == (0, 1)


def test_ridge_strength_is_the_first_inverse() -> None:
    np.testing.assert_allclose(RidgeModels(2, 3, ridge=4.0).inverse, np.tile(np.eye(3) / 4.0, (2, 1, 1)))


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 5), st.floats(0.1, 10.0))
def test_models_agree_with_a_direct_solve(seed: int, arms: int, features: int, ridge: float) -> None:
    contexts, rewards = rounds_of(seed, 30, arms, features)
    choices = np.random.default_rng(seed).integers(0, arms, 30)
    policy = LinUCB(arms, features, alpha=0.7, ridge=ridge)
    for context, arm, row in zip(contexts, choices, rewards, strict=True):
        policy.update(int(arm), context, row[arm])
    scores = policy.scores(contexts[0])
    for arm in range(arms):
        mine = choices == arm
        gram = ridge * np.eye(features) + contexts[mine].T @ contexts[mine]
        weights = np.linalg.solve(gram, contexts[mine].T @ rewards[mine, arm])
        width = np.sqrt(contexts[0] @ np.linalg.solve(gram, contexts[0]))
        assert scores[arm] == pytest.approx(contexts[0] @ weights + 0.7 * width, abs=1e-9)


def test_each_arm_may_have_a_context_of_its_own() -> None:
    policy = LinUCB(arms=2, features=2, alpha=1.0)
    contexts = np.array([[1.0, 0.0], [0.0, 3.0]])
    np.testing.assert_allclose(policy.scores(contexts), [1.0, 3.0])
    policy.update(1, contexts, 5.0)
    np.testing.assert_allclose(policy.models.weights, [[0.0, 0.0], [0.0, 1.5]])  # 15 / (1 + 9)


def test_contexts_are_left_as_they_are() -> None:
    contexts = np.arange(6.0).reshape(2, 3)
    kept = contexts.copy()
    policy = LinUCB(2, 3)
    policy.update(policy.select(contexts), contexts, 1.0)
    np.testing.assert_array_equal(contexts, kept)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 8), st.floats(0.0, 3.0), st.floats(0.5, 4.0))
def test_the_kernel_makes_the_same_choices(seed: int, arms: int, features: int, alpha: float, ridge: float) -> None:
    contexts, rewards = rounds_of(seed, 120, arms, features)
    kept = contexts.copy(), rewards.copy()
    policy = LinUCB(arms, features, alpha, ridge)
    chosen = []
    for context, row in zip(contexts, rewards, strict=True):
        chosen.append(policy.select(context))
        policy.update(chosen[-1], context, row[chosen[-1]])
    replayed = replay_linucb(contexts, rewards, alpha, ridge)
    np.testing.assert_array_equal(replayed.arms, chosen)
    np.testing.assert_allclose(replayed.weights, policy.models.weights, atol=1e-9)
    np.testing.assert_allclose(replayed.inverse, policy.models.inverse, atol=1e-9)
    np.testing.assert_array_equal(contexts, kept[0])
    np.testing.assert_array_equal(rewards, kept[1])


def test_thompson_posterior_is_the_closed_form() -> None:
    # Bayesian linear regression with prior N(0, s² I / ridge) and noise s: precision (ridge I + X'X) / s².
    contexts, rewards = rounds_of(3, 12, 1, 3)
    policy = LinearThompson(arms=1, features=3, scale=0.5, ridge=2.0)
    for context, row in zip(contexts, rewards, strict=True):
        policy.update(0, context, row[0])
    precision = (2.0 * np.eye(3) + contexts.T @ contexts) / 0.25
    mean = np.linalg.solve(precision, contexts.T @ rewards[:, 0] / 0.25)
    np.testing.assert_allclose(policy.draw_weights(np.zeros((1, 3)))[0], mean, atol=1e-10)
    spread = np.stack([policy.draw_weights(axis[None])[0] - mean for axis in np.eye(3)], axis=1)
    np.testing.assert_allclose(spread @ spread.T, np.linalg.inv(precision), atol=1e-10)
    np.testing.assert_allclose(np.triu(spread, 1), 0.0, atol=1e-12)  # the lower factor, as the docstring says


def test_thompson_chooses_by_the_draw() -> None:
    policy = LinearThompson(arms=2, features=1, scale=1.0)
    context = np.array([2.0])
    assert policy.select(context, np.array([[0.3], [0.3]])) == 0
    assert policy.select(context, np.array([[0.3], [0.4]])) == 1
    policy.update(1, context, -4.0)  # mean -8/5, standard deviation 1/sqrt(5)
    assert policy.select(context, np.array([[-1.0], [1.0]])) == 0
    assert policy.select(context, np.array([[-1.0], [1.4]])) == 1


def test_epsilon_greedy_explores_with_the_coin() -> None:
    policy = LinearEpsilonGreedy(arms=4, features=1, epsilon=0.25)
    policy.update(2, np.array([1.0]), 1.0)
    context = np.array([1.0])
    assert policy.select(context, coin=0.25, pick=0.99) == 2
    assert policy.select(context, coin=0.24, pick=0.99) == 3
    assert policy.select(context, coin=0.0, pick=0.0) == 0
    assert policy.select(-context, coin=0.9, pick=0.0) == 0  # arm 2 now looks bad; the rest tie at 0


def test_mabwiser_makes_the_same_choices() -> None:
    """An outside oracle: MABWiser 2.7.4, whose answers `fixtures/write_mabwiser_linucb.py` wrote down."""
    theirs = json.loads((Path(__file__).parent / "fixtures" / "mabwiser_linucb.json").read_text(encoding="utf-8"))
    contexts, rewards = np.array(theirs["contexts"]), np.array(theirs["rewards"])
    policy = LinUCB(rewards.shape[1], contexts.shape[1], theirs["alpha"])
    for context, row, arm in zip(contexts, rewards, theirs["arms"], strict=True):
        assert policy.select(context) == arm
        policy.update(arm, context, row[arm])
    np.testing.assert_allclose(policy.scores(contexts[0]), theirs["scores_of_the_first_context_at_the_end"], atol=1e-9)
