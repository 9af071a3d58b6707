"""Another module of the room, which took names from it when it was imported."""

from __future__ import annotations

from palaestra.systems.kinds.classes import Point
from palaestra.systems.kinds.functions import double

ORIGIN = Point(0.0, 0.0)


def quadruple(x: float) -> float:
    return double(double(x))


def work(x: float) -> tuple[float, str]:
    """What a worker does: the number, and the digest of the fills it ran with."""
    from palaestra.kit.holes import digest

    return quadruple(x), digest()
