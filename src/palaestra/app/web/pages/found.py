"""What we found: a room's claims and curves, from its shipped full runs."""

from fastapi import APIRouter, Request, Response

from palaestra.app.views.markdown import figures_of
from palaestra.app.web.replying import camp_of, page

router = APIRouter()


@router.get("/found/{system}")
def found(request: Request, system: str) -> Response:
    from palaestra.app.site.edition import own_results
    from palaestra.app.views.findings import found_in, overall

    room = camp_of(request).catalogue.system(system)
    findings = found_in(room, own_results([room]))
    return page(
        request,
        "found.html",
        here="Library",
        room=room,
        findings=findings,
        overall=overall(findings),
        figures=figures_of(room.folder),
        weeks={},
        name="",
    )
