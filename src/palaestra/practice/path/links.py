"""The links of a path: what is known of them, and a live look at each.

    found = check(links_of(curriculum), LinkCache(folder.log.derived / "links.json"), today)

A look is kept as soon as it is done, so an interrupted check goes on where it was. A link looked at within the
last month is not asked again. Nothing of a page is kept but whether it answered.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from palaestra.kit.curriculum import Curriculum, Option, Resource
from palaestra.practice.durable import replace_file

AT_ONCE = 6
TIMEOUT_SECONDS = 10.0
FRESH_DAYS = 30
SILENT_BEFORE_OFFLINE = 6
AGENT = "Mozilla/5.0 (compatible; palaestra-links)"
POST = re.compile(r"/posts/([A-Za-z0-9]{10,24})(?:/|$)")
GONE = (404, 410)
REFUSES_HEAD = (400, 403, 405, 406, 429, 500, 501, 503)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a path: `item` is the box or option it stands on, empty for a source."""

    item: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Look:
    """What one link answered: `fine`, `dead`, `moved`, `doubtful`, or `silent` (nobody answered)."""

    url: str
    verdict: str
    says: str
    day: str
    now: str = ""
    """Where it leads, when it moved."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of a check."""

    looks: tuple[tuple[Link, Look], ...]
    asked: int
    """How many were asked now; the others were fresh."""
    offline: bool
    """Nobody answered at all; nothing was kept."""

    @property
    def found(self) -> tuple[tuple[Link, Look], ...]:
        """Those that are not fine."""
        return tuple((link, look) for link, look in self.looks if look.verdict != "fine")


def links_of(curriculum: Curriculum) -> tuple[Link, ...]:
    """Every link of a path, each address once: sources, boxes, options, shelves, laboratories."""
    found: dict[str, Link] = {}
    for link in _every_link(curriculum):
        if link.url.startswith(("http://", "https://")):
            found.setdefault(link.url, link)
    return tuple(found.values())


def _every_link(curriculum: Curriculum) -> Iterator[Link]:
    yield Link("", curriculum.title, curriculum.source)
    yield from (Link("", each.title, each.url) for each in curriculum.sources)
    boxes: list[Resource] = [each for _, _, each in curriculum.every_resource()] + list(curriculum.shelves)
    for resource in boxes:
        owners: tuple[Resource | Option, ...] = (resource, *resource.options)
        for owner in owners:
            item = resource.id if isinstance(owner, Resource) else resource.item(owner.id)
            yield Link(item, owner.title, owner.url)
    yield from (Link("", each.title, each.url) for each in curriculum.laboratories)


def corrected(curriculum: Curriculum) -> list[dict[str, str]]:
    """Every link known to be dead, moved or suspicious: what it was, where to go now, and why."""
    found = [("", source.title, each) for source in curriculum.sources for each in source.corrections]
    boxes: list[Resource] = [each for _, _, each in curriculum.every_resource()] + list(curriculum.shelves)
    for resource in boxes:
        owners: tuple[Resource | Option, ...] = (resource, *resource.options)
        for owner in owners:
            item = resource.id if isinstance(owner, Resource) else resource.item(owner.id)
            found += [(item, owner.title, each) for each in owner.corrections]
    return [
        {"item": item, "title": title, "kind": each.kind, "was": each.was, "now": each.now, "reason": each.reason}
        for item, title, each in found
        if each.kind != "text"
    ]


def two_titled(curriculum: Curriculum) -> tuple[tuple[Link, ...], ...]:
    """Groups of links that give one post several titles: at most one of them can be right."""
    by_post: dict[str, list[Link]] = defaultdict(list)
    for link in _every_link(curriculum):
        post = POST.search(urlsplit(link.url).path)
        if post and all(link.title != each.title for each in by_post[post[1]]):
            by_post[post[1]].append(link)
    return tuple(tuple(links) for links in by_post.values() if len(links) > 1)


class LinkCache:
    """Looks kept in a file of `.palaestra/`; a broken file is an empty one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.looks = self._read()

    def fresh(self, url: str, today: date) -> Look | None:
        look = self.looks.get(url)
        return look if look and look.day > (today - timedelta(days=FRESH_DAYS)).isoformat() else None

    def keep(self, look: Look) -> None:
        self.looks[look.url] = look
        self.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self.path, json.dumps([asdict(each) for each in self.looks.values()], ensure_ascii=False))

    def _read(self) -> dict[str, Look]:
        try:
            rows = cast("list[dict[str, Any]]", json.loads(self.path.read_text(encoding="utf-8")))
            return {str(row["url"]): Look(**{name: str(value) for name, value in row.items()}) for row in rows}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}


def check(
    links: Sequence[Link],
    cache: LinkCache,
    today: date,
    *,
    anew: bool = False,
    progress: Callable[[int, int], None] = lambda done, count: None,
    timeout: float = TIMEOUT_SECONDS,
) -> Checked:
    """Look at every link, a few at once; those looked at lately are not asked again unless `anew`."""
    known = {} if anew else {each.url: look for each in links if (look := cache.fresh(each.url, today))}
    open_links = [each for each in links if each.url not in known]
    silent: list[Look] = []
    is_online = False
    for done, look in enumerate(_looked(open_links, today, timeout), 1):
        known[look.url] = look
        progress(done, len(open_links))
        if look.verdict == "silent":
            silent.append(look)
        else:
            is_online = True
            cache.keep(look)
        if not is_online and len(silent) >= min(SILENT_BEFORE_OFFLINE, len(open_links)):
            return Checked(_paired(links, known), done, offline=True)
    for look in silent:
        cache.keep(look)
    return Checked(_paired(links, known), len(open_links), offline=False)


def _paired(links: Iterable[Link], known: dict[str, Look]) -> tuple[tuple[Link, Look], ...]:
    return tuple((each, known[each.url]) for each in links if each.url in known)


def _looked(links: Sequence[Link], today: date, timeout: float) -> Iterator[Look]:
    """Looks as they come in, a few under way at any time; those not begun are let go when nobody reads on."""
    rest = iter(links)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        under_way: set[Future[Look]] = set()
        while True:
            for each in rest:
                under_way.add(pool.submit(look_at, each.url, today, timeout))
                if len(under_way) >= AT_ONCE:
                    break
            if not under_way:
                return
            finished, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (each.result() for each in finished)


def look_at(url: str, today: date, timeout: float = TIMEOUT_SECONDS) -> Look:
    """One look at one address. A site that refuses to answer a machine is doubtful, not dead."""
    for method in ("HEAD", "GET"):
        look = _asked(url, method, today, timeout)
        if look is not None:
            return look
    raise AssertionError("a GET always says something")


def _asked(url: str, method: str, today: date, timeout: float) -> Look | None:
    """What one request says; None when a HEAD was refused and a GET may not be."""
    look = Look(url, "fine", "it answers", today.isoformat())
    try:
        with urlopen(Request(url, method=method, headers={"User-Agent": AGENT}), timeout=timeout) as answer:
            return _where(look, str(answer.geturl()))
    except HTTPError as error:
        error.close()
        if error.code in GONE and method == "GET":
            return replace(look, verdict="dead", says=f"the site says {error.code}")
        if method == "HEAD" and error.code in (*REFUSES_HEAD, *GONE):
            return None
        return replace(look, verdict="doubtful", says=f"the site answers {error.code}; look at it yourself")
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        return replace(look, verdict="silent", says=f"nobody answers ({' '.join(str(reason).split())[:80]})")


def _where(look: Look, now: str) -> Look:
    """A redirect to another host is a move; one from a page to the front page is doubtful."""
    was_at, is_at = urlsplit(look.url), urlsplit(now)
    if _host(was_at.netloc) != _host(is_at.netloc):
        return replace(look, verdict="moved", says="it leads to another site", now=now)
    if was_at.path.strip("/") and not is_at.path.strip("/"):
        return replace(look, verdict="doubtful", says="it leads to the front page", now=now)
    return look


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")
