"""Search without a server: every page in a list, which a small script narrows by the words of the pages."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from palaestra.app.site.content import Page

SCRIPT = Path(__file__).with_name("search.js")
MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
DROPPED = re.compile(r"<(svg|script|style|table)\b.*?</\1>", re.DOTALL)
WORD = re.compile(r"[^\W_]{3,}")
COMMON = frozenset(
    WORD.findall(
        "the and for are was that this with its from not but has have had which what where when who how than then"
        " they their them there one two all any can may will would each other into out over under more most only"
    )
)
"""Words that find nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One page in the list: where, its title, one sentence, and its words."""

    place: str
    title: str
    says: str
    section: str
    words: tuple[str, ...]


def rows(pages: Iterable[Page], html: Mapping[str, str]) -> list[Row]:
    """Every page but the front one, by section and title."""
    found = [
        Row(each.place, each.title, each.says, each.section or "About", _words(html[each.place]))
        for each in pages
        if each.place
    ]
    return sorted(found, key=lambda each: (each.section, not each.place.endswith(each.section.lower()), each.title))


def words(found: Iterable[Row]) -> bytes:
    """The words of each row, as a script: a page opened from disk may not fetch anything else."""
    lines = ",\n".join(json.dumps(" ".join(each.words), ensure_ascii=False) for each in found)
    return f"window.pageWords = [\n{lines}\n];\n".encode()


def _words(html: str) -> tuple[str, ...]:
    """The different words of a page's main part."""
    main = MAIN.search(html)
    text = unescape(re.sub(r"<[^>]+>", " ", DROPPED.sub(" ", main[1] if main else html))).lower()
    return tuple(sorted(set(WORD.findall(text)) - COMMON))
