"""One clear sentence for bad input: what is wrong, how to mend it, what was kept."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 60
"""How many characters of what was given a refusal repeats."""


class Refusal(Exception):
    """Input that cannot be taken. The command line prints it without a traceback and exits with 2.

    `what` says what is wrong in one sentence; `mend` says what to do.
    """

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(f"{what} {mend}".strip())
        self.what = what
        self.mend = mend


def unknown(kind: str, given: str, known: Iterable[str], where_listed: str) -> Refusal:
    """The refusal for an id nobody knows, with the nearest known ones suggested."""
    shown = given if len(given) <= LONGEST else f"{given[:LONGEST]}..."
    nearest = get_close_matches(given, list(known), n=2, cutoff=0.5)
    hint = f"Did you mean {' or '.join(nearest)}?" if nearest else f"`{where_listed}` lists them."
    return Refusal(f"There is no {kind} called {shown!r}.", hint)
