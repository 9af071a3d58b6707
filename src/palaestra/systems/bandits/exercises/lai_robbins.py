"""Checks of bandits/lai-robbins: by hand, from the theorem's formula."""

import math

from palaestra.kit.checks import call
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [[0.5, 0.25], [0.9, 0.8, 0.7], [0.1, 0.05, 0.02], [0.6, 0.6, 0.3], [0.2, 0.9, 0.5, 0.55]]


def draw(rng):
    return rng.uniform(0.02, 0.98, int(rng.integers(2, 8))).tolist()


def answer(room, given):
    return [float(room.lai_robbins_constant(given)), float(room.lai_robbins_constant(given, squared))]


def squared(p, q):
    """KL of unit normals."""
    return (p - q) ** 2 / 2


@rung("nothing-to-lose")
def nothing_to_lose(room):
    yield call(room.lai_robbins_constant, [0.4]).gives(0.0, source="nothing to lose")
    yield call(room.lai_robbins_constant, [0.7, 0.7, 0.7]).gives(0.0, source="nothing to lose")


@rung("two-coins")
def two_coins(room):
    # KL(1/4, 1/2) = ln 2 - H(1/4) = 0.25 ln 0.5 + 0.75 ln 1.5
    want = 0.25 / (0.25 * math.log(0.5) + 0.75 * math.log(1.5))
    yield call(room.lai_robbins_constant, [0.5, 0.25]).gives(want, source="gap 1/4 over KL(1/4, 1/2), by hand")
    yield call(room.lai_robbins_constant, [0.25, 0.5]).gives(want, source="the order of arms does not matter")


@rung("several")
def several(room):
    first = 0.25 / (0.25 * math.log(0.5) + 0.75 * math.log(1.5))
    second = 0.5 / math.log(2)  # KL(0, 1/2) = ln 2
    yield call(room.lai_robbins_constant, [0.25, 0.5, 0.0, 0.5]).gives(first + second, source="KL(0, 1/2) = ln 2")

    yield call(room.lai_robbins_constant, [0.5, 0.25, 0.25]).gives(2 * first, source="two arms alike cost twice")


@rung("other-families")
def other_families(room):
    yield call(room.lai_robbins_constant, [3.0, 1.0, 2.5], squared).gives(2 / 2.0 + 2 / 0.5, source="2 / gap each")


@mistake("divergence-turned-round")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    best = max(means)
    return float(sum((best - mean) / divergence(best, mean) for mean in means if mean < best))


@mistake("gap-left-out")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    best = max(means)
    return float(sum(1.0 / divergence(mean, best) for mean in means if mean < best))


@mistake("runner-up-only")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    best = max(means)
    worse = [mean for mean in means if mean < best]
    return float((best - max(worse)) / divergence(max(worse), best)) if worse else 0.0


@mistake("squared-gap-for-divergence")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    best = max(means)
    return float(sum(1.0 / (2.0 * (best - mean)) for mean in means if mean < best))


@mistake("always-coins")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    best = max(means)
    return float(sum((best - mean) / bernoulli_divergence(mean, best) for mean in means if mean < best))


@alternative("with-numpy")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    means = np.array(means, dtype=float)
    best = means.max()
    worse = means[means < best]
    return float(np.sum([(best - each) / divergence(float(each), float(best)) for each in worse]))


@alternative("arms-alike-taken-together")
def lai_robbins_constant(means, divergence=bernoulli_divergence):
    *worse, best = np.unique(means).tolist()
    return sum(((best - each) / divergence(each, best) * list(means).count(each) for each in worse), 0.0)
