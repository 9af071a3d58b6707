"""The contract: what every room must keep. A rule takes a room and yields Checks, each with its mend."""

from collections.abc import Callable, Iterator

from palaestra.kit.catalogue import System
from palaestra.kit.checks import Check, statement

Rule = Callable[[System], Iterator[Check]]


def kept(says: str, holds: bool, where: str, mend: str) -> Check:
    """One line of the contract: `where` shows what was found, `mend` says what to do about it."""
    return statement(says, holds, got=where, want=mend)
