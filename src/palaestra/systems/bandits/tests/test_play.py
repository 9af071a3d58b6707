"""Arms, chance, regret, and the adversary."""

import math

import numpy as np
import pytest
from scipy import stats

from palaestra.systems.bandits import (
    KLUCB,
    UCB1,
    AdversarialArms,
    BernoulliArms,
    Chance,
    DriftingArms,
    EpsilonGreedy,
    GaussianArms,
    adversary_against,
    fixed_arm_regret,
    play,
    play_all,
    pseudo_regret,
    ten_armed_means,
)
from palaestra.systems.bandits.measures import best_arm_share, chosen_value, mean_regret, thinned
from palaestra.systems.bandits.roster import ROSTER, contest


class Always:
    """Takes one arm whatever happens, and remembers what it was told."""

    def __init__(self, arm: int) -> None:
        self.arm, self.told = arm, []

    def select(self, draws) -> int:
        return self.arm

    def update(self, arm: int, reward: float) -> None:
        self.told.append((arm, reward))


def test_arms_pay_what_they_promise() -> None:
    chance = Chance(0, 1, 40_000)
    normal = play(Always(1), GaussianArms(np.array([9.0, 2.0]), deviation=0.5), chance).rewards
    assert stats.kstest(normal, stats.norm(2.0, 0.5).cdf).pvalue > 1e-4
    coins = play(Always(0), BernoulliArms(np.array([0.3])), chance).rewards
    assert set(coins) == {0.0, 1.0}
    assert stats.binomtest(int(coins.sum()), 40_000, 0.3).pvalue > 1e-4


def test_a_table_pays_exactly_what_is_written() -> None:
    table = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]])
    assert play(Always(1), AdversarialArms(table), Chance(3, 1, 3)).rewards.tolist() == [0.9, 0.8, 0.7]


def test_drifting_arms_start_equal_and_walk() -> None:
    arms = DriftingArms.random_walk(np.random.default_rng(0), count=400, steps=101, walk_deviation=0.1)
    assert arms.walk.shape == (101, 400)
    assert not arms.walk[0].any()
    steps = np.diff(arms.walk, axis=0).ravel() / 0.1
    assert stats.kstest(steps, "norm").pvalue > 1e-4
    assert arms.walk[100].std() == pytest.approx(1.0, abs=0.15)
    noiseless = DriftingArms(arms.walk, deviation=0.0)
    assert play(Always(7), noiseless, Chance(0, 1, 101)).rewards == pytest.approx(arms.walk[:, 7])
    assert noiseless.means_at(5) == pytest.approx(arms.walk[5])


def test_testbed_problems_are_standard_normal() -> None:
    means = ten_armed_means(np.random.default_rng(0), 500)
    assert means.shape == (500, 10)
    assert stats.kstest(means.ravel(), "norm").pvalue > 1e-4


def test_chance_is_the_same_every_time_and_each_use_has_its_own() -> None:
    first, again = Chance(4, 2, 50), Chance(4, 2, 50)
    assert np.array_equal(first.normals, again.normals)
    assert np.array_equal(first.coin, again.coin)
    assert first.posterior(1).random() == again.posterior(1).random()
    assert not np.array_equal(first.coin, first.pick)
    assert not np.array_equal(first.coin, first.uniforms)
    assert first.posterior(0).random() != first.posterior(1).random()
    assert not np.array_equal(first.coin, Chance(5, 2, 50).coin)


def test_the_policy_learns_what_it_was_paid() -> None:
    policy = Always(0)
    played = play(policy, GaussianArms(np.array([1.0])), Chance(0, 3, 5), run=2)
    assert policy.told == [(0, reward) for reward in played.rewards]
    assert played.rewards == pytest.approx(1.0 + Chance(0, 3, 5).normals[2])


def test_play_all_plays_each_run_on_its_own_arms() -> None:
    arms = [GaussianArms(np.array([float(run), 0.0]), deviation=0.0) for run in range(3)]
    played = play_all(lambda: Always(0), arms, Chance(0, 3, 4))
    assert played.rewards.tolist() == [[0.0] * 4, [1.0] * 4, [2.0] * 4]
    assert played.actions.shape == (3, 4)


def test_pseudo_regret_by_hand() -> None:
    assert pseudo_regret(np.array([0.5, 0.9, 0.1]), np.array([1, 0, 2, 1])) == pytest.approx([0.0, 0.4, 1.2, 1.2])
    moving = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 3.0]])
    assert pseudo_regret(moving, np.array([0, 0, 0])).tolist() == [0.0, 1.0, 4.0]


def test_fixed_arm_regret_by_hand() -> None:
    table = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    assert fixed_arm_regret(table, np.array([1, 0, 1])) == 2.0
    assert fixed_arm_regret(table, np.array([0, 1, 0])) == -1.0


@pytest.mark.parametrize("make", [UCB1, KLUCB, lambda arms: EpsilonGreedy(arms, epsilon=0.0)])
def test_a_table_written_against_a_deterministic_policy_pays_it_nothing(make) -> None:
    arms = adversary_against(make(2), 300)
    played = play(make(2), arms, Chance(1, 1, 300))
    assert played.rewards.sum() == 0.0
    assert set(arms.table[:, 0]) <= {0.0, 1.0}
    assert fixed_arm_regret(arms.table, played.actions) >= 100


def test_sutton_and_barto_agree_with_a_hand_count_of_curves() -> None:
    means, actions = np.array([[1.0, 3.0], [5.0, 2.0]]), np.array([[0, 1, 1], [0, 0, 1]])
    assert best_arm_share(means, actions).tolist() == [0.5, 1.0, 0.5]
    assert chosen_value(means, actions).tolist() == [3.0, 4.0, 2.5]
    assert mean_regret(means, actions).tolist() == [1.0, 1.0, 2.5]
    assert thinned(np.arange(10.0), 5).tolist() == [0.5, 2.5, 4.5, 6.5, 8.5]
    assert thinned(np.arange(3.0), 50).tolist() == [0.0, 1.0, 2.0]


def test_an_unknown_policy_suggests_the_nearest() -> None:
    with pytest.raises(Exception, match="ucb1"):
        contest("ucb2", [BernoulliArms(np.array([0.5]))], Chance(0, 1, 2))


@pytest.mark.parametrize("name", sorted(ROSTER))
def test_every_policy_of_the_roster_learns_an_easy_problem(name: str) -> None:
    arms = [BernoulliArms(np.array([0.1, 0.9]))] * 3
    settings = {"gamma": 0.2} if name == "exp3" else {}
    played = contest(name, arms, Chance(2, 3, 400), **settings)
    assert best_arm_share(np.tile([0.1, 0.9], (3, 1)), played.actions)[-100:].mean() > 0.7


def test_the_first_pulls_of_greedy_have_their_exact_expectation() -> None:
    # Two coins, greedy from 0, ties to arm 0: the second pull is arm 1 never (0 ties with 0), so both are arm 0.
    played = play_all(
        lambda: EpsilonGreedy(2, epsilon=0.0), [BernoulliArms(np.array([0.4, 1.0]))] * 50, Chance(0, 50, 30)
    )
    assert not played.actions.any()


def test_ucb1_has_its_exact_expectation_on_two_coins() -> None:
    """Expected pulls of arm 0 after five steps, from all reward sequences and their probabilities."""
    p = np.array([0.8, 0.3])

    def expected(policy_rewards: list[tuple[int, int]], left: int) -> float:
        if left == 0:
            return sum(arm == 0 for arm, _ in policy_rewards)
        policy = UCB1(2)
        for arm, reward in policy_rewards:
            policy.update(arm, float(reward))
        arm = policy.select(None)
        return sum(
            chance * expected([*policy_rewards, (arm, reward)], left - 1)
            for reward, chance in ((1, p[arm]), (0, 1 - p[arm]))
        )

    played = play_all(lambda: UCB1(2), [BernoulliArms(p)] * 4_000, Chance(7, 4_000, 5))
    pulls = (played.actions == 0).sum(axis=1)
    assert pulls.mean() == pytest.approx(expected([], 5), abs=4 * pulls.std() / math.sqrt(4_000))
