"""The learner's name, where they want it said."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition


def gather(edition: Edition) -> Content:
    return Content(said=(f"name: {edition.name}",)) if edition.name else Content()


KIND = Kind("name", "your name, as practice.toml has it", gather)
