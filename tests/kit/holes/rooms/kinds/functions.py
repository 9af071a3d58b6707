"""Functions as holes: imported by name, decorated, a default argument, in a table, a generator."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator

TABLE: dict[str, Callable[[float], float]] = {}


def listed(function: Callable[[float], float]) -> Callable[[float], float]:
    TABLE[function.__name__] = function
    return function


def double(x: float) -> float:
    """Twice the number.

    >>> double(2.0)
    4.0
    """
    # the reference's secret
    return 2 * x
    # and its last words


def apply(x: float, function: Callable[[float], float] = double) -> float:
    return function(x)


@listed
@functools.lru_cache
def root(x: float) -> float:
    """The square root."""
    return math.sqrt(x)


ALIASES = {"twice": double, "root": root}
AT_IMPORT = double(21.0)


def countdown(n: int) -> Iterator[int]:
    """From n down to 1."""
    while n:
        yield n
        n -= 1


async def later(x: float) -> float:
    return x


def halved(x: float) -> float:
    return unit() * sum([x]) / 2


def unit() -> float:
    return 1.0


def nest() -> Callable[[], int]:
    def inside() -> int:
        return 1

    return inside


LIMIT = 10
