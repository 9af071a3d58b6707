"""Intervals against SciPy, by hand, and by how often they cover the truth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from palaestra.kit import distributions
from palaestra.kit import statistics as kit
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import Interval

SAMPLES = np.array([2.1, 3.7, 1.9, 5.5, 4.2, 8.8, 0.3, 4.9])


@pytest.mark.parametrize("degrees", [1, 2, 3.5, 7, 30, 1e3, 1e7])
@pytest.mark.parametrize("probability", [0.001, 0.3, 0.5, 0.9, 0.975, 0.9999])
def test_student_quantile_is_scipys(degrees: float, probability: float) -> None:
    want = stats.t.ppf(probability, degrees)
    assert distributions.student_quantile(probability, degrees) == pytest.approx(want, rel=1e-7, abs=1e-12)


@given(
    x=st.floats(0.0, 1.0),
    a=st.floats(0.1, 300.0),
    b=st.floats(0.1, 300.0),
)
def test_beta_cdf_is_scipys(x: float, a: float, b: float) -> None:
    assert distributions.beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-11)


@given(probability=st.floats(0.0, 1.0), a=st.floats(0.5, 80.0), b=st.floats(0.5, 80.0))
def test_beta_quantile_is_where_scipys_cdf_reaches_the_probability(probability: float, a: float, b: float) -> None:
    found = distributions.beta_quantile(probability, a, b)
    assert stats.beta.cdf(found, a, b) == pytest.approx(probability, abs=1e-9)


def test_normal_quantile() -> None:
    assert distributions.normal_quantile(0.975) == pytest.approx(stats.norm.ppf(0.975))


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
def test_mean_interval_is_students(level: float) -> None:
    got = kit.mean_interval(SAMPLES, level)
    want = stats.t.interval(level, 7, SAMPLES.mean(), stats.sem(SAMPLES))
    assert (got.low, got.high) == pytest.approx(want)
    assert (got.value, got.n, got.level) == (pytest.approx(3.925), 8, level)


def test_one_sample_bounds_nothing() -> None:
    assert kit.mean_interval([3.0]) == Interval(3.0, -math.inf, math.inf, 1)


def test_equal_samples_leave_no_doubt() -> None:
    assert kit.mean_interval([2.0, 2.0, 2.0]) == Interval(2.0, 2.0, 2.0, 3)


def test_a_diverged_seed_stays_visible() -> None:
    got = kit.mean_interval([1.0, math.nan])
    assert math.isnan(got.value)
    assert math.isnan(got.low)


def test_exactly_has_no_width() -> None:
    assert kit.exactly(2, 5) == Interval(2.0, 2.0, 2.0, 5)


@pytest.mark.parametrize("estimate", [kit.mean_interval, kit.interquartile_mean, kit.quantile_interval])
def test_no_samples_is_an_error(estimate) -> None:
    with pytest.raises(ValueError, match="no samples"):
        estimate([])


def test_difference_is_welchs() -> None:
    other = SAMPLES[:5] * 3 + 1
    got = kit.difference_interval(SAMPLES, other)
    want = stats.ttest_ind(SAMPLES, other, equal_var=False).confidence_interval(0.95)
    assert (got.low, got.high) == pytest.approx((want.low, want.high))
    assert got.value == pytest.approx(SAMPLES.mean() - other.mean())


def test_difference_of_two_constant_groups() -> None:
    assert kit.difference_interval([1.0, 1.0], [3.0, 3.0, 3.0]) == Interval(-2.0, -2.0, -2.0, 2)


def test_ratio_is_a_t_interval_on_logarithms() -> None:
    under = np.array([1.0, 2.0, 1.5, 1.2, 0.9, 3.0, 1.1, 2.2])
    got = kit.ratio_interval(SAMPLES, under)
    want = stats.ttest_1samp(np.log(SAMPLES / under), 0.0).confidence_interval(0.95)
    assert (got.low, got.high) == pytest.approx((math.exp(want.low), math.exp(want.high)))
    assert got.value == pytest.approx(stats.gmean(SAMPLES / under))


@given(st.lists(st.tuples(st.floats(0.01, 100), st.floats(0.01, 100)), min_size=2, max_size=20))
def test_swapping_a_ratio_gives_its_reciprocal(pairs: list[tuple[float, float]]) -> None:
    over, under = np.array(pairs).T
    there, back = kit.ratio_interval(over, under), kit.ratio_interval(under, over)
    assert back.value == pytest.approx(1 / there.value)
    if there.high < 1e12:
        assert back.low == pytest.approx(1 / there.high)


def test_ratio_uses_the_pairs() -> None:
    under = np.array([1.0, 10.0, 100.0])
    got = kit.ratio_interval(2 * under, under)
    assert (got.low, got.high) == (pytest.approx(2.0), pytest.approx(2.0))


def test_ratio_refuses_what_is_not_paired_or_positive() -> None:
    with pytest.raises(ValueError, match="pairs"):
        kit.ratio_interval([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="positive"):
        kit.ratio_interval([1.0, 0.0], [1.0, 1.0])


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (10, 10), (3, 10), (1, 400), (120, 200)])
@pytest.mark.parametrize("level", [0.9, 0.99])
def test_proportion_is_clopper_pearson(successes: int, trials: int, level: float) -> None:
    got = kit.proportion_interval(successes, trials, level)
    want = stats.binomtest(successes, trials).proportion_ci(level, method="exact")
    assert (got.value, got.low, got.high) == pytest.approx((successes / trials, want.low, want.high), abs=1e-9)


@pytest.mark.parametrize(("successes", "trials"), [(0, 0), (-1, 5), (6, 5)])
def test_proportion_refuses_impossible_counts(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        kit.proportion_interval(successes, trials)


@pytest.mark.parametrize(("n", "probability"), [(8, 0.5), (30, 0.5), (101, 0.25), (60, 0.9)])
def test_quantile_interval_is_scipys(n: int, probability: float) -> None:
    values = stream(1, "quantile", n).standard_normal(n)
    got = kit.quantile_interval(values, probability)
    want = stats.quantile_test(values, q=0.0, p=probability).confidence_interval(0.95)
    assert (got.low, got.high) == pytest.approx((want.low, want.high))
    assert got.value == pytest.approx(np.quantile(values, probability))


def test_too_few_samples_bound_no_quantile() -> None:
    got = kit.quantile_interval([1.0, 2.0, 3.0])
    assert (got.value, got.low, got.high) == (2.0, -math.inf, math.inf)


def test_slope_is_the_regression_line() -> None:
    x = np.arange(8.0)
    got, want = kit.slope_interval(x, SAMPLES), stats.linregress(x, SAMPLES)
    reach = stats.t.ppf(0.975, 6) * want.stderr
    assert (got.value, got.low, got.high) == pytest.approx((want.slope, want.slope - reach, want.slope + reach))


def test_slopes_are_taken_a_row_at_a_time() -> None:
    x, rows = np.array([1.0, 2.0, 4.0]), np.array([[2.0, 4.0, 8.0], [0.0, -1.0, -3.0]])
    assert kit.slopes(x, rows) == pytest.approx([2.0, -1.0])
    got, want = kit.slope_interval(x, rows), kit.mean_interval([2.0, -1.0])
    assert (got.value, got.low, got.high) == pytest.approx((want.value, want.low, want.high))


@pytest.mark.parametrize("n", [1, 3, 4, 7, 8, 21, 40])
def test_interquartile_mean_is_scipys_trimmed_mean(n: int) -> None:
    values = stream(2, "iqm", n).exponential(size=n)
    assert kit.interquartile_mean(values) == pytest.approx(stats.trim_mean(values, 0.25))


def test_interquartile_mean_by_hand() -> None:
    assert kit.interquartile_mean([[100.0, 2.0], [3.0, -50.0]]) == pytest.approx(2.5)


def test_bootstrap_is_scipys_percentile_bootstrap() -> None:
    values = stream(3, "bootstrap-data").exponential(size=40)
    got = kit.bootstrap_interval(values, np.median, seed=5, resamples=8_000)
    want = stats.bootstrap(
        (values,), np.median, n_resamples=8_000, method="percentile", rng=np.random.default_rng(0)
    ).confidence_interval
    assert (got.low, got.high) == pytest.approx((want.low, want.high), abs=0.06)
    assert got.value == np.median(values)


def test_bootstrap_repeats_with_its_seed_only() -> None:
    ours = kit.bootstrap_interval(SAMPLES, np.mean, seed=1)
    assert ours == kit.bootstrap_interval(SAMPLES, np.mean, seed=1)
    assert ours != kit.bootstrap_interval(SAMPLES, np.mean, seed=2)


def test_bootstrap_keeps_a_seeds_rows_together() -> None:
    pairs = np.column_stack([SAMPLES, -SAMPLES])
    got = kit.bootstrap_interval(pairs, lambda rows: float(rows.sum()))
    assert (got.low, got.high) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_stratified_bootstrap_resamples_each_task_on_its_own() -> None:
    pairs = np.column_stack([SAMPLES, -SAMPLES])
    got = kit.stratified_bootstrap(pairs, lambda rows: float(rows.mean()))
    assert got.low < -0.3
    assert got.high > 0.3
    # Two independent means of eight, each with variance var / 8, averaged.
    spread = math.sqrt(SAMPLES.var() / 8 / 2)
    assert (got.high - got.low) / 2 == pytest.approx(1.96 * spread, rel=0.1)


def test_stratified_bootstrap_never_mixes_tasks() -> None:
    tasks = np.column_stack([np.zeros(6), np.ones(6)])
    got = kit.iqm_interval(tasks)
    assert got == Interval(0.5, 0.5, 0.5, 6)


def test_iqm_of_one_task_takes_a_plain_row_of_seeds() -> None:
    got = kit.iqm_interval(SAMPLES)
    assert got.value == pytest.approx(stats.trim_mean(SAMPLES, 0.25))
    assert got.low < got.value < got.high


TIMES = np.array([3.0, 5.0, 5.0, 8.0, 10.0, 10.0, 12.0, 15.0, 20.0, 20.0])
SOLVED = np.array([1, 1, 1, 0, 1, 0, 1, 1, 0, 0], dtype=bool)


def test_survival_by_hand() -> None:
    moments, shares = kit.survival([1.0, 2.0, 2.0, 3.0], [True, False, True, True])
    assert moments.tolist() == [1.0, 2.0, 3.0]
    assert shares == pytest.approx([3 / 4, 3 / 4 * 2 / 3, 0.0])


def censored() -> stats.CensoredData:
    return stats.CensoredData.right_censored(TIMES, ~SOLVED)


def test_survival_is_scipys_kaplan_meier() -> None:
    moments, shares = kit.survival(TIMES, SOLVED)
    assert shares == pytest.approx(stats.ecdf(censored()).sf.evaluate(moments))


def test_median_time_inverts_scipys_band() -> None:
    got = kit.median_time(TIMES, SOLVED)
    curve = stats.ecdf(censored()).sf
    band = curve.confidence_interval(0.95, method="log-log")
    first = {
        name: next((t for t in sorted(set(TIMES)) if line.evaluate(t) <= 0.5), math.inf)
        for name, line in {"value": curve, "low": band.low, "high": band.high}.items()
    }
    assert {"value": got.value, "low": got.low, "high": got.high} == first
    assert got.n == 10


def test_unsolved_seeds_are_never_dropped() -> None:
    solved_only = kit.median_time([1.0, 2.0, 3.0], [True] * 3)
    with_unsolved = kit.median_time([1.0, 2.0, 3.0, 9.0, 9.0, 9.0, 9.0], [True] * 3 + [False] * 4)
    assert solved_only.value == 2.0
    assert with_unsolved.value == math.inf


def test_nothing_solved_says_nothing_of_the_median() -> None:
    assert kit.median_time([5.0, 5.0], [False, False]) == Interval(math.inf, math.inf, math.inf, 2)


def test_everything_solved_gives_the_ordinary_median() -> None:
    got = kit.median_time([4.0, 1.0, 3.0, 2.0, 5.0], [True] * 5)
    assert got.value == 3.0
    assert got.low <= 3.0 <= got.high < math.inf


def test_times_and_flags_belong_together() -> None:
    with pytest.raises(ValueError, match="every seed needs a time"):
        kit.survival([1.0, 2.0], [True])


def covered(interval_of, truth: float, draw, trials: int = 600) -> float:
    rng = stream(11, "coverage")
    found = [interval_of(draw(rng)) for _ in range(trials)]
    return float(np.mean([each.low <= truth <= each.high for each in found]))


def test_intervals_cover_as_often_as_they_say() -> None:
    # 600 trials at 95 %: outside [0.915, 0.98] once in some ten thousand, if the interval is right.
    assert 0.915 < covered(kit.mean_interval, 1.0, lambda rng: rng.normal(1.0, 2.0, 6)) < 0.98
    difference = covered(
        lambda pair: kit.difference_interval(*pair), -1.0, lambda rng: (rng.normal(0, 1, 5), rng.normal(1, 4, 15))
    )
    assert 0.915 < difference < 0.98
    ratio = covered(
        lambda pair: kit.ratio_interval(*pair),
        2.0,
        lambda rng: (2 * np.exp(shared := rng.normal(0, 3, 7)) * np.exp(rng.normal(0, 0.1, 7)), np.exp(shared)),
    )
    assert 0.915 < ratio < 0.98
    assert covered(kit.quantile_interval, math.log(2), lambda rng: rng.exponential(size=25)) > 0.93
    x = np.linspace(0, 1, 12)
    assert 0.915 < covered(lambda y: kit.slope_interval(x, y), 3.0, lambda rng: 3 * x + rng.normal(0, 1, 12)) < 0.98


def test_the_bootstrap_covers_and_the_censored_median_too() -> None:
    mean = covered(
        lambda each: kit.bootstrap_interval(each, np.mean, resamples=400), 1.0, lambda rng: rng.normal(1, 1, 40), 200
    )
    assert 0.88 < mean < 0.99

    def watch(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        when, until = rng.exponential(size=40), rng.uniform(0.3, 3.0, 40)
        return np.minimum(when, until), when <= until

    assert covered(lambda pair: kit.median_time(*pair), math.log(2), watch) > 0.92


@settings(max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e3, 1e3))
def test_shifting_samples_shifts_every_interval(samples: list[float], shift: float) -> None:
    values = np.array(samples)
    for estimate in (kit.mean_interval, kit.quantile_interval):
        before, after = estimate(values), estimate(values + shift)
        assert after.value == pytest.approx(before.value + shift, abs=1e-6)
        assert after.low == pytest.approx(before.low + shift, abs=1e-5)
