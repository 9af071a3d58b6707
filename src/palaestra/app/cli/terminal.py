"""What every screen shares: 80 columns, the same marks, and when to do without colour.

    print(HOLDS.shown(), folded(words, indent=4))      # ✓ in green, or `ok`

A colour only ever stands beside a sign that says the same.
"""

import os
import sys
import textwrap
from dataclasses import dataclass

import typer

WIDTH = 80


def is_plain() -> bool:
    """Whether to keep to ASCII marks without colour: asked for with `--plain`, or nobody reads a terminal."""
    return bool(os.environ.get("PALAESTRA_PLAIN")) or not sys.stdout.isatty()


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign for one state, its ASCII stand-in, and the terminal colour it may have."""

    sign: str
    plain: str
    colour: str = ""

    def shown(self, width: int = 0) -> str:
        """As it is printed now, filled up to `width` columns."""
        if is_plain():
            return f"{self.plain:<{width}}"
        sign = f"{self.sign:<{width}}"
        return typer.style(sign, fg=self.colour) if self.colour else sign


HOLDS = Mark("✓", "ok", "green")
WRONG = Mark("x", "x", "magenta")
UNDECIDED = Mark("~", "~", "yellow")
STALE = Mark("!", "!", "yellow")
NOT_YET = Mark("·", ".")


def folded(text: str, indent: int = 0, hang: int | None = None) -> str:
    """Text on lines of at most 80 columns, the first indented, the others by `hang`. A link is never broken."""
    return _filled(text, " " * indent, " " * (indent if hang is None else hang))


def labelled(label: str, text: str) -> str:
    """Text behind a label, folded under itself."""
    return _filled(text, label, " " * len(label))


def columns(left: str, right: str) -> str:
    """Two ends of a line; the right one goes beneath when there is no room."""
    room = WIDTH - len(left) - len(right)
    return f"{left}{' ' * room}{right}" if room >= 2 else f"{folded(left)}\n{right.rjust(WIDTH)}"


def _filled(text: str, first: str, rest: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
