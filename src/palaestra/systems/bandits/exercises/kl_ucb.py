"""Checks of bandits/kl-ucb: closed forms where KL has one, and the defining condition everywhere."""

import itertools
import math

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    (0.5, 1, 0.2),
    (0.0, 10, 2.0),
    (0.2, 30, 3.0),
    (0.9, 100, 4.6),
    (0.99, 5, 1.0),
    (0.35, 2, 0.05),
    (0.6, 400, 6.0),
]


def draw(rng):
    return float(rng.uniform(0.02, 0.98)), int(rng.integers(2, 300)), float(rng.uniform(0.05, 7.0))


def answer(room, given):
    return float(room.kl_upper_bound(*given))


def divergence(p, q):
    """KL between coins, written out for 0 < p < 1 and 0 < q < 1."""
    return p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))


@rung("ends")
def ends(room):
    yield call(room.kl_upper_bound, 0.3, 7, 0.0).gives(0.3, atol=1e-7, source="KL is 0 only at the mean itself")
    yield call(room.kl_upper_bound, 1.0, 7, 2.0).gives(1.0, atol=1e-7, source="nothing lies above 1")


@rung("by-hand")
def by_hand(room):
    # No heads: KL(0, q) = -ln(1 - q), so q = 1 - exp(-budget / pulls).
    want = 1 - math.exp(-2.0 / 10)
    yield call(room.kl_upper_bound, 0.0, 10, 2.0).gives(want, atol=1e-7, source="KL(0, q) = -ln(1 - q)")
    # Half heads: KL(1/2, q) = -ln(4 q (1 - q)) / 2, so q = (1 + sqrt(1 - exp(-2 budget / pulls))) / 2.
    want = (1 + math.sqrt(1 - math.exp(-2 * 3.0 / 20))) / 2
    yield call(room.kl_upper_bound, 0.5, 20, 3.0).gives(want, atol=1e-7, source="KL(1/2, q) = -ln(4q(1-q)) / 2")


@rung("on-the-edge")
def on_the_edge(room):
    for mean, pulls, budget in [(0.1, 50, 3.9), (0.7, 12, 2.5), (0.95, 200, 5.3), (0.4, 3, 0.7)]:
        bound = float(room.kl_upper_bound(mean, pulls, budget))
        inside = mean < bound < 1
        used = pulls * divergence(mean, bound) if inside else math.nan
        says = f"kl_upper_bound({mean}, {pulls}, {budget}) lies above the mean and uses up the budget"
        yield statement(says, inside and abs(used - budget) < 1e-4, f"q = {bound:.6f}, using {used:.6f}", budget, "KL")


@rung("more-pulls")
def more_pulls(room):
    bounds = [float(room.kl_upper_bound(0.3, pulls, 2.0)) for pulls in (1, 10, 100, 1000, 10_000)]
    falling = all(later < earlier for earlier, later in itertools.pairwise(bounds))
    says = "each tenfold of pulls brings the bound nearer to 0.3"
    yield statement(says, falling and 0.3 < bounds[-1] < 0.312, bounds, "falling to 0.309", "KL")


@mistake("lower-bound-instead")
def kl_upper_bound(mean, pulls, budget):
    low, high = 0.0, mean
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        if pulls * bernoulli_divergence(mean, middle) <= budget:
            high = middle
        else:
            low = middle
    return high if mean < 1.0 else 1.0


@mistake("divergence-turned-round")
def kl_upper_bound(mean, pulls, budget):
    low, high = mean, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        if pulls * bernoulli_divergence(middle, mean) <= budget:
            low = middle
        else:
            high = middle
    return low


@mistake("pulls-forgotten")
def kl_upper_bound(mean, pulls, budget):
    low, high = mean, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        if bernoulli_divergence(mean, middle) <= budget:
            low = middle
        else:
            high = middle
    return low


@mistake("square-root-bound")
def kl_upper_bound(mean, pulls, budget):
    return min(1.0, mean + math.sqrt(budget / (2.0 * pulls)))


@mistake("ten-halvings")
def kl_upper_bound(mean, pulls, budget):
    low, high = mean, 1.0
    for _ in range(10):
        middle = (low + high) / 2.0
        if pulls * bernoulli_divergence(mean, middle) <= budget:
            low = middle
        else:
            high = middle
    return low


@mistake("logarithm-of-the-budget")
def kl_upper_bound(mean, pulls, budget):
    limit = math.log(budget) if budget > 1 else 0.0
    low, high = mean, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        if pulls * bernoulli_divergence(mean, middle) <= limit:
            low = middle
        else:
            high = middle
    return low


@alternative("fixed-number-of-halvings")
def kl_upper_bound(mean, pulls, budget):
    level, low, high = budget / pulls, mean, 1.0
    for _ in range(60):
        middle = low + (high - low) / 2.0
        low, high = (middle, high) if bernoulli_divergence(mean, middle) <= level else (low, middle)
    return low


@alternative("halving-the-log-odds")
def kl_upper_bound(mean, pulls, budget):
    if mean == 1.0 or budget == 0.0:
        return float(mean)
    low, high = (math.log(mean / (1 - mean)) if mean else -40.0), 36.0
    for _ in range(80):
        middle = (low + high) / 2
        q = 1 / (1 + math.exp(-middle))
        heads = mean * math.log(mean / q) if mean else 0.0
        fits = pulls * (heads + (1 - mean) * math.log((1 - mean) / (1 - q))) <= budget
        low, high = (middle, high) if fits else (low, middle)
    return 1 / (1 + math.exp(-high))
