"""Action values: by hand, against NumPy, and as Sutton & Barto describe them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.systems.bandits import (
    ActionValues,
    Draws,
    EpsilonGreedy,
    decaying_epsilon,
    epsilon_greedy_choice,
    first_best,
    recency_average,
    sample_average,
)

rewards = st.lists(st.floats(-100, 100), min_size=1, max_size=40)
NOBODY = np.random.default_rng(0)


@given(rewards)
def test_sample_average_is_the_mean(given_rewards: list[float]) -> None:
    average = 123.0
    for pulls, reward in enumerate(given_rewards, 1):
        average = sample_average(average, pulls, reward)
    assert average == pytest.approx(np.mean(given_rewards), abs=1e-9)


@given(rewards, st.floats(0.01, 1.0), st.floats(-10, 10))
def test_recency_average_weighs_rewards_geometrically(given_rewards: list[float], a: float, start: float) -> None:
    average = start
    for reward in given_rewards:
        average = recency_average(average, reward, a)
    n = len(given_rewards)
    weights = a * (1 - a) ** np.arange(n - 1, -1, -1)  # Sutton & Barto 2018, eq. 2.6
    assert average == pytest.approx((1 - a) ** n * start + weights @ given_rewards, abs=1e-9)


def test_first_best_takes_the_lowest_of_equals() -> None:
    assert first_best(np.array([1.0, 3.0, 3.0, 2.0])) == 1
    assert first_best(np.full(4, np.inf)) == 0


@pytest.mark.parametrize(
    ("epsilon", "coin", "pick", "arm"),
    [
        (0.1, 0.0999, 0.0, 0),
        (0.1, 0.0999, 0.99, 3),
        (0.1, 0.0999, 0.5, 2),
        (0.1, 0.1, 0.0, 1),  # exploring needs coin < epsilon
        (0.0, 0.0, 0.0, 1),
        (1.0, 0.999, 0.25, 1),
    ],
)
def test_epsilon_greedy_choice_by_hand(epsilon: float, coin: float, pick: float, arm: int) -> None:
    assert epsilon_greedy_choice(np.array([0.0, 2.0, 2.0, -1.0]), epsilon, coin, pick) == arm


def test_exploring_takes_every_arm_equally_often_the_best_included() -> None:
    rng = np.random.default_rng(3)
    values, n = np.array([0.0, 5.0, 1.0, 2.0]), 20_000
    counts = np.bincount([epsilon_greedy_choice(values, 0.4, *rng.random(2)) for _ in range(n)], minlength=4)
    want = np.array([0.1, 0.7, 0.1, 0.1])
    assert counts / n == pytest.approx(want, abs=4 * np.sqrt(0.21 / n))


def test_decaying_epsilon_by_hand() -> None:
    assert decaying_epsilon(1, arms=2, gap=0.5) == 1.0
    assert decaying_epsilon(100, arms=2, gap=0.5, c=5.0) == pytest.approx(0.4)
    assert decaying_epsilon(4_000, arms=10, gap=0.1, c=5.0) == 1.0


def test_values_of_the_book_by_hand() -> None:
    # Sutton & Barto 2018, exercise 2.2: A = 1, 2, 2, 2, 3 with R = -1, 1, -2, 2, 0.
    values = ActionValues(4)
    for arm, reward in [(0, -1.0), (1, 1.0), (1, -2.0), (1, 2.0), (2, 0.0)]:
        values.update(arm, reward)
    assert values.values == pytest.approx([-1.0, 1 / 3, 0.0, 0.0])
    assert values.pulls.tolist() == [1, 3, 1, 0]


def test_sample_averages_forget_the_start_at_once_and_a_constant_step_does_not() -> None:
    forgets, keeps = ActionValues(2, initial=5.0), ActionValues(2, initial=5.0, step_size=0.1)
    for each in (forgets, keeps):
        each.update(0, 1.0)
    assert forgets.values.tolist() == [1.0, 5.0]
    assert keeps.values == pytest.approx([4.6, 5.0])


def test_greedy_stays_with_the_first_arm_that_pays() -> None:
    policy = EpsilonGreedy(3, epsilon=0.0)
    draws = Draws(0.0, 0.9, NOBODY)
    chosen = []
    for reward in (-1.0, 0.5, 0.4, -0.2):
        chosen.append(policy.select(draws))
        policy.update(chosen[-1], reward)
    assert chosen == [0, 1, 1, 1]
    assert policy.select(draws) == 1  # (0.5 + 0.4 - 0.2) / 3 is still positive


def test_an_optimist_tries_every_arm_first() -> None:
    policy = EpsilonGreedy(5, epsilon=0.0, initial=5.0, step_size=0.1)
    chosen = []
    for _ in range(5):
        chosen.append(policy.select(Draws(0.5, 0.5, NOBODY)))
        policy.update(chosen[-1], 1.0)
    assert chosen == [0, 1, 2, 3, 4]


def test_epsilon_may_be_a_schedule_of_the_step_being_chosen() -> None:
    asked = []

    def schedule(t: int) -> float:
        asked.append(t)
        return 1.0 if t == 2 else 0.0

    policy = EpsilonGreedy(2, epsilon=schedule)
    chosen = []
    for _ in range(3):
        chosen.append(policy.select(Draws(0.5, 0.99, NOBODY)))
        policy.update(chosen[-1], 1.0)
    assert asked == [1, 2, 3]
    assert chosen == [0, 1, 0]
