"""The tutorial series: the lessons of the built rooms in order, each with what comes before and after it."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Page
from palaestra.app.site.edition import Edition, lesson_place

SECTION = "Tutorials"


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    parts = [(room, room.lessons) for room in edition.rooms if room.lessons]
    every = [(room, lesson) for room, lessons in parts for lesson in lessons]
    if not every:
        return
    says = f"{len(every)} lessons, from a first problem to its limits, with the code they explain."
    yield Page("series", SECTION, "site_series.html", {"parts": parts}, says, SECTION, leads=True)
    for number, (room, lesson) in enumerate(every):
        values = {
            "room": room,
            "lesson": lesson,
            "number": number + 1,
            "of": len(every),
            "previous": every[number - 1][1] if number else None,
            "following": every[number + 1][1] if number + 1 < len(every) else None,
        }
        says = f"Lesson {number + 1} of {len(every)}, from the room {room.title}."
        yield Page(lesson_place(lesson), lesson.title, "site_lesson.html", values, says, SECTION, is_article=True)
