"""Links in the log that might be artefacts: a video, a repository, an essay, a prize. One press makes them so."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefact import Artefact, clean
from palaestra.practice.writing.artefacts import LINKS, LONGEST_TITLE, Artefacts, link_said

LATEST = 2000
"""How many entries of the log are looked through."""
NOT_ENTRIES = ("artefact", "feedback", "person", "reading", "paper", "plan", "goal", "retraction", "card", "result")
KIND_OF = {
    r"//github\.com/[^/]+/[^/]+/pull/\d+": "pull-request",
    r"//gitlab\.com/.+/merge_requests/\d+": "pull-request",
    r"//(www\.)?kaggle\.com/": "competition",
    r"//(www\.)?(devpost|drivendata)\.": "competition",
    r"//(www\.)?(youtube\.com|youtu\.be|vimeo\.com)/": "talk",
    r"//(www\.)?(github\.com|gitlab\.com|huggingface\.co|codeberg\.org)/": "project",
    r"//(www\.)?(arxiv\.org|openreview\.net|proceedings\.)": "paper-note",
}
"""What a link is likely to be; anything else is taken for an article."""
MARKDOWN_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s)]+)\)")
BARE_LINK = re.compile(r"https?://[^\s<>\"')\]]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A link in an entry of the log."""

    entry: str
    """The event's id."""
    day: str
    link: str
    title: str
    kind: str
    """What it is likely to be."""


def mentions(folder: PracticeFolder) -> tuple[Mention, ...]:
    """Links in the log that are no artefact yet, the newest first."""
    known = {_plain(each.link) for each in Artefacts(folder).all(dropped=True)}
    found: dict[str, Mention] = {}
    for each in _all_mentions(folder):
        if _plain(each.link) not in known:
            found.setdefault(_plain(each.link), each)
    return tuple(found.values())


def from_log(folder: PracticeFolder, wanted: str, kind: str = "", title: str = "") -> Artefact:
    """Make an artefact of a link in the log; `wanted` is the link, or the id of the entry it stands in.

    A link that is an artefact already is that one. Raises Refusal when the entry has no link, or none is said.
    """
    is_link = wanted.strip().startswith(LINKS)
    link = _plain(link_said(wanted)) if is_link else ""
    every = _all_mentions(folder)
    found = next((each for each in every if (_plain(each.link) == link if is_link else each.entry == wanted)), None)
    if found is None and not is_link:
        what = f"No entry {wanted[:60]!r} with a link is in your log."
        raise Refusal(what, "`palaestra artefact from-log` lists them.")
    if found is None:
        found = Mention("", "", wanted.strip(), _titled("", wanted.strip()), kind_of_link(wanted))
    work = Artefacts(folder)
    there = next((each for each in work.all() if each.link and _plain(each.link) == _plain(found.link)), None)
    if there:
        return there
    of = kind or found.kind
    return work.begin(of, title or found.title, link=found.link, origin=found.entry)


def kind_of_link(link: str) -> str:
    """The kind a link most likely is."""
    return next((kind for pattern, kind in KIND_OF.items() if re.search(pattern, link)), "article")


def _all_mentions(folder: PracticeFolder) -> list[Mention]:
    marks = ",".join("?" * len(NOT_ENTRIES))
    rows = folder.index().rows(
        f"SELECT id, day, body FROM events WHERE hidden = 0 AND body LIKE '%http%' AND kind NOT IN ({marks})"
        " ORDER BY time DESC, id DESC LIMIT ?",
        [*NOT_ENTRIES, LATEST],
    )
    return [each for row in rows for each in _mentioned(row["id"], row["day"], json.loads(row["body"]))]


def _mentioned(entry: str, day: str, facts: Any) -> Iterator[Mention]:
    for text in _texts(facts):
        named = {link: words for words, link in MARKDOWN_LINK.findall(text)}
        for found in BARE_LINK.findall(text):
            link = found.rstrip(".,;:!?")
            yield Mention(entry, day, link, named.get(link, "") or _titled(text, link), kind_of_link(link))


def _titled(text: str, link: str) -> str:
    """A title for a link: the words of its line when it stands there alone, else the end of its address."""
    line = next((each for each in text.splitlines() if link in each), "")
    is_alone = len(BARE_LINK.findall(line)) == 1
    words = clean(BARE_LINK.sub("", MARKDOWN_LINK.sub(r"\1", line))).strip(" -*:,;.()[]") if is_alone else ""
    path = link.partition("://")[2].partition("?")[0].rstrip("/")
    last = clean(path.rpartition("/")[2].replace("-", " ").replace("_", " "))
    return (words or (last if any(each.isalpha() for each in last) else path.removeprefix("www.")))[:LONGEST_TITLE]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in cast(dict[str, Any], value).values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in cast(list[Any], value):
            yield from _texts(each)


def _plain(link: str) -> str:
    return link.strip().rstrip("/")
