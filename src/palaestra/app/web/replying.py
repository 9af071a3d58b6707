"""How a page of the camp is answered: a whole sheet, or back to where the form stood."""

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse

from palaestra.app.views.sheets import Links, render
from palaestra.app.web.camp import Camp

LINKS: Links = {"to": lambda place: "/" + place, "built": lambda name: "/built/" + name}


def camp_of(request: Request) -> Camp:
    camp: Camp = request.app.state.camp
    return camp


def page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """The template as a whole page; `here` names the entry of the masthead it belongs to."""
    camp = camp_of(request)
    camp.reread_settings()
    return HTMLResponse(render(template, LINKS, look=camp.look(), **values))


def back_to(place: str) -> RedirectResponse:
    """After a form: see the page again, so that reload and Back do not send the form twice."""
    return RedirectResponse("/" + place.lstrip("/"), status_code=303)
