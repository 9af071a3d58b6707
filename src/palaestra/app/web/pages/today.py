"""Today: how long you have, the cards, one next action; and the week so far."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.views.ways import place_of
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.journal import Journal
from palaestra.practice.today import Next
from palaestra.practice.today import today as fill

router = APIRouter()
LENGTHS = (5, 20, 60)


@router.get("/")
def today(request: Request) -> Response:
    camp = camp_of(request)
    found = fill(camp.folder, camp.catalogue)
    lengths = sorted({*LENGTHS, found.minutes})
    return page(
        request,
        "today.html",
        here="Today",
        today=found,
        lengths=lengths,
        next_place=place_of(found.next.command, found.next.module) if found.next else "",
        next_title=_title(camp, found.next),
        next_file=camp.folder.root / found.next.file if found.next and found.next.file else "",
        goal=camp.folder.settings.goal,
        new=sum(each.is_new for each in found.cards),
    )


def _title(camp: Camp, step: Next | None) -> str:
    """The step by the title of its exercise, where it is one."""
    if step is None:
        return ""
    titles = {f"exercise/{each.id}": each.title for each in camp.catalogue.exercises()}
    return titles.get(place_of(step.command, step.module), step.says)


@router.post("/today/minutes")
def change_minutes(request: Request, minutes: Annotated[int, Form()]) -> Response:
    camp_of(request).folder.change_settings(minutes=minutes)
    return back_to("")


@router.post("/session/start")
def start(request: Request, aim: Annotated[str, Form()] = "") -> Response:
    Journal(camp_of(request).folder).start(aim.strip())
    return back_to("")


@router.post("/session/stop")
def stop(request: Request, reflection: Annotated[str, Form()] = "") -> Response:
    Journal(camp_of(request).folder).stop(reflection.strip())
    return back_to("")


@router.post("/minutes")
def minutes(request: Request, said: Annotated[str, Form()]) -> Response:
    Journal(camp_of(request).folder).record(said)
    return back_to("")
