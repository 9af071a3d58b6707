"""Statistics every experiment needs: a measurement is an Interval, never a bare number.

Written over seeds as the first axis. The bootstrap is the percentile bootstrap
(Efron and Tibshirani 1993, chapter 13); the interquartile mean and its
stratified bootstrap follow Agarwal et al. 2021, section 4.
"""

from dataclasses import dataclass


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
