"""How a page of the camp is answered: a whole sheet, or back to where the form stood."""

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse

from palaestra.app.views.sheets import Links, Look, render
from palaestra.app.web.camp import Camp
from palaestra.kit.refusal import Refusal

PARTS = ("/verdict", "/progress")
LINKS: Links = {"to": lambda place: "/" + place, "built": lambda name: "/built/" + name}


def camp_of(request: Request) -> Camp:
    camp: Camp = request.app.state.camp
    return camp


def page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """The template as a whole page; `here` names the entry of the masthead it belongs to."""
    html = render(template, LINKS, look=_look(camp_of(request)), **values)
    return HTMLResponse(html, headers=_place(request))


def _place(request: Request) -> dict[str, str]:
    """Where a page replaced in place now is, so that reload finds it again; a part asked for is nowhere."""
    is_part = request.url.path.endswith(PARTS)
    if "hx-request" not in request.headers or request.method != "GET" or is_part:
        return {}
    query = f"?{request.url.query}" if request.url.query else ""
    return {"hx-replace-url": request.url.path + query}


def _look(camp: Camp) -> Look:
    """The learner's own look; a practice.toml that cannot be read must not keep its own error page from showing."""
    try:
        return camp.look()
    except Refusal:
        return Look()


def back_to(place: str) -> RedirectResponse:
    """After a form: see the page again, so that reload and Back do not send the form twice."""
    return RedirectResponse("/" + place.lstrip("/"), status_code=303)
