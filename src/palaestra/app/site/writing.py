"""What the learner wrote and made, as far as it may be shown: artefacts by kind and mark, notes by mark."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from palaestra.app.site.content import Content, Entry, Item, Page, when
from palaestra.app.site.edition import Edition, place_name
from palaestra.app.site.prose import is_closed, opening_words
from palaestra.practice.writing.artefact import TEXT_SUFFIXES, Artefact, read
from palaestra.practice.writing.text import Written, read_markdown

LONGEST_HEAD = 10_000
ADVANCES = "could it advance capabilities, and whom did you ask"


@dataclass(frozen=True, slots=True)
class Shown:
    """An artefact that may be shown, with its text, if it has one."""

    artefact: Artefact
    text: Written


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
        found.append(Shown(each, text))
    return found, held


def written(edition: Edition, kind: str, ids: tuple[str, ...], eyebrow: str) -> Content:
    """Artefacts of some kinds with their texts as pages, lines and entries of the feed."""
    every, held = shown(edition, kind, ids)
    pages = [_page(kind, each, eyebrow) for each in every if each.text.body]
    items = [_item(kind, each) for each in every]
    entries = [
        Entry(f"{kind}/{place_name(each.artefact.id)}", each.artefact.title, opening_words(each.text.body), day)
        for each in every
        if each.text.body and (day := _day(each.artefact))
    ]
    said = tuple(f"{each.artefact.of_kind.title.lower()}: {each.artefact.title}" for each in every)
    return Content(tuple(pages), tuple(items), entries=tuple(entries), said=said, held=tuple(held))


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
        "about": artefact.module,
    }
    says = opening_words(each.text.body)
    return Page(place_of(kind, artefact), artefact.title, "site_text.html", values, says, "Writing", is_article=True)


def _item(kind: str, each: Shown) -> Item:
    artefact = each.artefact
    day = _day(artefact)
    return Item(
        kind,
        artefact.title,
        place=place_of(kind, artefact) if each.text.body else "",
        link=artefact.link,
        says=_says(each),
        about=frozenset({artefact.module, artefact.module.rpartition("/")[2]} - {""}),
        week=when(day) if day else "",
        names=tuple(dict.fromkeys((artefact.id, artefact.title, artefact.file, artefact.file.removesuffix(".md")))),
    )


def _says(each: Shown) -> str:
    """One line: its kind and state, and the result or score its kind keeps."""
    artefact = each.artefact
    fields = [artefact.fields[name] for name in ("result", "score", "issuer", "level") if artefact.fields.get(name)]
    return "; ".join([f"{artefact.of_kind.title}, {artefact.state}", *fields])


def place_of(kind: str, artefact: Artefact) -> str:
    return f"{kind}/{place_name(artefact.id)}"


def _day(artefact: Artefact) -> date | None:
    """When it was made; for a draft, when it was last touched."""
    said = artefact.done_day or artefact.changed
    return date.fromisoformat(said) if said else None
