"""The pages of a published site, as bytes by path. Nothing is read but what the learner opted into.

Every link is relative, so the site works from disk and from any address; weeks
are named, never the time of day; `private/` is never opened. The same input
gives the same bytes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from palaestra.app.site import feed, searching
from palaestra.app.site.content import Content, Page, address, merged
from palaestra.app.site.edition import Edition
from palaestra.app.site.kinds import all_kinds
from palaestra.app.site.parts import all_pages
from palaestra.app.site.parts.projects import film_files
from palaestra.app.site.prose import as_html
from palaestra.app.views.built import BUILT
from palaestra.app.views.markdown import figures_in, has_formulas, lesson_html
from palaestra.app.views.sheets import Look, render
from palaestra.kit.refusal import Refusal, unknown

INDEX = "index.html"
MISSING = "404.html"
CAMP_LINK = re.compile(r'<a href="/([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
HOLES = re.compile(r"mine: (\d+) of (\d+) holes?")
"""What a camp says of whose code ran."""
SECTIONS = ("Projects", "Tutorials", "Weeks", "Writing", "Progress", "Skills")


@dataclass(frozen=True, slots=True)
class Site:
    """A printed site: its files, and what of the learner's is in it."""

    files: Mapping[str, bytes]
    included: tuple[str, ...]
    own: tuple[str, ...]
    """What is the learner's, in words."""
    held: tuple[str, ...] = ()
    """What was asked for and is left out, and why."""


def print_site(edition: Edition) -> Site:
    """The reference portfolio, with the learner's own things where the edition includes their kind."""
    kinds = all_kinds()
    for kind in edition.included:
        if kind not in kinds:
            raise unknown("kind of thing to publish", kind, kinds, "palaestra publish --help")
    if not (BUILT / "camp.css").is_file():
        raise Refusal("The front-end files are not installed.", "Install the package again: pip install -e .")
    content = merged(each.gather(edition) for each in kinds.values())
    press = _Press(edition, content, _unique([*content.pages, *all_pages(edition, content)]))
    return Site(press.files(), edition.included, content.said, content.held)


def _unique(pages: list[Page]) -> dict[str, Page]:
    """The pages by place. Two of one place would hide each other, so the second is refused."""
    found: dict[str, Page] = {}
    for page in sorted(pages, key=lambda each: each.place):
        if page.place in found:
            raise Refusal(
                f"“{page.title}” and “{found[page.place].title}” would both be the page {page.place}.",
                "Rename one of them.",
            )
        found[page.place] = page
    return found


def in_the_third_person(html: str, own: str) -> str:
    """In a camp the learner's curve is “yours”; a reader is told whose it is."""
    own = str(escape(own))
    for camp, site in (
        (">yours</text>", f">{own}</text>"),
        ('class="number">yours</th>', f'class="number">{own}</th>'),
        ('<span class="muted">yours:</span>', f'<span class="muted">{own}:</span>'),
        (', yours <span class="numbers">', f', {own} <span class="numbers">'),
        ("; yours ends at ", f"; {own} ends at "),
        (": yours ends at ", f": {own} ends at "),
        (" Yours: ", f" {own}: "),
    ):
        html = html.replace(camp, site)
    return HOLES.sub(r"own code in \1 of \2 parts", html)


def _led(html: str, to: Callable[[str], str]) -> Markup:
    """A lesson's links into the camp as links of the site; one that leads nowhere here keeps its words."""

    def led(found: re.Match[str]) -> str:
        place, _, anchor = found[1].partition("#")
        address = to(place)
        return f'<a href="{address}{anchor and "#" + anchor}">{found[2]}</a>' if address else found[2]

    return Markup(CAMP_LINK.sub(led, html))


class _Press:
    """Renders the pages of one edition, and what belongs to all of them."""

    def __init__(self, edition: Edition, content: Content, pages: Mapping[str, Page]) -> None:
        self.edition = edition
        self.content = content
        self.pages = pages
        self.names = {name.lower(): each.place for each in content.items if each.place for name in each.names}
        self.sections = {each.section: each for each in pages.values() if each.leads}
        self.html: dict[str, str] = {}
        self.needed: set[str] = {"camp.css"}

    def files(self) -> dict[str, bytes]:
        self.html = {place: self._rendered(page) for place, page in self.pages.items()}
        found = {f"{place}/{INDEX}".lstrip("/"): html.encode() for place, html in self.html.items()}
        for page in self.pages.values():
            found |= page.files
        rows = searching.rows(self.pages.values(), self.html)
        search = Page("search", "Search", "site_search.html", {"rows": rows}, "Every page of this site.")
        found[f"search/{INDEX}"] = self._rendered(search).encode()
        found["search/words.js"] = searching.words(rows)
        found["search/search.js"] = searching.SCRIPT.read_bytes()
        missing = Page("", "This page is not here", "site_missing.html", {})
        found[MISSING] = self._rendered(missing, self.edition.addresses.site).encode()
        found[".nojekyll"] = b""
        found |= {f"built/{name}": (BUILT / name).read_bytes() for name in sorted(self.needed)}
        found |= {name: path.read_bytes() for name, path in film_files(self.edition).items()}
        found |= self._for_machines(found)
        return dict(sorted(found.items()))

    def _for_machines(self, found: Mapping[str, bytes]) -> dict[str, bytes]:
        """Feed and site map: both must name whole addresses."""
        site = self.edition.addresses.site
        if not site:
            return {}
        made = {"sitemap.xml": feed.site_map(site, [name for name in found if name.endswith(f"/{INDEX}")])}
        if self.content.entries:
            made["feed.xml"] = feed.rss(site, self._title(), self.edition.goal, self.content.entries)
        return made

    def _title(self) -> str:
        return self.edition.name or "Palaestra"

    def _rendered(self, page: Page, whole: str = "") -> str:
        """A page's HTML; `whole` is the address its links begin with where it cannot know how deep it is asked for."""
        up = f"{whole}/" if whole else "../" * len([part for part in page.place.split("/") if part])

        def to(place: str, anchor: str = "") -> str:
            """A page's address from here; nothing for what only a camp has."""
            if place not in self.pages and place not in ("search",):
                return self._elsewhere(place, up)
            found = f"{up}{place}/{INDEX}" if place else f"{up}{INDEX}"
            return f"{found}#{anchor}" if anchor else found

        def built(name: str) -> str:
            self._need(name)
            return f"{up}built/{name}"

        links = {
            "to": to,
            "built": built,
            "file": lambda name: f"{up}{name}",
            "written": lambda text: as_html(text, lambda name: self._named(page.place, name)),
            "lesson_html": lambda room, lesson: _led(lesson_html(room, lesson, to), to),
            "has_formulas": has_formulas,
            "figures_in": lambda room, html: figures_in(html, room.folder),
        }
        html = render(
            page.template,
            links,
            frame="site_sheet.html",
            look=Look(),
            here=page.section,
            page=page,
            name=self.edition.name,
            is_own=bool(self.content.said),
            sections=[self.sections[each] for each in SECTIONS if each in self.sections],
            has_feed=bool(self.content.entries and self.edition.addresses.site),
            addresses=self.edition.addresses,
            suggest=self.edition.suggest,
            **page.values,
        )
        return in_the_third_person(html, self.edition.name or "mine")

    def _elsewhere(self, place: str, up: str) -> str:
        """An experiment stands on the page of its room; exercises and cards are only in a camp."""
        kind, _, rest = place.partition("/")
        room, _, name = rest.partition("/")
        if kind == "lab" and f"found/{room}" in self.pages:
            return f"{up}found/{room}/{INDEX}" + (f"#{name}" if name else "")
        other = {"lesson": f"series/{rest}", "system": f"found/{room}"}.get(kind, "")
        return f"{up}{other}/{INDEX}" if other in self.pages else ""

    def _named(self, here: str, name: str) -> str:
        """The page a [[link]] means, from a page: one of the learner's things, a module or a room."""
        known = name.strip().lower()
        last = known.rpartition("/")[2]
        places = (self.names.get(known, ""), f"modules/{last}", f"found/{last.replace('-', '_')}")
        found = next((each for each in places if each and each in self.pages), "")
        return address(here, found) if found else ""

    def _need(self, name: str) -> None:
        """A front-end file, and the fonts of the formulas with their style sheet."""
        self.needed.add(name)
        if name == "maths.css":
            self.needed |= {f"fonts/{each.name}" for each in (BUILT / "fonts").glob("*.woff2")}
