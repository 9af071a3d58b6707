"""Which resources were done on which days: courses, chapters, papers ticked, with their links."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from palaestra.kit.curriculum import Curriculum, find
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was ticked, as its path names it."""

    day: str
    item: str
    title: str
    url: str


def taken(folder: PracticeFolder, first: date, last: date) -> tuple[Taken, ...]:
    """What was ticked on some days and is ticked still, in order; what no path knows goes by its id."""
    index = folder.index()
    ticked = index.ticks()
    rows = index.rows(
        "SELECT item, MIN(day) AS on_day FROM ticks JOIN events USING (id)"
        " WHERE ticks.ticked AND day BETWEEN ? AND ? GROUP BY item ORDER BY MIN(ticks.time)",
        [first.isoformat(), last.isoformat()],
    )
    found = [(row["item"], row["on_day"]) for row in rows if ticked.get(row["item"])]
    if not found:
        return ()
    picks = {
        each.text("item"): (each.text("title"), each.text("url"))
        for each in index.events("plan")
        if each.facts.get("does") == "pick"
    }

    @cache
    def path(name: str) -> Curriculum | None:
        try:
            return find(name, folder.root / "curricula")
        except Refusal:
            return None

    named = [(day, item, picks.get(item) or _named(path(item.partition("/")[0]), item)) for item, day in found]
    return tuple(Taken(day, item, title or item, url) for day, item, (title, url) in named)


def _named(curriculum: Curriculum | None, item: str) -> tuple[str, str]:
    """The title and link of a box, or of an option or part of one."""
    box, _, part = item.partition("#")
    try:
        resource = curriculum.resource(box) if curriculum else None
    except Refusal:
        resource = None
    if resource is None:
        return item, ""
    option = next((each for each in resource.options if part and part.partition(":")[0] == each.id), None)
    if option is not None:
        return option.title + _part(option.parts, part), option.url or resource.url
    return resource.title + _part(resource.parts, part), resource.url


def _part(titles: tuple[str, ...], part: str) -> str:
    """`, chapter 1` or `, Bayes by hand` behind the title of what has such a part; nothing for the whole."""
    number = part.partition(":")[2]
    if not number:
        return ""
    if not number.isdecimal() or not 0 < int(number) <= len(titles):
        return f", part {number}"
    title = titles[int(number) - 1]
    return f", chapter {title}" if title.isdecimal() else f", {title}"
