"""Notes of the learner's: all of them where the kind is opted into, else only those that say `publish: true`."""

from pathlib import Path

from palaestra.app.site.content import Content, Item, Kind, Page
from palaestra.app.site.edition import Edition
from palaestra.app.site.prose import is_closed, opening_words
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.noted import as_read
from palaestra.practice.naming import free_name, slug
from palaestra.practice.writing.artefact import read
from palaestra.practice.writing.text import Written, read_markdown

LONGEST = 1_000_000


def gather(edition: Edition) -> Content:
    if edition.folder is None:
        return Content()
    pages: list[Page] = []
    items: list[Item] = []
    for path, text in _shown(edition, edition.folder):
        name = path.relative_to(edition.folder.root / "notes").with_suffix("").as_posix()
        place = free_name(
            "notes/" + "/".join(slug(part, "page") for part in name.split("/")),
            {each.place for each in pages}.__contains__,
        )
        about = _about(text)
        body = as_read(text.body)
        values = {"title": text.title, "body": body, "eyebrow": "Note", "week": "", "link": "", "about": ""}
        pages.append(Page(place, text.title, "site_text.html", values, opening_words(body), "Writing"))
        names = (name, f"notes/{name}", path.stem, text.title)
        items.append(Item("notes", text.title, place, says=opening_words(body, 120), about=about, names=names))
    said = tuple(f"note: {each.title}" for each in items)
    return Content(tuple(pages), tuple(items), said=said)


KIND = Kind("notes", "all your notes; without it, only those that say “publish: true”", gather)


def _shown(edition: Edition, folder: PracticeFolder) -> list[tuple[Path, Written]]:
    """Notes that may be shown. What is an artefact's file is shown, or not, as that artefact."""
    artefacts = {each.path for each in read(folder.index(), folder.root) if each.path}
    found: list[tuple[Path, Written]] = []
    for path in sorted((folder.root / "notes").rglob("*.md")):
        if is_closed(path, folder.root) or path in artefacts or "kept" in path.parts or path.stat().st_size > LONGEST:
            continue
        text = read_markdown(path.read_text(encoding="utf-8", errors="replace"), path.stem.replace("-", " "))
        if text.publish or (text.publish is None and edition.shows("notes")):
            found.append((path, text))
    return found


def _about(text: Written) -> frozenset[str]:
    """The modules and rooms a note links to."""
    named = {each.target for each in text.links}
    return frozenset(named | {each.rpartition("/")[2] for each in named})
