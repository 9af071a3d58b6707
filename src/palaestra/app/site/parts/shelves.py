"""What the learner wrote and made, by kind, on one page."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Page
from palaestra.app.site.edition import Edition

SHELVES = {
    "articles": "Articles",
    "studies": "Studies",
    "papers": "Notes on papers",
    "artefacts": "Work",
    "marked": "More",
    "notes": "Notes",
    "code": "Code",
}


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    shelves = {title: found for kind, title in SHELVES.items() if (found := content.of(kind))}
    if shelves:
        says = f"{', '.join(shelves)}."
        yield Page("writing", "Writing", "site_writing.html", {"shelves": shelves}, says, "Writing", leads=True)
