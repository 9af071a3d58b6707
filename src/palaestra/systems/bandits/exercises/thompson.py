"""Checks of bandits/thompson: the conjugate normal update, by hand and by brute force on a grid."""

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

INPUTS = [
    ([0.0, 1.0], [0, 1], 1.0, 1.0),
    ([4.0, -3.0], [4, 6], 1.0, 2.0),
    ([10.0, 0.5], [5, 1], 3.0, 0.5),
    ([2.0, 2.0], [1, 9], 0.5, 1.0),
    ([0.0, 30.0], [0, 100], 10.0, 5.0),
]


def draw(rng):
    pulls = rng.integers(0, 30, int(rng.integers(2, 6)))
    totals = pulls * rng.normal(0, 2, len(pulls))
    return totals.tolist(), pulls.tolist(), float(rng.uniform(0.3, 4)), float(rng.uniform(0.3, 4))


def answer(room, given):
    totals, pulls, prior_deviation, deviation = given
    with np.errstate(all="ignore"):
        mean, spread = room.gaussian_posterior(np.array(totals), np.array(pulls), prior_deviation, deviation)
    return [np.asarray(mean, dtype=float), np.asarray(spread, dtype=float)]


@rung("prior")
def prior(room):
    yield call(room.gaussian_posterior, np.zeros(2), np.array([0, 0])).gives(([0, 0], [1, 1]), source="nothing learned")
    yield call(room.gaussian_posterior, np.zeros(2), np.array([0, 0]), 2.0, 3.0).gives(
        ([0, 0], [2, 2]), source="nothing learned"
    )


@rung("one-reward")
def one_reward(room):
    want = ([1.5, 0.0], [np.sqrt(0.5), 1.0])
    yield call(room.gaussian_posterior, np.array([3.0, 0.0]), np.array([1, 0])).gives(
        want, source="precisions 1 + 1 = 2"
    )


@rung("other-spreads")
def other_spreads(room):
    want = ([4 / 1.25], [np.sqrt(1 / 1.25)])
    yield call(room.gaussian_posterior, np.array([4.0]), np.array([1]), 2.0, 1.0).gives(want, source="1/4 + 1 = 1.25")
    for totals, pulls, wide, noisy in [(2.4, 4, 0.5, 1.5), (-3.0, 2, 3.0, 0.7)]:
        mean, spread = room.gaussian_posterior(np.array([totals]), np.array([pulls]), wide, noisy)
        says = f"totals {totals}, pulls {pulls}, prior_deviation {wide}, deviation {noisy}"
        got = [float(np.asarray(mean).ravel()[0]), float(np.asarray(spread).ravel()[0])]
        want = on_a_grid(totals, pulls, wide, noisy)
        yield statement(says, bool(np.allclose(got, want, atol=1e-6)), got, want, "prior times likelihood, on a grid")


@rung("many-rewards")
def many_rewards(room):
    pulls = 1_000_000
    yield call(room.gaussian_posterior, np.array([2.0 * pulls]), np.array([pulls]), 1.0, 1.0).gives(
        ([2.0], [1e-3]), atol=1e-5, source="the law of large numbers"
    )


def on_a_grid(totals, pulls, prior_deviation, deviation):
    """Mean and standard deviation of prior times likelihood, summed over a fine grid of means."""
    means = np.linspace(-15, 15, 60_001)
    average = totals / pulls
    log_weight = -(means**2) / (2 * prior_deviation**2) - pulls * (means - average) ** 2 / (2 * deviation**2)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    centre = (weight * means).sum()
    return [float(centre), float(np.sqrt((weight * (means - centre) ** 2).sum()))]


@mistake("spreads-not-squared")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    precision = 1.0 / prior_deviation + np.asarray(pulls) / deviation
    return np.asarray(totals) / deviation / precision, 1.0 / np.sqrt(precision)


@mistake("variance-for-spread")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    precision = 1.0 / prior_deviation**2 + np.asarray(pulls) / deviation**2
    return np.asarray(totals) / deviation**2 / precision, 1.0 / precision


@mistake("no-shrinkage")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    pulls = np.asarray(pulls)
    precision = 1.0 / prior_deviation**2 + pulls / deviation**2
    return np.asarray(totals) / np.maximum(pulls, 1), 1.0 / np.sqrt(precision)


@mistake("average-not-total")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    pulls = np.asarray(pulls)
    precision = 1.0 / prior_deviation**2 + pulls / deviation**2
    average = np.asarray(totals) / np.maximum(pulls, 1)
    return average / deviation**2 / precision, 1.0 / np.sqrt(precision)


@mistake("prior-left-out-of-the-spread")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    pulls = np.asarray(pulls)
    precision = 1.0 / prior_deviation**2 + pulls / deviation**2
    with np.errstate(divide="ignore"):
        return np.asarray(totals) / deviation**2 / precision, deviation / np.sqrt(pulls)


@mistake("spread-of-the-next-reward")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    precision = 1.0 / prior_deviation**2 + np.asarray(pulls) / deviation**2
    return np.asarray(totals) / deviation**2 / precision, np.sqrt(1.0 / precision + deviation**2)


@mistake("totals-not-weighed")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    precision = 1.0 / prior_deviation**2 + np.asarray(pulls) / deviation**2
    return np.asarray(totals) / precision, 1.0 / np.sqrt(precision)


@alternative("as-a-weighted-mean")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    n = np.asarray(pulls, dtype=float)
    prior_variance, noise_variance = prior_deviation * prior_deviation, deviation * deviation
    shared = noise_variance + n * prior_variance
    return np.asarray(totals) * prior_variance / shared, np.sqrt(prior_variance * noise_variance / shared)


@alternative("as-a-linear-regression")
def gaussian_posterior(totals, pulls, prior_deviation=1.0, deviation=1.0):
    precision = np.eye(len(pulls)) / prior_deviation**2 + np.diag(pulls / deviation**2)
    covariance = np.linalg.inv(precision)
    return [covariance @ (totals / deviation**2), np.sqrt(np.diag(covariance))]
