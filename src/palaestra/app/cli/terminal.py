"""What every screen shares: 80 columns, the same marks, and when to do without colour.

    print(HOLDS.shown(), folded(words, indent=4))      # ✓ in green, or `ok`

A colour only ever stands beside a sign that says the same.
"""

import json
import os
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import typer

WIDTH = 80


def is_plain() -> bool:
    """Whether to keep to ASCII marks without colour: asked for with `--plain`, or nobody reads a terminal."""
    return bool(os.environ.get("PALAESTRA_PLAIN")) or not sys.stdout.isatty()


def answers_at_a_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


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


def say(lines: Iterable[str]) -> None:
    """Print each line."""
    for line in lines:
        typer.echo(line)


def say_json(value: Any) -> None:
    """Print what `--json` promises, as people write it; nothing else goes to stdout."""
    typer.echo(json.dumps(value, indent=1, ensure_ascii=False))


def folded(text: str, indent: int = 0, hang: int | None = None) -> str:
    """Text on lines of at most 80 columns, the first indented, the others by `hang`. A link is never broken."""
    return _filled(text, " " * indent, " " * (indent if hang is None else hang))


def paragraphs(text: str) -> str:
    """Text whose own line breaks stay, each line folded."""
    return "\n".join(folded(line) for line in text.splitlines())


def labelled(label: str, text: str) -> str:
    """Text behind a label, folded under itself."""
    return _filled(text, label, " " * len(label))


def hours(minutes: float) -> str:
    """Minutes as hours, one digit, so that they stand under each other: `2.5 h`."""
    return f"{minutes / 60:.1f} h"


def columns(left: str, right: str) -> str:
    """Two ends of a line; the right one goes beneath when there is no room."""
    room = WIDTH - len(left) - len(right)
    return f"{left}{' ' * room}{right}" if room >= 2 else f"{folded(left)}\n{right.rjust(WIDTH)}"


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most 80 columns that begin with `first`, then with `rest`. A long word, such as a path, is broken."""
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [first]


def _filled(text: str, first: str, rest: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
