"""What was found: a page for each room, its claims with their verdicts and the explorables live."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Page, when
from palaestra.app.site.edition import Edition
from palaestra.app.views.findings import overall
from palaestra.app.views.markdown import figures_of


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    for room in edition.rooms:
        findings = edition.findings[room.name]
        values = {
            "room": room,
            "findings": findings,
            "overall": overall(findings),
            "figures": figures_of(room.folder),
            "weeks": {each.experiment.id: when(each.mine.provenance.finished) for each in findings if each.mine},
        }
        title = f"What {'the reference' if content.said else 'we'} found: {room.title}"
        yield Page(f"found/{room.name}", title, "found.html", values, room.promise, "Projects")
