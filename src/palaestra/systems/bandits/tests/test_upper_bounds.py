"""Upper confidence bounds: by hand, against SciPy's root finder, and their properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from palaestra.systems.bandits import (
    KLUCB,
    UCB1,
    UCBV,
    BernoulliArms,
    Chance,
    Draws,
    bernoulli_divergence,
    exploration_budget,
    gaussian_divergence,
    gaussian_upper_bound,
    kl_upper_bound,
    play,
    ucb_bonus,
    variance_bonus,
    wide_budget,
)

NOBODY = Draws(0.5, 0.5, np.random.default_rng(0))
inside = st.floats(0.001, 0.999)


def test_ucb_bonus_by_hand() -> None:
    assert ucb_bonus(np.array([1, 4]), 10, c=2.0) == pytest.approx([3.034854, 1.517427], abs=1e-6)
    assert ucb_bonus(np.array([2]), 1).tolist() == [0.0]
    assert ucb_bonus(np.array([9]), 100)[0] == pytest.approx(math.sqrt(2 * math.log(100) / 9))


def test_an_arm_never_pulled_has_an_infinite_bonus_from_the_start() -> None:
    assert ucb_bonus(np.array([0, 0]), 0).tolist() == [math.inf, math.inf]
    assert ucb_bonus(np.array([0, 3]), 3)[0] == math.inf


def test_bonuses_leave_the_counts_alone() -> None:
    pulls = np.array([0, 2, 5])
    ucb_bonus(pulls, 7)
    variance_bonus(np.array([0.0, 0.1, 0.2]), pulls, 7)
    assert pulls.tolist() == [0, 2, 5]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(3, 10**7), st.floats(0.01, 10))
def test_ucb_bonus_halves_with_four_times_the_pulls(first: int, second: int, t: int, c: float) -> None:
    one, four = ucb_bonus(np.array([first, 4 * first]), t, c)
    assert four == pytest.approx(one / 2)
    assert (ucb_bonus(np.array([first]), t) > ucb_bonus(np.array([second]), t)) == (first < second)


def test_ucb1_by_hand() -> None:
    policy, chosen = UCB1(2, c=1.0), []
    for reward_of in [(1.0, 0.0)] * 10:
        chosen.append(policy.select(NOBODY))
        policy.update(chosen[-1], reward_of[chosen[-1]])
    # At t = 9: arm 0 has 1 + sqrt(ln 9 / 8) = 1.524, arm 1 has sqrt(ln 9) = 1.482.
    assert chosen == [0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    # At t = 10: 1 + sqrt(ln 10 / 9) = 1.506 < sqrt(ln 10) = 1.517.
    assert policy.select(NOBODY) == 1


def test_selecting_changes_nothing() -> None:
    for policy in (UCB1(3), UCBV(3), KLUCB(3)):
        policy.update(0, 1.0)
        assert policy.select(NOBODY) == policy.select(NOBODY) == 1


@pytest.mark.parametrize("make", [UCB1, UCBV, KLUCB])
def test_every_arm_is_pulled_once_first_in_index_order(make) -> None:
    played = play(make(6), BernoulliArms(np.linspace(0.9, 0.1, 6)), Chance(0, 1, 20))
    assert played.actions[:6].tolist() == [0, 1, 2, 3, 4, 5]


def test_variance_bonus_by_hand() -> None:
    exploration = 1.2 * math.log(20)
    want = [math.sqrt(2 * 0.25 * exploration / 4) + 3 * exploration / 4, 3 * exploration / 8, math.inf]
    assert variance_bonus(np.array([0.25, 0.0, 0.0]), np.array([4, 8, 0]), 20) == pytest.approx(want)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_ucbv_keeps_the_variance(given_rewards: list[float]) -> None:
    policy = UCBV(1)
    for reward in given_rewards:
        policy.update(0, reward)
    assert policy.squares[0] / len(given_rewards) == pytest.approx(np.var(given_rewards), abs=1e-12)


@given(inside, inside)
def test_bernoulli_divergence_is_scipys(p: float, q: float) -> None:
    want = special.rel_entr(p, q) + special.rel_entr(1 - p, 1 - q)
    assert bernoulli_divergence(p, q) == pytest.approx(want, rel=1e-9, abs=1e-12)
    assert bernoulli_divergence(p, q) >= 2 * (p - q) ** 2 - 1e-12  # Pinsker


@pytest.mark.parametrize(
    ("p", "q", "want"),
    [(0.0, 0.5, math.log(2)), (1.0, 0.5, math.log(2)), (0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (0.3, 1.0, math.inf)],
)
def test_bernoulli_divergence_at_the_ends(p: float, q: float, want: float) -> None:
    assert bernoulli_divergence(p, q) == pytest.approx(want)


def test_gaussian_divergence_is_the_expected_log_ratio() -> None:
    p, q, deviation = 0.3, -1.1, 1.7
    first, second = stats.norm(p, deviation), stats.norm(q, deviation)
    want = first.expect(lambda x: first.logpdf(x) - second.logpdf(x))
    assert gaussian_divergence(p, q, deviation) == pytest.approx(want)


@given(st.floats(0.0, 0.99), st.integers(1, 10_000), st.floats(0.01, 20.0))
def test_kl_upper_bound_is_where_scipy_finds_the_root(mean: float, pulls: int, budget: float) -> None:
    got = kl_upper_bound(mean, pulls, budget)

    def excess(q: float) -> float:
        return pulls * (special.rel_entr(mean, q) + special.rel_entr(1 - mean, 1 - q)) - budget

    top = 1 - 1e-15
    want = optimize.brentq(excess, mean, top, xtol=1e-13) if excess(top) > 0 else 1.0
    assert got == pytest.approx(want, abs=2e-9)
    assert mean <= got <= 1.0


def test_kl_upper_bound_by_hand() -> None:
    # After n zeros, n KL(0, q) = -n ln(1 - q): the bound is 1 - exp(-budget / n).
    assert kl_upper_bound(0.0, 5, 2.0) == pytest.approx(1 - math.exp(-0.4), abs=1e-8)
    assert kl_upper_bound(1.0, 5, 2.0) == 1.0
    assert kl_upper_bound(0.4, 5, 0.0) == pytest.approx(0.4, abs=1e-4)


@given(st.floats(0.0, 1.0), st.integers(1, 1000), st.floats(0.0, 10.0))
def test_kl_is_never_more_optimistic_than_hoeffding(mean: float, pulls: int, budget: float) -> None:
    assert kl_upper_bound(mean, pulls, budget) <= mean + math.sqrt(budget / (2 * pulls)) + 1e-7


@given(st.floats(-5, 5), st.integers(1, 1000), st.floats(0.01, 10.0), st.floats(0.1, 3.0))
def test_gaussian_upper_bound_solves_its_equation(mean: float, pulls: int, budget: float, deviation: float) -> None:
    bound = gaussian_upper_bound(mean, pulls, budget, deviation)
    assert pulls * gaussian_divergence(mean, bound, deviation) == pytest.approx(budget)
    assert bound > mean


def test_budgets_by_hand() -> None:
    assert exploration_budget(0) == exploration_budget(1) == 0.0
    assert exploration_budget(100) == pytest.approx(math.log(100))
    assert exploration_budget(2, c=3.0) == pytest.approx(math.log(2))  # ln ln 2 is negative: left out
    assert exploration_budget(100, c=3.0) == pytest.approx(math.log(100) + 3 * math.log(math.log(100)))
    assert wide_budget(0) == 0.0
    assert wide_budget(99) == pytest.approx(math.log(1 + 100 * math.log(100) ** 2))


def test_kl_ucb_takes_the_highest_bound() -> None:
    policy = KLUCB(3)
    for arm, given_rewards in enumerate([[1, 1, 0, 1], [1, 0], [0, 0, 0, 0, 0]]):
        for reward in given_rewards:
            policy.update(arm, float(reward))
    bounds = [kl_upper_bound(m, n, math.log(11)) for m, n in [(0.75, 4), (0.5, 2), (0.0, 5)]]
    assert policy.select(NOBODY) == int(np.argmax(bounds)) == 0
