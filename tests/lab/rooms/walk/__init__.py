"""A random walk: the room the lab's tests run."""

from palaestra.systems.walk.spread import expected_square
from palaestra.systems.walk.steps import displace, walk

__all__ = ["displace", "expected_square", "walk"]
