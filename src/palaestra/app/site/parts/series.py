"""The tutorial series: the lessons of the built rooms in order, each with what comes before and after it."""

from collections.abc import Iterator
from dataclasses import dataclass

from palaestra.app.site.content import Content, Page
from palaestra.app.site.edition import Edition, lesson_place
from palaestra.kit.catalogue import Lesson, Room

SECTION = "Tutorials"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the series: a room's lessons, or the ideas that need no room."""

    title: str
    says: str
    lessons: tuple[tuple[Room, Lesson], ...]
    found: str = ""
    """The page of what its room found."""


def parts_of(edition: Edition) -> list[Part]:
    """The built rooms, then the topics."""
    found = [
        Part(room.title, room.promise, tuple((room, each) for each in room.lessons), f"found/{room.name}")
        for room in edition.rooms
        if room.lessons
    ]
    ideas = tuple((topic, lesson) for topic in edition.catalogue.topics for lesson in topic.lessons)
    return [*found, Part("Ideas", "What the code is about, one question a lesson.", ideas)] if ideas else found


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    parts = parts_of(edition)
    every = [(part, room, lesson) for part in parts for room, lesson in part.lessons]
    if not every:
        return
    says = f"{len(every)} lessons, from a first problem to its limits, with the code they explain."
    yield Page("series", SECTION, "site_series.html", {"parts": parts}, says, SECTION, leads=True)
    for number, (part, room, lesson) in enumerate(every):
        values = {
            "part": part,
            "room": room,
            "lesson": lesson,
            "number": number + 1,
            "of": len(every),
            "previous": every[number - 1][2] if number else None,
            "following": every[number + 1][2] if number + 1 < len(every) else None,
        }
        says = f"Lesson {number + 1} of {len(every)}: {part.title}."
        yield Page(lesson_place(lesson), lesson.title, "site_lesson.html", values, says, SECTION, is_article=True)
