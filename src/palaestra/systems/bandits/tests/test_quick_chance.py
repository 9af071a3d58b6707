"""The compiled generator: its distributions to the tail, its streams, and that readable policies can play it."""

import math

import numpy as np
import pytest
from scipy import stats

from palaestra.systems.bandits import UCB1, Chance, EpsilonGreedy, GaussianArms, play_all, ten_armed_means
from palaestra.systems.bandits.fast import QuickChance
from palaestra.systems.bandits.roster import contest

MANY = QuickChance(5, 1_000, 1_000)


def test_normals_are_normal_everywhere() -> None:
    draws = MANY.normals.ravel()
    assert stats.kstest(draws, "norm").pvalue > 1e-3
    # Two hundred cells of equal probability, where a wrong layer of the ziggurat would show.
    edges = stats.norm.ppf(np.linspace(0, 1, 201))
    assert stats.chisquare(np.histogram(draws, edges)[0]).pvalue > 1e-3


@pytest.mark.parametrize("beyond", [3.0, 3.6541528853610088, 4.0, 4.5])
def test_tails_are_as_heavy_as_they_should_be(beyond: float) -> None:
    draws = MANY.normals.ravel()
    for side in (draws, -draws):
        count = int(np.sum(side > beyond))
        assert stats.binomtest(count, len(draws), stats.norm.sf(beyond)).pvalue > 1e-4


def test_the_far_tail_has_the_right_shape() -> None:
    draws = np.abs(MANY.normals.ravel())
    tail = draws[draws > 3.6541528853610088]
    edge = stats.norm.sf(3.6541528853610088)
    assert stats.kstest(stats.norm.sf(tail) / edge, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("use", ["uniforms", "coin", "pick"])
def test_uniforms_are_uniform_and_below_one(use: str) -> None:
    draws = getattr(MANY, use).ravel()
    assert stats.kstest(draws, "uniform").pvalue > 1e-3
    assert draws.min() >= 0.0
    assert draws.max() < 1.0


def test_neighbouring_draws_and_uses_are_unrelated() -> None:
    flat = [MANY.normals.T.ravel(), MANY.coin.T.ravel(), MANY.pick.T.ravel(), MANY.uniforms.T.ravel()]
    scores = [(each - each.mean()) / each.std() for each in flat]
    n = len(scores[0])
    related = [first[:-1] @ first[1:] / n for first in scores]
    related += [first @ second / n for i, first in enumerate(scores) for second in scores[:i]]
    related.append(np.abs(scores[0][:-1]) @ scores[0][1:] / n)
    assert max(map(abs, related)) < 5 / math.sqrt(n)


def test_a_seed_gives_the_same_draws_and_another_seed_others() -> None:
    assert np.array_equal(QuickChance(1, 3, 40).normals, QuickChance(1, 3, 40).normals)
    assert not np.array_equal(QuickChance(1, 3, 40).normals, QuickChance(2, 3, 40).normals)
    assert not np.array_equal(QuickChance(1, 3, 40).coin, QuickChance(1, 3, 40).pick)
    assert QuickChance(1, 3, 40).normals.shape == (3, 40)


def test_redrawing_gives_the_other_seeds_draws_in_the_same_memory() -> None:
    first = QuickChance(1, 3, 40)
    here, before = first.normals, first.normals.copy()
    second = first.redraw(2)
    assert np.array_equal(second.normals, QuickChance(2, 3, 40).normals)
    assert np.shares_memory(here, second.normals)
    assert np.array_equal(second.redraw(1).normals, before)


def test_xoshiro_gives_the_published_outputs() -> None:
    """The reference outputs from the state 1, 2, 3, 4 that ports of the authors' C code are tested with."""
    from palaestra.systems.bandits.fast.quick_chance import _next

    state = np.array([1, 2, 3, 4], dtype=np.uint64)
    assert [int(_next(state)) for _ in range(7)] == [
        41943041,
        58720359,
        3588806011781223,
        3591011842654386,
        9228616714210784205,
        9973669472204895162,
        14011001112246962877,
    ]


def test_readable_policies_play_it_to_the_same_end() -> None:
    arms = [GaussianArms(each) for each in ten_armed_means(np.random.default_rng(2), 5)]
    chance = QuickChance(9, 5, 300)
    for name, make in {"epsilon-greedy": lambda: EpsilonGreedy(10), "ucb1": lambda: UCB1(10)}.items():
        ours = contest(name, arms, chance, compiled=True)
        readable = play_all(make, arms, chance)
        assert np.array_equal(ours.actions, readable.actions)


def test_both_kinds_of_chance_lead_to_the_same_average() -> None:
    arms = [GaussianArms(each) for each in ten_armed_means(np.random.default_rng(4), 2_000)]
    ends = [
        contest("epsilon-greedy", arms, chance, compiled=True).rewards[:, -50:].mean(axis=1)
        for chance in (Chance(1, 2_000, 200), QuickChance(1, 2_000, 200))
    ]
    assert stats.ttest_rel(*ends).pvalue > 1e-3
