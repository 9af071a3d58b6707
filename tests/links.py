"""Every link of a site of files: to a page, an anchor on it, a style sheet, a script, a film."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

FETCHING = ("link", "script", "img", "source", "track", "video", "iframe", "object", "use")
OUTSIDE = ("http", "https", "mailto")


@dataclass
class Page(HTMLParser):
    """The addresses a page follows and fetches, the ids it has, and what it says of itself."""

    text: str
    followed: list[str] = field(default_factory=list[str])
    fetched: list[str] = field(default_factory=list[str])
    ids: list[str] = field(default_factory=list[str])
    tags: list[str] = field(default_factory=list[str])
    meta: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        if tag == "meta" and "content" in found:
            self.meta[found.get("name") or found.get("property", "")] = found["content"]
        if tag == "a" and "href" in found:
            self.followed.append(found["href"])
        elif tag in FETCHING and not (tag == "link" and found.get("rel") in ("canonical", "alternate")):
            self.fetched += [found[name] for name in ("href", "src", "poster", "data") if name in found]
        elif tag == "form":
            self.followed += [found["action"]] if "action" in found else []


def faults(files: Mapping[str, bytes], site: str = "") -> list[str]:
    """What does not resolve, and what is fetched from elsewhere. `site` is the address absolute links begin with."""
    pages = {name: Page(text.decode()) for name, text in files.items() if name.endswith(".html")}
    found: list[str] = []
    for name, page in pages.items():
        found += [f"{name}: the id {each} twice" for each in {each for each in page.ids if page.ids.count(each) > 1}]
        for address in page.fetched:
            if not address.startswith("data:") and not _is_there(files, name, address, site):
                found.append(f"{name} fetches {address}")
        for address in page.followed:
            parts = urlsplit(address)
            if parts.scheme in OUTSIDE and not (site and address.startswith(f"{site}/")):
                continue
            if parts.scheme not in ("", *OUTSIDE) or address.startswith("/"):
                found.append(f"{name} leads to {address}, which needs a server")
            elif not _is_there(files, name, address, site):
                found.append(f"{name} leads to {address}")
            elif parts.fragment and parts.fragment not in pages[_place(name, address, site)].ids:
                found.append(f"{name} leads to {address}: no such anchor")
    return found


def _is_there(files: Mapping[str, bytes], name: str, address: str, site: str) -> bool:
    return _place(name, address, site) in files


def _place(name: str, address: str, site: str) -> str:
    """The file an address means from a page."""
    if site and address.startswith(f"{site}/"):
        return unquote(urlsplit(address).path).lstrip("/") or "index.html"
    path = urlsplit(address).path
    return normpath(join(dirname(name), unquote(path))) if path else name
