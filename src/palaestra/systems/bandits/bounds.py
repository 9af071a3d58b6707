"""What theory promises: the least regret possible, and the most each policy can suffer.

Lower and upper bounds on expected pseudo-regret after n steps, each with the
assumptions under which it is proven. Means are arrays of shape (count,).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from palaestra.systems.bandits.chance import Array
from palaestra.systems.bandits.upper_bounds import bernoulli_divergence, wide_budget


def gaps(means: Array) -> Array:
    """How much worse than the best each arm is, shape (count,), 0 for the best."""
    means = np.asarray(means, dtype=np.float64)
    return means.max() - means


def lai_robbins_constant(means: Array, divergence: Callable[[float, float], float] = bernoulli_divergence) -> float:
    """The least possible growth of regret per ln n: the sum over worse arms of gap / KL(mean, best mean).

    For any policy whose regret is below every power of n on *every* problem of the family, regret / ln n has at
    least this limit. divergence: `bernoulli_divergence` for coins, `gaussian_divergence` for unit normal arms (then
    each arm contributes 2 / gap). Arms as good as the best add nothing. Source: Lai & Robbins 1985, theorem 1.
    """
    best = float(np.max(means))
    return float(sum((best - mean) / divergence(mean, best) for mean in map(float, means) if mean < best))


def ucb1_bound(means: Array, steps: int) -> float:
    """Regret UCB1 (c = sqrt(2)) cannot exceed in expectation: 8 ln n * sum(1 / gap) + (1 + pi^2 / 3) * sum(gap).

    Sums over arms with positive gap. Assumes independent rewards in [0, 1]; holds for every n = `steps`.
    Source: Auer, Cesa-Bianchi and Fischer 2002, theorem 1.
    """
    positive = gaps(means)[gaps(means) > 0]
    return float(8.0 * math.log(steps) * np.sum(1.0 / positive) + (1.0 + math.pi**2 / 3.0) * np.sum(positive))


def kl_ucb_bound(means: Array, steps: int, grid: int = 200) -> float:
    """Regret KLUCB with `wide_budget` cannot exceed in expectation on Bernoulli arms.

    The sum over worse arms i of gap_i * min over e1, e2 > 0 with e1 + e2 < gap_i of
    ln f(n) / KL(mean_i + e1, best - e2) + 1 / (2 e1^2) + 2 / e2^2, where f(n) = 1 + n ln^2 n and n = `steps`.
    Any (e1, e2) gives a valid bound; the best on a grid of fractions of the gap is taken.
    Source: Lattimore & Szepesvári 2020, theorem 10.6.
    """
    best = float(np.max(means))
    evidence = wide_budget(steps - 1)
    fractions = np.linspace(0.0, 1.0, grid + 1)[1:-1]
    e1, e2 = (each[np.add.outer(fractions, fractions) < 1.0] for each in np.meshgrid(fractions, fractions))
    total = 0.0
    for mean in map(float, means):
        if mean < best:
            gap = best - mean
            divergence = _bernoulli_divergences(mean + e1 * gap, best - e2 * gap)
            pulls = evidence / divergence + 0.5 / (e1 * gap) ** 2 + 2.0 / (e2 * gap) ** 2
            total += gap * float(pulls.min())
    return total


def thompson_two_arm_bound(gap: float, steps: int) -> float:
    """Regret Thompson sampling with uniform priors cannot exceed in expectation on two coins `gap` apart.

    40 ln n / gap + 48 / gap^3 + 18 gap. Loose, but it holds for every n = `steps`; the sharp rate, the Lai-Robbins
    constant, is asymptotic (Kaufmann, Korda and Munos 2012, theorem 1). Source: Agrawal & Goyal 2012, section 3.
    """
    return 40.0 * math.log(steps) / gap + 48.0 / gap**3 + 18.0 * gap


def thompson_bayes_bound(arms: int, steps: int) -> float:
    """Regret Thompson sampling cannot exceed on average over problems drawn from its own prior: sqrt(K n ln K / 2).

    K = `arms`, n = `steps`; rewards in [0, 1]. An average over problems: single problems may be worse.
    Source: Russo & Van Roy 2016; Lattimore & Szepesvári 2020, theorem 36.7.
    """
    return math.sqrt(arms * steps * math.log(arms) / 2.0)


def exp3_bound(arms: int, best_total: float) -> float:
    """Expected regret against the best fixed arm that EXP3 with `exp3_gamma` cannot exceed, on any rewards in [0, 1].

    2 sqrt(e - 1) sqrt(g K ln K), with K = `arms` and g = `best_total` an upper bound on the best arm's total, the
    one gamma was computed from. The rewards are fixed ahead of time. Source: Auer et al. 2002 (SIAM), corollary 3.2.
    """
    return 2.0 * math.sqrt(math.e - 1.0) * math.sqrt(best_total * arms * math.log(arms))


def _bernoulli_divergences(p: Array, q: Array) -> Array:
    """`bernoulli_divergence` for arrays strictly inside (0, 1)."""
    return p * np.log(p / q) + (1.0 - p) * np.log((1.0 - p) / (1.0 - q))
