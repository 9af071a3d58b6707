"""The learner's Markdown on a published page: links resolved or let go, nothing private named."""

import re
from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from palaestra.app.views.markdown import to_html
from palaestra.practice.writing.text import LINK, linked, plain_words, shortened

ANCHOR = re.compile(r'<a href="(?!https?://|mailto:|#)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
PIECE = re.compile(r"<[^>]*>|[^<]+")
ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”]")
ENOUGH = 60
"""Characters of whole sentences that tell how a text begins."""
HERE = "https://site.invalid/"
"""Carries a link of the site itself through the sanitiser, which knows no relative ones."""


def as_html(text: str, place_of: Callable[[str], str]) -> Markup:
    """Markdown as harmless HTML. `place_of` gives the address of what a [[link]] names; without one its words stay.

    A relative link leads to a file of the folder, which is not on the site: its words stay as well.
    """
    spared = LINK.sub(_spared, COMMENT.sub("", text))
    html = ANCHOR.sub(_kept, str(to_html(linked(spared, lambda name: _carried(place_of(name))))))
    html = html.replace(f'<a href="{HERE}', '<a href="')
    return Markup(re.sub(r"<(/?)h1\b", r"<\1h2", _with_addresses(html)))


def opening_words(text: str, most: int = 200) -> str:
    """How a text begins, plainly, for previews."""
    without_quotations = re.sub(r"^>[^\n]*$", " ", re.sub(r"\${1,2}[^$]+\${1,2}[.,]?", "…", text), flags=re.MULTILINE)
    begun = ""
    for sentence in re.split(r"(?<=[.?!])\s", plain_words(LINK.sub(_spared, without_quotations))):
        begun = f"{begun} {sentence}".strip()
        if len(begun) > ENOUGH:
            break
    return shortened(begun, most)


def is_closed(path: Path, root: Path) -> bool:
    """Whether a file may never be shown: outside the folder, or in any `private`, wherever a link in it leads."""
    try:
        place = path.resolve(strict=True).relative_to(root.resolve())
    except (OSError, ValueError):
        return True
    named = path.relative_to(root) if path.is_relative_to(root) else path
    return any(part.lower() == "private" or part.startswith(".") for part in (*place.parts, *named.parts))


def _with_addresses(html: str) -> str:
    """An address that stands in the words leads there; in links, code and formulas it stays as it is."""
    made: list[str] = []
    closed = 0
    for piece in PIECE.findall(html):
        if tag := re.match(r"<(/?)(?:a|code|pre|svg|math)\b", piece):
            closed += -1 if tag[1] else 1
        elif not closed and not piece.startswith("<"):
            piece = ADDRESS.sub(lambda found: f'<a href="{found[0]}" rel="noopener">{found[0]}</a>', piece)
        made.append(piece)
    return "".join(made)


def _carried(place: str) -> str:
    return HERE + place if place else ""


def _spared(found: re.Match[str]) -> str:
    """A link as it stands, unless it names something private."""
    return (found["label"] or "a private note") if _is_private(found["target"]) else found[0]


def _kept(found: re.Match[str]) -> str:
    return found[1]


def _is_private(name: str) -> bool:
    return "private" in Path(name.lower()).parts
