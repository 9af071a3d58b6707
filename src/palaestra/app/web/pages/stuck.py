"""Stuck at an exercise: a message for somebody, a mistake nobody knows yet, a verdict that is wrong."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.asking import WHOM, question
from palaestra.app.disputing import dispute, withdraw
from palaestra.app.practising import Practising
from palaestra.app.reporting import report
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.grader import Judgement, Verdict
from palaestra.kit.refusal import Refusal
from palaestra.practice.path.disputes import disputes

router = APIRouter(prefix="/exercise/{system}/{name}")


@router.get("/stuck")
def stuck(request: Request, system: str, name: str, to: str = "person") -> Response:
    """The message for a friend (or a model), and the other ways on."""
    work = _work(request, system, name)
    judgement, refusal = _judged(request, work)
    asked = None
    if judgement is not None:
        try:
            asked = question(work, judgement, to if to in WHOM else "person")
        except Refusal as problem:
            refusal = problem
    is_new = judgement is not None and judgement.verdict is Verdict.WRONG and not judgement.matched
    return page(
        request,
        "stuck.html",
        here="Library",
        exercise=work.exercise,
        asked=asked,
        refusal=refusal,
        is_new=is_new,
        disputed=disputes(work.folder.index()).get(work.exercise.id),
    )


@router.post("/dispute")
def object_to_it(
    request: Request, system: str, name: str, why: Annotated[str, Form()] = "", back: Annotated[int, Form()] = 0
) -> Response:
    """Dispute the verdict, or take the dispute back."""
    work = _work(request, system, name)
    if back:
        withdraw(work)
    else:
        judgement, refusal = _judged(request, work)
        if judgement is None:
            raise refusal or Refusal("There is no verdict yet.", "Save the file first.")
        dispute(work, judgement, why)
    return back_to(f"exercise/{work.exercise.id}/stuck#dispute")


@router.post("/report")
def draft(request: Request, system: str, name: str) -> Response:
    """Draft a known mistake from the file as it is."""
    work = _work(request, system, name)
    return page(request, "report.html", here="Library", exercise=work.exercise, report=report(work))


def _work(request: Request, system: str, name: str) -> Practising:
    return camp_of(request).watch.work(f"{system}/{name}")


def _judged(request: Request, work: Practising) -> tuple[Judgement | None, Refusal | None]:
    """The verdict on the file as it was last saved."""
    if not work.file.exists():
        return None, Refusal(f"{work.exercise.id} is not begun.", "Its page writes the stub.")
    watched = camp_of(request).watch.wait(work)
    return watched.judgement, watched.refusal
