"""Quantiles that intervals need, from the standard library alone.

The Beta distribution gives Student's t and the binomial limits; its distribution
function is the continued fraction of Press et al. 2007, section 6.4.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

TERMS = 500
TINY = 1e-300


def normal_quantile(probability: float) -> float:
    """The value a standard normal stays below with that probability, in (0, 1)."""
    return NormalDist().inv_cdf(probability)


def beta_cdf(x: float, a: float, b: float) -> float:
    """Probability that a Beta(a, b) variable is at most x; the regularised incomplete beta function.

    x in [0, 1], a and b positive. Source: Press et al. 2007, eqs. 6.4.5 and 6.4.6.
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1.0) / (a + b + 2.0):
        return math.exp(log_front) * _beta_fraction(x, a, b) / a
    return 1.0 - math.exp(log_front) * _beta_fraction(1.0 - x, b, a) / b


def beta_quantile(probability: float, a: float, b: float) -> float:
    """The x with `beta_cdf(x, a, b)` equal to the probability, in [0, 1]."""
    if probability <= 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    return _root(lambda x: beta_cdf(x, a, b) - probability)


def student_quantile(probability: float, degrees: float) -> float:
    """The value Student's t stays below with that probability, in (0, 1); `degrees` of freedom need not be whole."""
    if probability < 0.5:
        return -student_quantile(1.0 - probability, degrees)
    # t^2 / (degrees + t^2) follows Beta(1/2, degrees / 2).
    part = beta_quantile(2.0 * probability - 1.0, 0.5, degrees / 2.0)
    return math.sqrt(degrees * part / (1.0 - part)) if part < 1.0 else math.inf


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function by Lentz's method (Press et al. 2007, section 5.2)."""
    c, d = 1.0, 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            value *= c * d
        if abs(c * d - 1.0) < 1e-15:
            return value
    raise ArithmeticError(f"the incomplete beta function does not converge at x = {x}, a = {a}, b = {b}")


def _away_from_zero(x: float) -> float:
    return x if abs(x) > TINY else TINY


def _root(rising: Callable[[float], float]) -> float:
    """Where a rising function on [0, 1] crosses zero, by bisection to the last bit."""
    low, high = 0.0, 1.0
    while True:
        middle = (low + high) / 2.0
        if middle in (low, high):
            return middle
        if rising(middle) < 0.0:
            low = middle
        else:
            high = middle
