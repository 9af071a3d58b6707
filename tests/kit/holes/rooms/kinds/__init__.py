"""A fixture room: one hole of every kind, each used in a way that patching afterwards would miss."""

from palaestra.systems.kinds.functions import double, halved

__all__ = ["double", "halved", "title"]


def title() -> str:
    return "Kinds"
