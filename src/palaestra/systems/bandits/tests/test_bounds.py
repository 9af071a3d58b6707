"""Bounds: by hand, against SciPy's optimiser, and against regret computed exactly."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special

from palaestra.systems.bandits import (
    exp3_bound,
    exp3_gamma,
    gaps,
    gaussian_divergence,
    kl_ucb_bound,
    lai_robbins_constant,
    thompson_bayes_bound,
    thompson_two_arm_bound,
    ucb1_bound,
    wide_budget,
)


def test_gaps() -> None:
    assert gaps(np.array([0.2, 0.9, 0.5])) == pytest.approx([0.7, 0.0, 0.4])


def test_lai_robbins_by_hand() -> None:
    # KL(0.5, 0.75) = ln(4 / 3) / 2.
    assert lai_robbins_constant(np.array([0.5, 0.75])) == pytest.approx(0.25 / (0.5 * math.log(4 / 3)))
    assert lai_robbins_constant(np.array([0.0, 1.0, -1.0]), gaussian_divergence) == pytest.approx(2 / 1 + 2 / 2)


def test_equal_arms_cost_nothing() -> None:
    assert lai_robbins_constant(np.array([0.3, 0.3])) == 0.0
    assert ucb1_bound(np.array([0.3, 0.3]), 100) == 0.0


@given(st.lists(st.floats(0.05, 0.95), min_size=2, max_size=6))
def test_lai_robbins_is_the_linear_program_of_graves_and_lai(means: list[float]) -> None:
    # The least cost of pulls c_k such that no better-looking world stays plausible: c_k KL(mean_k, best) >= 1.
    values = np.array(means)
    worse = gaps(values) > 1e-3
    values = np.concatenate([values[worse], [values.max()]])
    best = values.max()
    if len(values) > 1:
        costs = best - values[:-1]
        evidence = special.rel_entr(values[:-1], best) + special.rel_entr(1 - values[:-1], 1 - best)
        solved = optimize.linprog(costs, A_ub=-np.diag(evidence), b_ub=-np.ones(len(costs)))
        assert lai_robbins_constant(values) == pytest.approx(solved.fun, rel=1e-6)


def test_ucb1_bound_by_hand() -> None:
    want = 8 * math.log(1000) / 0.2 + (1 + math.pi**2 / 3) * 0.2
    assert ucb1_bound(np.array([0.7, 0.5]), 1000) == pytest.approx(want)


def test_kl_ucb_bound_is_near_the_best_of_its_family() -> None:
    mean, best, n = 0.5, 0.8, 10_000

    def bound(e: np.ndarray) -> float:
        e1, e2 = e
        if e1 <= 0 or e2 <= 0 or e1 + e2 >= best - mean:
            return 1e9
        p, q = mean + e1, best - e2
        divergence = special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q)
        return wide_budget(n - 1) / divergence + 0.5 / e1**2 + 2 / e2**2

    found = optimize.minimize(bound, [0.07, 0.09], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9})
    assert kl_ucb_bound(np.array([mean, best]), n) == pytest.approx(0.3 * found.fun, rel=1e-3)
    assert kl_ucb_bound(np.array([mean, best]), n) >= 0.3 * found.fun - 1e-6


def test_kl_ucb_bound_falls_towards_the_lai_robbins_rate() -> None:
    means = np.array([0.9, 0.1])
    excess = [kl_ucb_bound(means, 10**k) / (k * math.log(10)) / lai_robbins_constant(means) for k in (3, 30, 300)]
    assert excess[0] > 2 * excess[1] > 2 * excess[2] > 2.0


def test_the_other_bounds_by_hand() -> None:
    assert thompson_two_arm_bound(0.5, 100) == pytest.approx(80 * math.log(100) + 384 + 9)
    assert thompson_bayes_bound(2, 800) == pytest.approx(math.sqrt(800 * math.log(2)))
    assert exp3_bound(2, 100) == pytest.approx(2.6217 * math.sqrt(200 * math.log(2)), rel=1e-4)


@given(st.integers(2, 50), st.floats(10.0, 1e6))
def test_exp3_bound_is_the_theorem_at_the_best_gamma(arms: int, best_total: float) -> None:
    gamma = exp3_gamma(arms, best_total)
    if gamma < 1:
        theorem = (math.e - 1) * gamma * best_total + arms * math.log(arms) / gamma  # theorem 3.1
        assert exp3_bound(arms, best_total) == pytest.approx(theorem)


def test_a_uniform_policy_breaks_the_ucb1_bound_and_no_bound_is_below_the_lower_one() -> None:
    means, steps = np.array([0.9, 0.6]), 20_000
    assert gaps(means).mean() * steps > ucb1_bound(means, steps)
    for n in (100, 10_000, 10**6):
        least = lai_robbins_constant(means) * math.log(n)
        assert least < kl_ucb_bound(means, n)
        assert least < ucb1_bound(means, n)
