"""The library: every room, what it holds, and its lessons."""

from fastapi import APIRouter, Request, Response

from palaestra.app.recalling import joinable
from palaestra.app.views.markdown import figures_in, has_formulas, holds, lesson_html
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import LINKS, camp_of, page
from palaestra.kit.catalogue import Room
from palaestra.kit.exercise import Exercise
from palaestra.kit.lesson import sources_in
from palaestra.kit.refusal import unknown
from palaestra.practice.writing.notebook import Notebook

router = APIRouter()


@router.get("/library")
def library(request: Request) -> Response:
    from palaestra.app.rooms import rooms

    planned = [each for each in rooms() if each.status == "planned"]
    catalogue = camp_of(request).catalogue
    return page(
        request, "library.html", here="Library", systems=catalogue.systems, topics=catalogue.topics, planned=planned
    )


@router.get("/system/{name}")
def system(request: Request, name: str) -> Response:
    from palaestra.app.making import own_papers
    from palaestra.practice.writing.papers import SAID

    camp = camp_of(request)
    room = camp.catalogue.system(name)
    papers = own_papers(camp.folder, camp.catalogue, name)
    notes = Notebook(camp.folder).linking_to(room.name, room.title)
    return page(request, "system.html", here="Library", room=room, papers=papers, said=SAID, notes=notes)


def _unwritten(camp: Camp, room: Room) -> list[Exercise]:
    """The exercises of a room that have not passed yet."""
    records = camp.folder.index().exercises()
    return [each for each in room.exercises if each.id not in records or not records[each.id].passed_day]


@router.get("/lesson/{system}/{name}")
def lesson(request: Request, system: str, name: str) -> Response:
    camp = camp_of(request)
    catalogue = camp.catalogue
    wanted = f"{system}/{name}"
    room = catalogue.room(wanted if system == "topics" else system)
    lessons = {each.id: each for each in room.lessons}
    if wanted not in lessons:
        raise unknown("lesson", wanted, lessons, f"palaestra systems {system}")
    unwritten = _unwritten(camp, room)
    html = lesson_html(room, lessons[wanted], LINKS["to"], unwritten)
    sources = sources_in(lessons[wanted].path.read_text(encoding="utf-8"))
    order = [each.id for each in room.lessons]
    following = order[order.index(wanted) + 1 :]
    return page(
        request,
        "lesson.html",
        here="Library",
        room=room,
        lesson=lessons[wanted],
        html=html,
        following=lessons[following[0]] if following else None,
        builds=dict.fromkeys(each for source in sources for each in unwritten if holds(source, each)),
        is_topic=system == "topics",
        joinable=joinable(camp.folder, catalogue, room.name) if system != "topics" else [],
        maths=has_formulas(html),
        figures=figures_in(html, room.folder),
        notes=Notebook(camp.folder).linking_to(wanted, lessons[wanted].title, wanted.rpartition("/")[2]),
    )
