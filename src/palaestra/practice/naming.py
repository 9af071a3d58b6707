"""Names made from titles: of files, of things with a short id, of folders on a page.

    slug("Überblick: Größe & Maß")                      # "uberblick-groe-ma"
    short_id("Regret without tears", "distillation")    # "regret-without-tears"
    free_name("regret", ["regret"].__contains__)        # "regret-2"

What another program's title must be found again by is told apart otherwise: `exchange.tracker_match.distinct_id`.
"""

import re
import unicodedata
from collections.abc import Callable
from itertools import count
from pathlib import Path

LONGEST = 60
LONGEST_ID = 40


def slug(title: str, otherwise: str = "note", longest: int = LONGEST) -> str:
    """A title as a name: small letters, digits and hyphens, whole words as far as they fit; `otherwise` for none."""
    spaced = re.sub(r"[\u2010-\u2015]", " ", unicodedata.normalize("NFKD", title))
    words = re.findall(r"[a-z0-9]+", spaced.encode("ascii", "ignore").decode().lower())
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:longest]
        if len(longer) > longest:
            break
        name = longer
    return name or otherwise


def short_id(title: str, otherwise: str) -> str:
    """A title as a short, permanent id, which people type."""
    return slug(title, otherwise or "artefact", LONGEST_ID)


def free_name(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """The name, or the first of `name-2`, `name-3`, ... that is not taken."""
    every = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(each for each in every if not is_taken(each))


def free_file(folder: Path, stem: str) -> Path:
    """The Markdown file of that name in a folder, or with a number where there is one already."""
    return folder / f"{free_name(stem, lambda name: (folder / f'{name}.md').exists())}.md"
