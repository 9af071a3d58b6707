"""Progress: the state of each module of the learner's path, with a page for each."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.views.plainly import many


def gather(edition: Edition) -> Content:
    if edition.plan is None:
        return Content()
    reached = [each for each in edition.plan.modules if each.state in ("understood", "passed", "solid")]
    return Content(said=(f"{many(len(reached), 'module')} understood, passed or solid",))


KIND = Kind("progress", "the path you follow and the state of each module, a page for each", gather)
