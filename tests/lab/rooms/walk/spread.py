"""How far a walk spreads, on paper."""

from __future__ import annotations


def expected_square(steps: int) -> float:
    """The mean squared distance after that many steps without drift (Einstein 1905)."""
    return float(steps)


def unused(steps: int) -> float:
    """Nobody runs this through the experiment."""
    return steps / 2
