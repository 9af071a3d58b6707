"""The known mistakes the learner has met: those that recur first, each with a card for the asking."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.mistakes_met import keep_card, mistakes_met
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.path.disputes import disputes

router = APIRouter(prefix="/mistakes")


@router.get("")
def mistakes(request: Request) -> Response:
    camp = camp_of(request)
    met = mistakes_met(camp.folder, camp.catalogue)
    titles = {each.id: each.title for each in camp.catalogue.exercises()}
    return page(
        request,
        "mistakes.html",
        here="Review",
        recurring=[each for each in met if each.recurs],
        once=[each for each in met if not each.recurs],
        disputed=list(disputes(camp.folder.index()).values()),
        titles=titles,
    )


@router.post("/card")
def card(request: Request, mistake: Annotated[str, Form()]) -> Response:
    """Keep a card about a mistake."""
    camp = camp_of(request)
    keep_card(camp.folder, camp.catalogue, mistake)
    return back_to("mistakes")
