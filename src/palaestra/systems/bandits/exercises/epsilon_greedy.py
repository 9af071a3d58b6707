"""Checks of bandits/epsilon-greedy: worked cases, and stretches of `pick` counted on a grid."""

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([0.0, 0.0, 0.0], 0.0, 0.5, 0.1),
    ([0.1, 0.5, 0.5], 0.0, 0.9, 0.9),
    ([1.0, 2.0, 0.5], 1.0, 0.3, 0.34),
    ([1.0, 2.0, 0.5], 1.0, 0.3, 0.2),
    ([1.0, 2.0, 0.5], 0.1, 0.05, 0.95),
    ([1.0, 2.0, 0.5], 0.1, 0.5, 0.95),
    ([3.0, 1.0, 3.0, 0.0, 3.0], 0.2, 0.2, 0.99),
    ([3.0, 1.0, 3.0, 0.0, 3.0], 0.2, 0.1999, 0.45),
]


def draw(rng):
    values = np.round(rng.normal(0, 1, int(rng.integers(2, 9))), 1).tolist()  # rounded, so that ties occur
    return values, float(rng.choice([0.0, 0.1, 0.5, 1.0])), float(rng.random()), float(rng.random())


def answer(room, given):
    values, *rest = given
    return room.epsilon_greedy_choice(np.array(values), *rest)


def is_an_int(value):
    return isinstance(value, int | np.integer)


@rung("greedy")
def greedy(room):
    choose = room.epsilon_greedy_choice
    yield call(choose, np.array([0.2, 1.5, -3.0]), 0.0, 0.0, 0.99).gives(1, source="by hand")
    yield call(choose, np.array([0.2, -1.5, 3.0]), 0.0, 0.999, 0.0).gives(2, source="by hand")
    yield call(choose, np.zeros(4), 0.0, 0.5, 0.6).gives(0, source="all tie: the first")
    yield call(choose, np.array([1.0, 2.0, 2.0]), 0.0, 0.5, 0.6).gives(1, source="two tie: the first of them")


@rung("always-exploring")
def always_exploring(room):
    choose, values = room.epsilon_greedy_choice, np.array([0.0, 5.0, 1.0, 2.0])
    yield call(choose, values, 1.0, 0.5, 0.30).gives(1, source="floor(0.30 * 4), though it is the best arm")
    yield call(choose, values, 1.0, 0.5, 0.99).gives(3, source="floor(0.99 * 4)")
    yield call(choose, values, 1.0, 0.5, 0.99).satisfies(
        "the index is an int, not a float", is_an_int, source="the prompt"
    )
    picks = (np.arange(400) + 0.5) / 400
    counts = np.bincount([int(choose(values, 1.0, 0.0, pick)) for pick in picks.tolist()], minlength=4)
    says = "400 evenly spread picks fall on each of four arms a hundred times"
    yield statement(says, counts.tolist() == [100] * 4, counts, [100] * 4, "each arm has a quarter of [0, 1)")


@rung("the-coin")
def the_coin(room):
    choose, values = room.epsilon_greedy_choice, np.array([0.0, 5.0])
    yield call(choose, values, 0.1, 0.0999, 0.2).gives(0, source="below epsilon: explore, floor(0.2 * 2)")
    yield call(choose, values, 0.1, 0.1, 0.2).gives(1, source="not below epsilon: the best")
    coins = (np.arange(1000) + 0.5) / 1000
    explored = sum(int(choose(values, 0.25, coin, 0.2)) == 0 for coin in coins.tolist())
    yield statement("a quarter of all coins explore at epsilon 0.25", explored == 250, explored, 250, "by counting")


@mistake("explores-only-the-others")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    best = int(np.argmax(values))
    if coin < epsilon:
        others = [arm for arm in range(len(values)) if arm != best]
        return others[int(pick * len(others))]
    return best


@mistake("coin-turned-round")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    if coin > epsilon:
        return int(pick * len(values))
    return int(np.argmax(values))


@mistake("last-of-equals")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    if coin < epsilon:
        return int(pick * len(values))
    return len(values) - 1 - int(np.argmax(np.asarray(values)[::-1]))


@mistake("rounds-the-pick")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    if coin < epsilon:
        return round(pick * (len(values) - 1))
    return int(np.argmax(values))


@mistake("index-taken-for-a-value")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    if coin < epsilon:
        return int(pick * len(values))
    found = np.where(np.asarray(values) == np.argmax(values))[0]
    return int(found[0]) if len(found) else 0


@mistake("scaled-by-the-highest-index")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    if coin < epsilon:
        return int(pick * (len(values) - 1))
    return int(np.argmax(values))


@alternative("with-plain-lists")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    scores = list(values)
    return scores.index(max(scores)) if coin >= epsilon else int(pick * len(scores) // 1)


@alternative("with-numpy-scalars")
def epsilon_greedy_choice(values, epsilon, coin, pick):
    any_arm, best = np.floor(pick * np.size(values)).astype(np.int64), np.argmax(values)
    return np.where(coin < epsilon, any_arm, best)[()]
