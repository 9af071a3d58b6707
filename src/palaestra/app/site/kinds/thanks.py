"""Thanks: the learner's file `thanks.md`, in which they name whom they wish to thank. Nobody else is ever named."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.site.prose import Text, is_closed, read_text

FILE = "thanks.md"


def gather(edition: Edition) -> Content:
    return Content(said=(f"thanks, from {FILE}",)) if thanks_of(edition) else Content()


KIND = Kind("thanks", f"whom you thank, by name, as your file {FILE} has it", gather)


def thanks_of(edition: Edition) -> Text | None:
    """What the file says, where it is opted into."""
    if edition.folder is None or not edition.shows("thanks"):
        return None
    path = edition.folder.root / FILE
    if not path.is_file() or is_closed(path, edition.folder.root):
        return None
    return read_text(path.read_text(encoding="utf-8", errors="replace"), "Thanks")
