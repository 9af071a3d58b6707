"""A coin: the smallest room. The contract suite copies it and breaks it."""

from palaestra.systems.coin.estimate import smoothed_share, toss

__all__ = ["smoothed_share", "toss"]
