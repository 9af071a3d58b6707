"""The links of a path: what is known of them, and a live look at each."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.web.looking import Looking
from palaestra.app.web.paths import find_path
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.path.links import LinkCache, corrected, links_of, two_titled

router = APIRouter()


@router.get("/plan/{curriculum_id}/links")
def links(request: Request, curriculum_id: str) -> Response:
    camp = camp_of(request)
    curriculum = find_path(camp, curriculum_id)
    cache = LinkCache(camp.folder.log.derived / "links.json")
    every = links_of(curriculum)
    looks = [(each, cache.looks[each.url]) for each in every if each.url in cache.looks]
    return page(
        request,
        "links.html",
        here="Plan",
        curriculum=curriculum,
        known=corrected(curriculum),
        looking=_under_way(request).get(curriculum.id),
        count=len(every),
        looked=len(looks),
        found=[(link, look) for link, look in looks if look.verdict != "fine"],
        twice=two_titled(curriculum),
    )


@router.post("/plan/{curriculum_id}/links")
def look(request: Request, curriculum_id: str, anew: Annotated[int, Form()] = 0) -> Response:
    """Begin to look at every link; a check under way goes on."""
    camp = camp_of(request)
    curriculum = find_path(camp, curriculum_id)
    under_way = _under_way(request)
    before = under_way.get(curriculum.id)
    if before is None or not before.is_under_way:
        cache = LinkCache(camp.folder.log.derived / "links.json")
        under_way[curriculum.id] = Looking(curriculum, cache, camp.folder.today(), bool(anew))
        under_way[curriculum.id].wait(1.0)
    return back_to(f"plan/{curriculum.id}/links")


def _under_way(request: Request) -> dict[str, Looking]:
    state = request.app.state
    if not hasattr(state, "looking"):
        state.looking = {}
    found: dict[str, Looking] = state.looking
    return found
