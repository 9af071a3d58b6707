"""Placement: testing out of a module by its hardest exercise and a few cards."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.testing_out import begin_placement, sample_of
from palaestra.app.web.camp import Camp
from palaestra.app.web.paths import find_path, plan_of
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.memory.recall import preview
from palaestra.practice.path import placement
from palaestra.practice.path.facts import record_reached

router = APIRouter()


@router.get("/place/{curriculum_id}/{name}")
def place(request: Request, curriculum_id: str, name: str, show: int = 0) -> Response:
    """What the placement asks and how far it is; its next card, with the answer when `show` is set."""
    camp = camp_of(request)
    found = _found(camp, curriculum_id, name)
    card = found.open_cards[0] if found.open_cards else None
    return page(
        request,
        "placing.html",
        here="Plan",
        found=found,
        card=card,
        choices=preview(None, card.id, camp.folder.now()).values() if card and show else (),
        file=camp.folder.exercise_path(found.exercise.id) if found.exercise else None,
    )


@router.post("/place/{curriculum_id}/{name}")
def begin(request: Request, curriculum_id: str, name: str, does: Annotated[str, Form()]) -> Response:
    """Begin the placement, or leave it."""
    camp = camp_of(request)
    found = _found(camp, curriculum_id, name)
    if does == "leave":
        placement.leave(camp.folder, found)
        return back_to(f"module/{found.module.id}")
    begin_placement(camp.folder, find_path(camp, curriculum_id), found)
    return back_to(f"place/{found.module.id}")


@router.post("/place/{curriculum_id}/{name}/card")
def grade(
    request: Request, curriculum_id: str, name: str, card: Annotated[str, Form()], rating: Annotated[int, Form()]
) -> Response:
    """Keep an answer to one of its cards: the card's first real review."""
    camp = camp_of(request)
    found = _found(camp, curriculum_id, name)
    sample_of(camp.folder, found).review(card, rating)
    record_reached(camp.folder, find_path(camp, curriculum_id))
    return back_to(f"place/{found.module.id}#cards")


def _found(camp: Camp, curriculum_id: str, name: str) -> placement.Placement:
    curriculum = find_path(camp, curriculum_id)
    module = curriculum.module_about(name)
    return placement.placement(camp.folder, camp.catalogue, plan_of(camp, curriculum).module(module.id))
