"""Checks of bandits/ucb-bonus: by hand from Sutton & Barto 2018, eq. 2.10."""

import math
import warnings

import numpy as np

from palaestra.kit.checks import call, statement
from palaestra.kit.exercise import alternative, mistake, rung

EQUATION = "by hand, Sutton & Barto 2018, eq. 2.10"
INPUTS = [
    ([1, 1], 2, 1.0),
    ([1, 4], 10, 2.0),
    ([3, 9, 27], 39, 1.5),
    ([0, 2], 2, 1.0),
    ([5, 0, 1], 6, 2.0),
    ([100, 3], 103, 0.5),
    ([2, 7], 500, 1.0),
]


def draw(rng):
    pulls = rng.integers(0, 40, int(rng.integers(2, 7)))
    return pulls.tolist(), int(pulls.sum() + rng.integers(2, 60)), float(rng.uniform(0.2, 3.0))


def answer(room, given):
    pulls, t, c = given
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return np.asarray(room.ucb_bonus(np.array(pulls), t, c))


@rung("one-pull")
def one_pull(room):
    yield call(room.ucb_bonus, np.array([1, 1]), 8, 1.0).gives([1.442027, 1.442027], atol=1e-6, source=EQUATION)
    yield call(room.ucb_bonus, np.array([1]), 10, 2.0).gives([3.034854], atol=1e-6, source=EQUATION)


@rung("falls-with-pulls")
def falls_with_pulls(room):
    yield call(room.ucb_bonus, np.array([1, 4]), 10, 2.0).gives([3.034854, 1.517427], atol=1e-6, source=EQUATION)
    bonus = np.asarray(room.ucb_bonus(np.array([2, 18]), 50, 1.0), dtype=float)
    says = "nine times the pulls, a third of the bonus"
    yield statement(says, abs(bonus[0] / bonus[1] - 3.0) < 1e-9, bonus[0] / bonus[1], 3.0, "1/sqrt(9)")


@rung("grows-with-time")
def grows_with_time(room):
    times = [10, 100, 1000, 10_000]
    squares = [float(np.asarray(room.ucb_bonus(np.array([5]), t, 1.0)).ravel()[0] ** 2) for t in times]
    steps = np.diff(squares)
    want = math.log(10) / 5
    says = "ten times the time adds the same to its square: ln(10) / 5"
    yield statement(says, bool(np.allclose(steps, want, atol=1e-9)), steps, want, EQUATION)


@rung("never-pulled")
def never_pulled(room):
    yield call(room.ucb_bonus, np.array([0, 1]), 1, 1.0).gives([math.inf, 0.0], source="the prompt: infinite; ln 1 = 0")
    yield call(room.ucb_bonus, np.array([3, 0, 0]), 3, 2.0).gives(
        [1.210296, math.inf, math.inf], atol=1e-6, source=EQUATION
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = room.ucb_bonus(np.array([0, 2]), 2, 1.0)
    quiet = not caught and bool(np.isinf(np.asarray(value)[0]))
    says = "no warning is raised on the way to infinity"
    yield statement(says, quiet, [str(each.message) for each in caught], "none", "the prompt")


@rung("defaults-and-shape")
def defaults_and_shape(room):
    yield call(room.ucb_bonus, np.array([1, 2]), 8).gives([2.039334, 1.442027], atol=1e-6, source="c = sqrt(2)")
    yield call(room.ucb_bonus, [1, 2], 8).gives([2.039334, 1.442027], atol=1e-6, source="a list of counts")
    yield call(room.ucb_bonus, np.array([0, 0]), 0).gives([math.inf, math.inf], source="nothing pulled yet")


@mistake("no-time")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * np.sqrt(1.0 / pulls[pulls > 0])
    return bonus


@mistake("time-without-the-log")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * np.sqrt(t / pulls[pulls > 0])
    return bonus


@mistake("counts-swapped")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * np.sqrt(np.log(pulls[pulls > 0]) / max(t, 1))
    return bonus


@mistake("root-left-out")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * math.log(max(t, 1)) / pulls[pulls > 0]
    return bonus


@mistake("root-over-the-log-only")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * math.sqrt(math.log(max(t, 1))) / pulls[pulls > 0]
    return bonus


@mistake("untried-counted-as-once")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.maximum(np.asarray(pulls, dtype=np.float64), 1.0)
    return c * np.sqrt(math.log(max(t, 1)) / pulls)


@mistake("log-to-base-ten")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * np.sqrt(math.log10(max(t, 1)) / pulls[pulls > 0])
    return bonus


@mistake("c-under-the-root")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = np.sqrt(c * math.log(max(t, 1)) / pulls[pulls > 0])
    return bonus


@mistake("the-two-counted-twice")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    pulls = np.asarray(pulls, dtype=np.float64)
    bonus = np.full(pulls.shape, np.inf)
    bonus[pulls > 0] = c * np.sqrt(2.0 * math.log(max(t, 1)) / pulls[pulls > 0])
    return bonus


@alternative("arm-by-arm")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    log_t = math.log(t) if t > 0 else 0.0
    return np.array([c * math.sqrt(log_t / n) if n else math.inf for n in pulls], dtype=float)


@alternative("with-errstate")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    n = np.array(pulls, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(n > 0, np.sqrt(c * c * np.log(max(t, 1)) / n), np.inf)


@alternative("scale-times-inverse-root")
def ucb_bonus(pulls, t, c=math.sqrt(2.0)):
    counts = np.asarray(pulls)
    scale = c * math.sqrt(math.log(t)) if t else 0.0
    return np.divide(scale, np.sqrt(counts), out=np.full(counts.shape, np.inf), where=counts > 0)
