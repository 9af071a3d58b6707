"""What a site consists of: pages, things that pages name, entries of the feed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from palaestra.practice.days.iso import in_words

if TYPE_CHECKING:
    from palaestra.app.site.edition import Edition


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it lies (`projects/bandits`; nothing for the front page) and what fills its template."""

    place: str
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    says: str = ""
    """One sentence for search results and previews."""
    section: str = ""
    """The entry of the masthead it belongs to."""
    leads: bool = False
    """It is what that entry leads to."""
    is_article: bool = False
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    """Files that lie beside it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the learner's, as a line on other pages."""

    kind: str
    title: str
    place: str = ""
    """Its page; or `link`, where it lies elsewhere."""
    anchor: str = ""
    link: str = ""
    picture: str = ""
    """Where its picture lies on the site."""
    says: str = ""
    about: frozenset[str] = frozenset()
    """Modules (whole ids) and rooms it belongs to."""
    week: str = ""
    names: tuple[str, ...] = ()
    """What a [[link]] may call it."""


@dataclass(frozen=True, slots=True)
class Pin:
    """An artefact for the front page: what was asked, expected, measured, and what failed."""

    id: str
    title: str
    place: str
    anchor: str = ""
    question: str = ""
    prediction: str = ""
    result: str = ""
    failed: str = ""
    whose: str = ""
    """Whose code ran, and with what help."""
    code: str = ""
    """Where its code is: a page of the site, or an address."""
    rank: int = 0
    """The higher comes first where the learner pins nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the feed."""

    place: str
    title: str
    says: str
    day: date
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a kind, or all of them together, bring."""

    pages: tuple[Page, ...] = ()
    items: tuple[Item, ...] = ()
    pins: tuple[Pin, ...] = ()
    entries: tuple[Entry, ...] = ()
    said: tuple[str, ...] = ()
    """What of the learner's is shown, in words."""
    held: tuple[str, ...] = ()
    """What was asked for and is left out, with the reason and the mend."""

    def of(self, *kinds: str) -> list[Item]:
        return [each for each in self.items if each.kind in kinds]

    def about(self, *names: str) -> list[Item]:
        """The things that belong to a module or a room."""
        return [each for each in self.items if each.about & set(names)]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of the learner's own things: its word in practice.toml, what it shows, and how it is gathered."""

    name: str
    shows: str
    gather: "Callable[[Edition], Content]"


def merged(contents: Iterable[Content]) -> Content:
    """All of it as one."""
    every = list(contents)
    return Content(*(tuple(each for one in every for each in getattr(one, name)) for name in Content.__slots__))


def when(moment: date | str) -> str:
    """`week 47 of 2026`; a published page says no more of when somebody works."""
    return in_words(date.fromisoformat(moment[:10]) if isinstance(moment, str) else moment)


def address(here: str, place: str, anchor: str = "") -> str:
    """The relative address of one page from another: it works from disk and under any address."""
    up = "../" * len([part for part in here.split("/") if part])
    return f"{up}{place}/index.html{anchor and '#' + anchor}" if place else f"{up}index.html{anchor and '#' + anchor}"
