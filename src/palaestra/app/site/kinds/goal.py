"""The learner's goal, where they want it said."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition


def gather(edition: Edition) -> Content:
    return Content(said=(f"goal: {edition.goal}",)) if edition.goal else Content()


KIND = Kind("goal", "your goal, as practice.toml has it", gather)
