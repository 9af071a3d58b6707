"""Skills: what of the learner's own gives evidence of each skill, beside what the rooms show."""

from palaestra.app.site.content import Content, Kind
from palaestra.app.site.edition import Edition
from palaestra.app.views.plainly import many


def gather(edition: Edition) -> Content:
    passed = passed_exercises(edition)
    return Content(said=(f"{many(len(passed), 'exercise')} passed",)) if passed else Content()


KIND = Kind("skills", "which exercises you passed and with what help, as evidence in the table of skills", gather)


def passed_exercises(edition: Edition) -> dict[str, str]:
    """Every exercise whose check passed, with the least help it passed with."""
    if edition.folder is None or not edition.shows("skills"):
        return {}
    order = ["alone", "hints", "person", "model", "solution"]
    found: dict[str, str] = {}
    for exercise in edition.catalogue.exercises():
        passes = [
            each.help or "alone"
            for each in edition.folder.index().attempts(exercise.id)
            if each.verdict == "passed" and each.mode == "build"
        ]
        if passes:
            found[exercise.id] = min(passes, key=lambda each: order.index(each) if each in order else len(order))
    return found
