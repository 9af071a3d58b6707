"""The learner's Markdown on a published page: front matter read, links resolved or let go, nothing private named."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from palaestra.app.views.markdown import to_html

FRONT = re.compile(r"\A---[ \t]*\n(?P<words>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
WIKI = re.compile(r"\[\[([^\]|#\n]+)(?:#[^\]|\n]*)?(?:\|([^\]\n]+))?\]\]")
ANCHOR = re.compile(r'<a href="(?!https?://|mailto:|#)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HERE = "https://site.invalid/"
"""Carries a link of the site itself through the sanitiser, which knows no relative ones."""
YES, NO = ("true", "yes", "on"), ("false", "no", "off")


@dataclass(frozen=True, slots=True)
class Text:
    """A Markdown file without its front matter and title. `publish` is what it says of itself; None when nothing."""

    title: str
    body: str
    publish: bool | None = None
    tags: tuple[str, ...] = ()


def read_text(text: str, title: str = "") -> Text:
    """The parts of a Markdown text; the title is its first heading, else the one given."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front = FRONT.match(text)
    words = _words(front["words"]) if front else {}
    rest = COMMENT.sub("", text[front.end() :] if front else text).strip()
    heading = re.match(r"#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)", rest)
    found = words.get("title") or (heading[1] if heading else "") or title
    said = words.get("publish", "").lower()
    publish = True if said in YES else False if said in NO else None
    tags = tuple(re.findall(r"[\w-]+", words.get("tags", "")))
    return Text(found, rest[heading.end() :].strip() if heading else rest, publish, tags)


def as_html(text: str, place_of: Callable[[str], str]) -> Markup:
    """Markdown as harmless HTML. `place_of` gives the address of what a [[link]] names; without one its words stay.

    A relative link leads to a file of the folder, which is not on the site: its words stay as well.
    """
    html = ANCHOR.sub(_kept, str(to_html(WIKI.sub(lambda found: _linked(found, place_of), text))))
    html = html.replace(f'<a href="{HERE}', '<a href="')
    return Markup(re.sub(r"<(/?)h1\b", r"<\1h2", html))


def first_sentence(text: str, most: int = 200) -> str:
    """How a text begins, plainly, for previews."""
    plain = re.sub(r"```.*?(```|\Z)|^#.*$|^>.*$|!\[[^\]]*\]\([^)]*\)", " ", text, flags=re.DOTALL | re.MULTILINE)
    plain = WIKI.sub(lambda found: (found[2] or _last(found[1])) if not _is_private(found[1]) else "", plain)
    plain = " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)|[*_`$|]", r"\1", plain).split())
    sentence = re.split(r"(?<=[.?!])\s", plain, maxsplit=1)[0]
    return sentence if len(sentence) <= most else f"{sentence[:most].rpartition(' ')[0]} …"


def is_closed(path: Path, root: Path) -> bool:
    """Whether a file may never be shown: outside the folder, or in any `private`, wherever a link in it leads."""
    try:
        place = path.resolve(strict=True).relative_to(root.resolve())
    except (OSError, ValueError):
        return True
    named = path.relative_to(root) if path.is_relative_to(root) else path
    return any(part.lower() == "private" or part.startswith(".") for part in (*place.parts, *named.parts))


def _words(front: str) -> dict[str, str]:
    """`key: value` lines; everything else of the front matter is the learner's own business."""
    pairs = (
        line.partition(":") for line in front.splitlines() if ":" in line and not line.startswith((" ", "\t", "#"))
    )
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _linked(found: re.Match[str], place_of: Callable[[str], str]) -> str:
    name, said = found[1].strip(), found[2]
    place = place_of(name)
    if place:
        return f"[{said or _last(name)}]({HERE}{place})"
    return said or ("a private note" if _is_private(name) else _last(name))


def _kept(found: re.Match[str]) -> str:
    return found[1]


def _is_private(name: str) -> bool:
    return "private" in Path(name.lower()).parts


def _last(name: str) -> str:
    return name.strip().rpartition("/")[2].removesuffix(".md")
