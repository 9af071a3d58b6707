"""Statistics every experiment needs: a measurement is an Interval, never a bare number.

Written over seeds as the first axis. The bootstrap is the percentile bootstrap
(Efron and Tibshirani 1993, chapter 13); the interquartile mean and its
stratified bootstrap follow Agarwal et al. 2021, section 4.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from palaestra.kit.distributions import beta_quantile, normal_quantile, student_quantile
from palaestra.kit.seeding import stream

Array = NDArray[np.float64]
Statistic = Callable[[Array], float]

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A point estimate with a confidence interval: `n` independent seeds at `level` confidence."""

    value: float
    low: float
    high: float
    n: int = 1
    level: float = 0.95

    def __str__(self) -> str:
        return f"{self.value:.4g} [{self.low:.4g}, {self.high:.4g}] (n = {self.n})"


def exactly(value: float, n: int = 1) -> Interval:
    """The interval of a measurement without chance in it: it begins and ends at the value."""
    return Interval(float(value), float(value), float(value), n)


def mean_interval(samples: ArrayLike, level: float = 0.95) -> Interval:
    """The mean of independent samples with Student's t interval.

    samples: any shape, all entries independent. One sample says nothing of its spread: its interval is infinite.
    Source: Student 1908; exact for normal samples.
    """
    values = _flat(samples)
    return _around(float(values.mean()), _standard_error(values), len(values) - 1, len(values), level)


def difference_interval(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Interval:
    """How much larger the mean of `first` is than that of `second`, two independent groups of any spread.

    For paired samples use `mean_interval(first - second)`. Source: Welch 1947.
    """
    ours, theirs = _flat(first), _flat(second)
    errors = np.array([_standard_error(ours), _standard_error(theirs)]) ** 2
    total = float(errors.sum())
    spread_out = errors @ (errors / np.maximum([len(ours) - 1, len(theirs) - 1], 1))
    degrees = total**2 / float(spread_out) if np.isfinite(total) and spread_out > 0 else 1.0
    n = min(len(ours), len(theirs))
    return _around(float(ours.mean() - theirs.mean()), math.sqrt(total), degrees, n, level)


def ratio_interval(numerator: ArrayLike, denominator: ArrayLike, level: float = 0.95) -> Interval:
    """How many times larger `numerator` is than `denominator`, measured in pairs (same seed, same moment).

    The geometric mean of the pairs' ratios with Student's t interval on the logarithms, so that swapping the two
    gives exactly the reciprocal. Both positive, same length. Source: Fleming and Wallace 1986 (why geometric).
    """
    over, under = _flat(numerator), _flat(denominator)
    if len(over) != len(under):
        raise ValueError(f"a paired ratio needs pairs: {len(over)} values against {len(under)}")
    if min(over.min(), under.min()) <= 0:
        raise ValueError("a ratio on the logarithmic scale needs positive values")
    logs = mean_interval(np.log(over) - np.log(under), level)
    return Interval(_exp(logs.value), _exp(logs.low), _exp(logs.high), len(over), level)


def proportion_interval(successes: int, trials: int, level: float = 0.95) -> Interval:
    """The share of successes with the exact binomial interval: it covers at least as often as it says.

    Source: Clopper and Pearson 1934.
    """
    if not 0 <= successes <= trials or trials == 0:
        raise ValueError(f"{successes} successes in {trials} trials is not a proportion")
    tail = (1.0 - level) / 2.0
    low = beta_quantile(tail, successes, trials - successes + 1) if successes else 0.0
    high = beta_quantile(1.0 - tail, successes + 1, trials - successes) if successes < trials else 1.0
    return Interval(successes / trials, low, high, trials, level)


def quantile_interval(samples: ArrayLike, probability: float = 0.5, level: float = 0.95) -> Interval:
    """A quantile of independent samples with a distribution-free interval between two order statistics.

    probability: 0.5 is the median. Where the samples are too few to bound a side, that side is infinite, so the
    interval covers at least as often as it says. Source: Conover 1999, section 3.2.
    """
    values = np.sort(_flat(samples))
    n, tail = len(values), (1.0 - level) / 2.0
    below = _binomial_cdf(n, probability)
    lowest, highest = int(np.sum(below <= tail)) - 1, int(np.sum(below < 1.0 - tail))
    low = float(values[lowest]) if lowest >= 0 else -math.inf
    high = float(values[highest]) if highest < n else math.inf
    return Interval(float(np.quantile(values, probability)), low, high, n, level)


def slopes(x: ArrayLike, y: ArrayLike) -> Array:
    """The least-squares slope of each row of y over x; y is (..., points), x is (points,)."""
    across = _flat(x) - _flat(x).mean()
    return np.asarray(np.asarray(y, dtype=np.float64) @ across / (across @ across), dtype=np.float64)


def slope_interval(x: ArrayLike, y: ArrayLike, level: float = 0.95) -> Interval:
    """The least-squares slope of y over x with its interval.

    y of shape (points,): Student's t from the residuals, points independent. y of shape (seeds, points): a slope a
    seed and `mean_interval` over them, which stays right when points of one seed depend on each other.
    Source: Draper and Smith 1998, section 1.4.
    """
    values, across = np.asarray(y, dtype=np.float64), _flat(x) - _flat(x).mean()
    if values.ndim == 2:
        return mean_interval(slopes(x, values), level)
    slope, degrees = float(slopes(x, values)), len(values) - 2
    residuals = values - values.mean() - slope * across
    error = math.sqrt(residuals @ residuals / degrees / (across @ across)) if degrees > 0 else math.inf
    return _around(slope, error, degrees, len(values), level)


def interquartile_mean(scores: ArrayLike) -> float:
    """The mean of the middle half: the lowest and highest quarter (rounded down) of all entries are left out.

    Source: Agarwal et al. 2021, section 4.2.
    """
    values = np.sort(_flat(scores))
    cut = len(values) // 4
    return float(values[cut : len(values) - cut].mean())


def iqm_interval(scores: ArrayLike, seed: int = 0, level: float = 0.95, resamples: int = RESAMPLES) -> Interval:
    """The interquartile mean over seeds and tasks together, with the stratified bootstrap over seeds.

    scores: (seeds,) or (seeds, tasks). Source: Agarwal et al. 2021, section 4.
    """
    return stratified_bootstrap(scores, interquartile_mean, seed, level, resamples)


def bootstrap_interval(
    samples: ArrayLike, statistic: Statistic, seed: int = 0, level: float = 0.95, resamples: int = RESAMPLES
) -> Interval:
    """Any statistic of independent samples with the percentile bootstrap.

    samples: first axis is the sample, resampled whole, so what belongs to one seed stays together. statistic: from
    an array like `samples` to a number. The same seed gives the same interval.
    Source: Efron and Tibshirani 1993, section 13.3. Too narrow below about ten samples.
    """
    values = np.asarray(samples, dtype=np.float64)
    rng = stream(seed, "bootstrap")
    picks = rng.integers(0, len(values), size=(resamples, len(values)))
    return _percentile(values, statistic, (values[pick] for pick in picks), level)


def stratified_bootstrap(
    scores: ArrayLike, statistic: Statistic, seed: int = 0, level: float = 0.95, resamples: int = RESAMPLES
) -> Interval:
    """Any statistic of seeds and tasks with the stratified bootstrap: each task's seeds are resampled on their own.

    scores: (seeds,) or (seeds, tasks); runs of different tasks are not paired. statistic: from an array of the
    same shape to a number. Source: Agarwal et al. 2021, section 4.1.
    """
    values = np.asarray(scores, dtype=np.float64)
    table = values if values.ndim == 2 else values.reshape(len(values), -1)
    rng = stream(seed, "stratified-bootstrap")
    picks = rng.integers(0, len(table), size=(resamples, *table.shape))
    again = (np.take_along_axis(table, pick, axis=0).reshape(values.shape) for pick in picks)
    return _percentile(values, statistic, again, level)


def survival(times: ArrayLike, solved: ArrayLike) -> tuple[Array, Array]:
    """The share of seeds not yet solved after each time at which one was: (times, shares), both (k,), sorted.

    times: when a seed was solved or, if it never was, how long it was watched. solved: which of the two. A seed
    still unsolved counts for as long as it was watched and is never dropped. Source: Kaplan and Meier 1958.
    """
    moments, at_risk, events = _life_table(times, solved)
    return moments, _still_unsolved(at_risk, events)


def median_time(times: ArrayLike, solved: ArrayLike, level: float = 0.95) -> Interval:
    """The time by which half of the seeds are solved, unsolved seeds counted as censored; infinite when too few are.

    times, solved: as for `survival`. The interval holds the times at which the log(-log) band of the survival
    curve contains a half; an end that the data do not bound is infinite.
    Source: Brookmeyer and Crowley 1982, with the band of Kalbfleisch and Prentice 2002, section 1.4.
    """
    moments, at_risk, events = _life_table(times, solved)
    alive = _still_unsolved(at_risk, events)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        reach = normal_quantile(0.5 + level / 2.0) * np.sqrt(greenwood) / np.abs(np.log(alive))
        lowest, highest = alive ** np.exp(reach), alive ** np.exp(-reach)
    # When the last seed is solved nobody is left: the curve is 0 there, and so is its band.
    lowest, highest = np.where(alive > 0, lowest, 0.0), np.where(alive > 0, highest, 0.0)
    middle, low, high = (_first_below(moments, each) for each in (alive, lowest, highest))
    return Interval(middle, low, high, len(_flat(times)), level)


def _flat(samples: ArrayLike) -> Array:
    values = np.asarray(samples, dtype=np.float64).ravel()
    if len(values) == 0:
        raise ValueError("a statistic of no samples does not exist")
    return values


def _standard_error(values: Array) -> float:
    return float(values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else math.inf


def _around(value: float, error: float, degrees: float, n: int, level: float) -> Interval:
    if not math.isfinite(error):
        return Interval(value, -math.inf, math.inf, n, level) if error == math.inf else Interval(value, error, error, n)
    reach = student_quantile(0.5 + level / 2.0, degrees) * error
    return Interval(value, value - reach, value + reach, n, level)


def _exp(x: float) -> float:
    return math.exp(x) if x < 700 else math.inf


def _binomial_cdf(n: int, probability: float) -> Array:
    """Probability of at most k successes in n, for k = 0 ... n - 1."""
    k = np.arange(n)
    log_choose = np.array([math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) for i in range(n)])
    return np.cumsum(np.exp(log_choose + k * math.log(probability) + (n - k) * math.log1p(-probability)))


def _percentile(values: Array, statistic: Statistic, again: Iterable[Array], level: float) -> Interval:
    estimates = np.array([statistic(each) for each in again])
    low, high = np.quantile(estimates, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return Interval(float(statistic(values)), float(low), float(high), len(values), level)


def _life_table(times: ArrayLike, solved: ArrayLike) -> tuple[Array, Array, Array]:
    """Moments with a solved seed, how many were still unsolved and watched just before, and how many were solved."""
    watched, happened = _flat(times), np.asarray(solved, dtype=bool).ravel()
    if len(watched) != len(happened):
        raise ValueError(f"every seed needs a time and whether it was solved: {len(watched)} and {len(happened)}")
    moments, events = np.unique(watched[happened], return_counts=True)
    at_risk = len(watched) - np.searchsorted(np.sort(watched), moments, side="left")
    return moments, at_risk.astype(np.float64), events.astype(np.float64)


def _still_unsolved(at_risk: Array, events: Array) -> Array:
    return np.cumprod(1.0 - events / at_risk).astype(np.float64)


def _first_below(moments: Array, curve: ArrayLike) -> float:
    reached = np.flatnonzero(np.asarray(curve) <= 0.5)
    return float(moments[reached[0]]) if len(reached) else math.inf
