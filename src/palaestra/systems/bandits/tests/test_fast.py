"""The compiled policies make the readable ones' choices, step for step, on the same chance."""

import subprocess
import sys

import numpy as np
import pytest

from palaestra.kit.refusal import Refusal
from palaestra.systems.bandits import (
    EXP3,
    KLUCB,
    UCB1,
    UCBV,
    AdversarialArms,
    BernoulliArms,
    Chance,
    DriftingArms,
    EpsilonGreedy,
    GaussianArms,
    GradientBandit,
    ThompsonBernoulli,
    ThompsonGaussian,
    adversary_against,
    decaying_epsilon,
    exploration_budget,
    fast,
    gaussian_upper_bound,
    play_all,
    ten_armed_means,
    wide_budget,
)
from palaestra.systems.bandits.roster import ROSTER, contest

RUNS, STEPS = 12, 400
RNG = np.random.default_rng(17)
NORMAL = [GaussianArms(each) for each in ten_armed_means(RNG, RUNS)]
SPREAD = [GaussianArms(each, deviation=0.3) for each in ten_armed_means(RNG, RUNS, 3)]
COINS = [BernoulliArms(each) for each in RNG.random((RUNS, 4))]
EQUAL_COINS = [BernoulliArms(np.full(5, 0.5))] * RUNS
SURE_COINS = [BernoulliArms(np.array([0.0, 1.0, 1.0]))] * RUNS
DRIFTING = [DriftingArms.random_walk(RNG, 5, STEPS, 0.05) for _ in range(RUNS)]
TABLES = [AdversarialArms(RNG.random((STEPS, 3))) for _ in range(RUNS)]
AGAINST = [adversary_against(UCB1(2), STEPS)] * RUNS
ARMS = {
    "normal": NORMAL,
    "spread": SPREAD,
    "coins": COINS,
    "equal coins": EQUAL_COINS,
    "sure coins": SURE_COINS,
    "drifting": DRIFTING,
    "tables": TABLES,
    "against": AGAINST,
}


def fading(t: int) -> float:
    return decaying_epsilon(t, 4, 0.5)


def late_budget(t: int) -> float:
    return exploration_budget(t, 3.0)


CASES = [
    ("epsilon-greedy", "normal", lambda k: EpsilonGreedy(k, 0.1), {"epsilon": 0.1}),
    ("epsilon-greedy", "equal coins", lambda k: EpsilonGreedy(k, 0.0), {"epsilon": 0.0}),
    ("epsilon-greedy", "coins", lambda k: EpsilonGreedy(k, fading), {"epsilon": fading}),
    ("epsilon-greedy", "sure coins", lambda k: EpsilonGreedy(k, 0.3), {"epsilon": 0.3}),
    (
        "epsilon-greedy",
        "normal",
        lambda k: EpsilonGreedy(k, 0.0, 5.0, 0.1),
        {"epsilon": 0.0, "initial": 5.0, "step_size": 0.1},
    ),
    ("epsilon-greedy", "drifting", lambda k: EpsilonGreedy(k, 0.1, 0.0, 0.1), {"epsilon": 0.1, "step_size": 0.1}),
    ("ucb1", "normal", lambda k: UCB1(k, 2.0), {"c": 2.0}),
    ("ucb1", "coins", UCB1, {}),
    ("ucb1", "equal coins", UCB1, {}),
    ("ucb1", "against", UCB1, {}),
    ("ucb-v", "coins", UCBV, {}),
    ("ucb-v", "tables", lambda k: UCBV(k, 1.5, 0.3), {"zeta": 1.5, "c": 0.3}),
    ("kl-ucb", "coins", KLUCB, {}),
    ("kl-ucb", "equal coins", KLUCB, {}),
    ("kl-ucb", "sure coins", lambda k: KLUCB(k, late_budget), {"budget": late_budget}),
    ("kl-ucb", "tables", lambda k: KLUCB(k, wide_budget), {"budget": wide_budget}),
    ("gaussian-kl-ucb", "normal", lambda k: KLUCB(k, upper_bound=gaussian_upper_bound), {}),
    ("thompson", "coins", ThompsonBernoulli, {}),
    ("thompson", "equal coins", lambda k: ThompsonBernoulli(k, (0.5, 2.0)), {"prior": (0.5, 2.0)}),
    ("gaussian-thompson", "normal", ThompsonGaussian, {}),
    (
        "gaussian-thompson",
        "spread",
        lambda k: ThompsonGaussian(k, 2.0, 0.3),
        {"prior_deviation": 2.0, "deviation": 0.3},
    ),
    ("gradient-bandit", "normal", GradientBandit, {}),
    (
        "gradient-bandit",
        "spread",
        lambda k: GradientBandit(k, 0.4, baseline=False),
        {"step_size": 0.4, "baseline": False},
    ),
    ("exp3", "coins", lambda k: EXP3(k, 0.1), {"gamma": 0.1}),
    ("exp3", "tables", lambda k: EXP3(k, 0.7), {"gamma": 0.7}),
    ("exp3", "against", lambda k: EXP3(k, 0.05), {"gamma": 0.05}),
]


@pytest.mark.parametrize(("name", "world", "make", "settings"), CASES)
def test_compiled_choices_are_the_readable_ones(name: str, world: str, make, settings: dict) -> None:
    arms, chance = ARMS[world], Chance(23, RUNS, STEPS)
    ours = contest(name, arms, chance, compiled=True, **settings)
    readable = play_all(lambda: make(arms[0].count), arms, chance)
    assert np.array_equal(ours.actions, readable.actions)
    assert np.array_equal(ours.rewards, readable.rewards)


def test_every_policy_of_the_roster_is_compared() -> None:
    assert {case[0] for case in CASES} == set(ROSTER)


def test_other_chance_gives_other_choices() -> None:
    first, second = (fast.epsilon_greedy(NORMAL, Chance(seed, RUNS, STEPS)) for seed in (1, 2))
    assert not np.array_equal(first.actions, second.actions)


def test_batches_of_unlike_arms_are_refused() -> None:
    with pytest.raises(Refusal, match="different kinds"):
        fast.ucb1([NORMAL[0], COINS[0]], Chance(0, 2, 10))
    with pytest.raises(Refusal, match="3 runs"):
        fast.ucb1(NORMAL[:2], Chance(0, 3, 10))


def test_without_numba_the_room_imports_and_fast_says_what_to_install() -> None:
    code = """
import sys
sys.modules["numba"] = None
import palaestra.systems.bandits
from palaestra.systems.bandits.roster import contest
try:
    import palaestra.systems.bandits.fast
except Exception as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Refusal The compiled bandits need Numba.")
    assert "palaestra[fast]" in done.stdout


def test_importing_the_room_imports_nothing_heavy() -> None:
    code = (
        "import sys, palaestra.systems.bandits; print([m for m in ('numba', 'sklearn', 'scipy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
