"""Triage: goal, niche, labs, hours and what is known; what that changes is seen before it is kept."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from palaestra.app.web.paths import find_path
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.practice.path import deciding
from palaestra.practice.path.facts import facts_of
from palaestra.practice.path.learner import Triage
from palaestra.practice.path.triage import checked, preview

router = APIRouter()
Texts = Annotated[list[str] | None, Query()]


@router.get("/triage")
def own_triage(request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return back_to(f"triage/{camp_of(request).folder.settings.curriculum}{query}")


@router.get("/triage/{curriculum_id}")
def triage(
    request: Request,
    curriculum_id: str,
    seen: int = 0,
    goal: Annotated[str, Query(max_length=500)] = "",
    niche: str = "",
    lab: Texts = None,
    hours: float = 0.0,
    knows: Texts = None,
    kept: int = 0,
) -> Response:
    """What was said; with `seen`, what the words in the address would change."""
    camp = camp_of(request)
    curriculum = find_path(camp, curriculum_id)
    said = deciding.triage_so_far(camp.folder, curriculum)
    if seen:
        said = checked(curriculum, Triage(goal, niche, tuple(lab or ()), hours, tuple(knows or ())))
    facts = facts_of(camp.folder)
    return page(
        request,
        "triage.html",
        here="Plan",
        curriculum=curriculum,
        said=said,
        preview=preview(curriculum, facts, said) if seen else None,
        kept=bool(kept),
        answers=facts.answers,
    )


@router.post("/triage/{curriculum_id}")
def keep(
    request: Request,
    curriculum_id: str,
    goal: Annotated[str, Form()] = "",
    niche: Annotated[str, Form()] = "",
    lab: Annotated[list[str] | None, Form()] = None,
    hours: Annotated[float, Form()] = 0.0,
    knows: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Keep a triage; what was done before still counts."""
    camp = camp_of(request)
    curriculum = find_path(camp, curriculum_id)
    said = replace(Triage(), goal=goal, niche=niche, labs=tuple(lab or ()), hours=hours, knows=tuple(knows or ()))
    deciding.keep_triage(camp.folder, curriculum, said)
    return back_to(f"triage/{curriculum.id}?kept=1")


@router.post("/answers/{curriculum_id}")
async def answers(request: Request, curriculum_id: str) -> Response:
    """Keep the answers to the path's questions that changed."""
    camp = camp_of(request)
    curriculum = find_path(camp, curriculum_id)
    given = await request.form()
    before = facts_of(camp.folder).answers
    for each in curriculum.questions:
        text = str(given.get(each.id, "")).replace("\r\n", "\n").strip()
        if text != before.get(f"{curriculum.id}/{each.id}", ""):
            deciding.answer(camp.folder, curriculum, each.id, text)
    return back_to(f"triage/{curriculum.id}#questions")
