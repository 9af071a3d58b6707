"""Sources and thanks: where every path comes from, the papers behind the rooms, and whom the learner thanks."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Page
from palaestra.app.site.edition import Edition
from palaestra.app.site.kinds.thanks import thanks_of


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    paths = [each for each in edition.curricula.values() if each.source or each.sources or each.author]
    names, thanks = thanks_of(edition)
    values = {"paths": paths, "rooms": edition.rooms, "names": names, "thanks": thanks}
    title = "Sources and thanks" if names or thanks else "Sources"
    yield Page("sources", title, "site_sources.html", values, "Where the content comes from, with authors and years.")
