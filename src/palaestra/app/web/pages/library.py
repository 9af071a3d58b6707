"""The library: every room, what it holds, and its lessons."""

from fastapi import APIRouter, Request, Response

from palaestra.app.views.markdown import figures_in, has_formulas, lesson_html
from palaestra.app.web.replying import LINKS, camp_of, page
from palaestra.kit.refusal import unknown

router = APIRouter()


@router.get("/library")
def library(request: Request) -> Response:
    from palaestra.app.rooms import rooms

    planned = [each for each in rooms() if each.status == "planned"]
    return page(request, "library.html", here="Library", systems=camp_of(request).catalogue.systems, planned=planned)


@router.get("/system/{name}")
def system(request: Request, name: str) -> Response:
    room = camp_of(request).catalogue.system(name)
    return page(request, "system.html", here="Library", room=room)


@router.get("/lesson/{system}/{name}")
def lesson(request: Request, system: str, name: str) -> Response:
    room = camp_of(request).catalogue.system(system)
    lessons = {each.id: each for each in room.lessons}
    wanted = f"{system}/{name}"
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
        maths=has_formulas(html),
        figures=figures_in(html, room.folder),
    )
