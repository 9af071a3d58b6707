"""Code: the learner's files of exercises that passed, each on a page of its own."""

from palaestra.app.site.content import Content, Item, Kind, Page
from palaestra.app.site.edition import Edition
from palaestra.kit.exercise import Exercise
from palaestra.kit.holes import Fill, Hole
from palaestra.practice.folder import PracticeFolder


def gather(edition: Edition) -> Content:
    """A file is shown as it passed; one that changed since is not."""
    if edition.folder is None or not edition.shows("code"):
        return Content()
    pages: list[Page] = []
    items: list[Item] = []
    for exercise in edition.catalogue.exercises():
        kept = passed_file(edition.folder, exercise)
        if kept is None:
            continue
        text, helped = kept
        place = f"code/{exercise.id}"
        says = f"My code for “{exercise.title}”, which passed its checks {helped}."
        values = {"exercise": exercise, "code": text, "helped": helped}
        pages.append(Page(place, exercise.title, "site_code.html", values, says, "Code"))
        items.append(Item("code", exercise.title, place, says=f"passed {helped}", about=frozenset({exercise.system})))
    return Content(tuple(pages), tuple(items), said=tuple(f"code of {each.title}" for each in items))


KIND = Kind("code", "your files of exercises that passed", gather)


def passed_file(folder: PracticeFolder, exercise: Exercise) -> tuple[str, str] | None:
    """The learner's file and with what help it passed; None when the file as it is now has not."""
    file = folder.exercise_path(exercise.id)
    if not file.is_file() or not file.resolve().is_relative_to(folder.root.resolve() / "exercises"):
        return None
    digest = Fill.of(Hole.of(exercise), file).digest
    for event in folder.index().events("attempt", exercise.id):
        facts = event.facts
        if facts.get("verdict") == "passed" and facts.get("mode", "build") == "build" and facts.get("digest") == digest:
            return file.read_text(encoding="utf-8", errors="replace"), help_in_words(str(facts.get("help", "")))
    return None


def help_in_words(helped: str) -> str:
    """`without help`, `with hints`, `with a person's help`: how a pass is said."""
    return {
        "": "without help",
        "alone": "without help",
        "hints": "with hints",
        "person": "with a person's help",
        "model": "with a model's help",
        "solution": "after reading the solution",
    }.get(helped, f"with help: {helped}")
