"""What the learner wrote and made, as far as it may be shown: artefacts by kind and mark, notes by mark."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from palaestra.app.site.content import Content, Entry, Item, Page, when
from palaestra.app.site.demos import START, Demo, asks_outside, demo_of
from palaestra.app.site.edition import Edition, place_name
from palaestra.app.site.pictures import bare_picture
from palaestra.app.site.prose import is_closed, opening_words
from palaestra.app.views.plainly import many
from palaestra.practice.writing.artefact import TEXT_SUFFIXES, Artefact, read
from palaestra.practice.writing.text import Written, read_markdown

LONGEST_HEAD = 10_000
WITH_PICTURE = ("drawing",)
WITH_DEMO, DEMO = "project", "demo"
"""The kind that may bring one, and where it lies below its page."""
OPENING = ("article", "distillation", "paper-note")
"""Kinds of which a line says how they begin: their state tells a reader nothing."""
PLACED = ("talk", "competition", "conference", "submission")
"""Kinds whose place is public."""
ADVANCES = "could it advance capabilities, and whom did you ask"


@dataclass(frozen=True, slots=True)
class Shown:
    """An artefact that may be shown, with its text, if it has one."""

    artefact: Artefact
    text: Written
    demo: Demo = field(default_factory=Demo)
    picture: bytes | None = field(default=None, repr=False)

    @property
    def has_page(self) -> bool:
        return bool(self.text.body or self.demo.files or self.picture)

    def brings(self, place: str) -> dict[str, bytes]:
        """The files that lie below its page."""
        files = {f"{place}/{DEMO}/{name}": content for name, content in self.demo.files.items()}
        return files | ({self.picture_at(place): self.picture} if self.picture else {})

    def picture_at(self, place: str) -> str:
        """Where its picture lies below its page; empty without one."""
        path = self.artefact.path
        return f"{place}/picture{path.suffix.lower()}" if self.picture and path else ""


def shown(edition: Edition, kind: str, ids: tuple[str, ...]) -> tuple[list[Shown], list[str]]:
    """The artefacts of some ids under a kind of the site, and those held back with the reason.

    A kind shows what is finished; `publish: true` shows one thing whatever its state, `publish: false` hides it.
    """
    found: list[Shown] = []
    held: list[str] = []
    for each in _artefacts(edition):
        if each.kind not in ids or each.dropped:
            continue
        if each.path is not None and is_closed(each.path, each.root):
            continue
        text = _text_of(each)
        mark = text.publish
        if mark is False or not (mark or (edition.shows(kind) and each.done)):
            continue
        if each.advances is None and (each.of_kind.public or text.body):
            held.append(f"“{each.title}” waits for an answer: {ADVANCES}? palaestra artefact advances {each.id}")
            continue
        demo = demo_of(text.front.get("demo", ""), each.root) if each.kind == WITH_DEMO else Demo()
        if outside := asks_outside(demo):
            demo = Demo(trouble=f"{outside[0]} asks something of another server; bring it along instead")
        if demo.trouble:
            held.append(f"the demo of “{each.title}”: {demo.trouble}")
        picture = bare_picture(each.path) if each.kind in WITH_PICTURE and each.path else None
        if each.kind in WITH_PICTURE and each.path and picture is None:
            held.append(f"the picture of “{each.title}”: only a PNG or JPEG of at most 10 MB travels")
        found.append(Shown(each, text, demo, picture))
    return found, held


def written(edition: Edition, kind: str, ids: tuple[str, ...], eyebrow: str) -> Content:
    """Artefacts of some kinds with their texts as pages, lines and entries of the feed."""
    every, held = shown(edition, kind, ids)
    pages = [_page(kind, each, eyebrow) for each in every if each.has_page]
    items = [_item(kind, each) for each in every]
    entries = [
        Entry(place_of(kind, each.artefact), each.artefact.title, opening_words(each.text.body) or _says(each), day)
        for each in every
        if each.has_page and (day := _day(each.artefact))
    ]
    said = tuple(_said(each) for each in every)
    return Content(tuple(pages), tuple(items), entries=tuple(entries), said=said, held=tuple(held))


def _said(each: Shown) -> str:
    """What of it is shown, for the difference: a demo says how many files of the folder travel."""
    brings = f", with a demo of {many(len(each.demo.files), 'file')}" if each.demo.files else ""
    return f"{each.artefact.of_kind.title.lower()}: {each.artefact.title}{brings}"


def _artefacts(edition: Edition) -> Iterator[Artefact]:
    if edition.folder is not None:
        yield from read(edition.folder.index(), edition.folder.root)


def _text_of(artefact: Artefact) -> Written:
    """Its file: what is written in it, and what its head says of publishing."""
    path = artefact.path
    if path is None or not path.is_file() or path.suffix.lower() not in TEXT_SUFFIXES:
        return Written(artefact.title, "")
    with path.open("rb") as opened:
        head = opened.read(LONGEST_HEAD).decode("utf-8", errors="replace")
    return replace(read_markdown(head, artefact.title), body=artefact.body().strip())


def _page(kind: str, each: Shown, eyebrow: str) -> Page:
    artefact = each.artefact
    day = _day(artefact)
    values = {
        "title": artefact.title,
        "body": each.text.body,
        "eyebrow": eyebrow,
        "week": when(day) if day else "",
        "link": artefact.link,
        "code": artefact.fields.get("code", ""),
        "about": artefact.module,
    }
    place = place_of(kind, artefact)
    if each.demo.files:
        values["demo"] = f"{place}/{DEMO}/{START}"
    if each.picture:
        values["picture"] = each.picture_at(place)
    files = each.brings(place)
    says = opening_words(each.text.body) or _says(each)
    return Page(place, artefact.title, "site_text.html", values, says, "Writing", is_article=True, files=files)


def _item(kind: str, each: Shown) -> Item:
    artefact = each.artefact
    day = _day(artefact)
    return Item(
        kind,
        artefact.title,
        place=place_of(kind, artefact) if each.has_page else "",
        link=artefact.link,
        picture=each.picture_at(place_of(kind, artefact)),
        says=_says(each),
        about=frozenset({artefact.module, artefact.module.rpartition("/")[2]} - {""}),
        week=when(day) if day else "",
        names=tuple(dict.fromkeys((artefact.id, artefact.title, artefact.file, artefact.file.removesuffix(".md")))),
    )


def _says(each: Shown) -> str:
    """One line: its kind, then how its text begins; without one its state and what its kind keeps."""
    artefact = each.artefact
    fields = artefact.fields
    kept = [fields[name] for name in ("result", "score", "issuer") if fields.get(name)]
    kept += [f"{name} {fields[name]}" for name in ("level", "rank") if fields.get(name)]
    if fields.get("rank") and fields.get("of"):
        kept[-1] += f" of {fields['of']}"
    if artefact.kind in PLACED and artefact.for_:
        kept.insert(0, artefact.for_)
    title = artefact.of_kind.title
    if artefact.kind not in OPENING or not each.text.body:
        return "; ".join([f"{title}, {artefact.state}", *kept])
    return ": ".join([title, *kept, opening_words(each.text.body, 140)])


def place_of(kind: str, artefact: Artefact) -> str:
    return f"{kind}/{place_name(artefact.id)}"


def _day(artefact: Artefact) -> date | None:
    """When it was made; for a draft, when it was last touched."""
    said = artefact.done_day or artefact.changed
    return date.fromisoformat(said) if said else None
