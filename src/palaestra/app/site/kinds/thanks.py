"""Thanks: the people the learner said may be thanked by name, and their file `thanks.md`. Nobody else is ever named."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.site.prose import is_closed
from palaestra.practice.writing.people import People
from palaestra.practice.writing.text import read_markdown

FILE = "thanks.md"


def gather(edition: Edition) -> Content:
    names, words = thanks_of(edition)
    said = [f"thanks to {', '.join(names)}"] if names else []
    return Content(said=(*said, *([f"thanks, from {FILE}"] if words else [])))


KIND = Kind("thanks", f"whom you thank: people you said may be named, and your file {FILE}", gather)


def thanks_of(edition: Edition) -> tuple[tuple[str, ...], str]:
    """The names, and what the file says; nothing where the kind is not opted into."""
    if edition.folder is None or not edition.shows("thanks"):
        return (), ""
    path = edition.folder.root / FILE
    there = path.is_file() and not is_closed(path, edition.folder.root)
    words = read_markdown(path.read_text(encoding="utf-8", errors="replace")).body if there else ""
    return People(edition.folder).thanks(), words
