"""The library: every room, what it holds, and its lessons."""

from fastapi import APIRouter, Request, Response

from palaestra.app.recalling import joinable
from palaestra.app.views.markdown import figures_in, has_formulas, lesson_html
from palaestra.app.web.replying import LINKS, camp_of, page
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


@router.get("/lesson/{system}/{name}")
def lesson(request: Request, system: str, name: str) -> Response:
    camp = camp_of(request)
    catalogue = camp.catalogue
    wanted = f"{system}/{name}"
    room = catalogue.room(wanted if system == "topics" else system)
    lessons = {each.id: each for each in room.lessons}
    if wanted not in lessons:
        raise unknown("lesson", wanted, lessons, f"palaestra systems {system}")
    html = lesson_html(room, lessons[wanted], LINKS["to"])
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
        is_topic=system == "topics",
        joinable=joinable(camp.folder, catalogue, room.name) if system != "topics" else [],
        maths=has_formulas(html),
        figures=figures_in(html, room.folder),
        notes=Notebook(camp.folder).linking_to(wanted, lessons[wanted].title, wanted.rpartition("/")[2]),
    )
