"""An exercise: its prompt, where the file is, and the verdict as the file is saved."""

import contextlib
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.practising import Practising
from palaestra.app.views.markdown import equations, has_formulas, to_html
from palaestra.app.views.ways import place_of
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.app.web.watching import Watched
from palaestra.kit.refusal import Refusal
from palaestra.practice.memory.offering import came_back

router = APIRouter(prefix="/exercise/{system}/{name}")


@router.get("")
def exercise(request: Request, system: str, name: str) -> Response:
    work = _work(request, system, name)
    prompt = to_html(work.exercise.prompt)
    return page(
        request,
        "exercise.html",
        here="Library",
        room=camp_of(request).catalogue.system(work.exercise.system),
        prompt=prompt,
        maths=has_formulas(prompt),
        **_shown(work, camp_of(request).watch.look(work)),
        **_then(request, work),
    )


@router.get("/verdict")
def verdict(request: Request, system: str, name: str, seen: int = -1) -> Response:
    """The verdict's part of the page, when it is not the one already seen."""
    work = _work(request, system, name)
    watched = camp_of(request).watch.look(work)
    if watched.version == seen:
        return Response(status_code=204)
    return page(request, "verdict.html", here="Library", **_shown(work, watched), **_then(request, work))


@router.post("/start")
def start(
    request: Request,
    system: str,
    name: str,
    again: Annotated[int, Form()] = 0,
    anyway: Annotated[int, Form()] = 0,
) -> Response:
    """Write the stub; `again` writes it anew and keeps a copy, `anyway` passes the lock of its module."""
    work = _work(request, system, name)
    work.start(again=bool(again), anyway=bool(anyway))
    camp_of(request).watch.forget(work)
    return back_to(f"exercise/{work.exercise.id}")


@router.post("/check")
def check(request: Request, system: str, name: str) -> Response:
    """Judge now and wait for it; the way without JavaScript."""
    work = _work(request, system, name)
    camp_of(request).watch.forget(work)
    camp_of(request).watch.wait(work)
    return back_to(f"exercise/{work.exercise.id}")


@router.post("/hint")
def hint(request: Request, system: str, name: str) -> Response:
    work = _work(request, system, name)
    work.hint()
    return back_to(f"exercise/{work.exercise.id}")


@router.post("/name")
def name_the_mistake(request: Request, system: str, name: str) -> Response:
    work = _work(request, system, name)
    camp_of(request).watch.name(work)
    return back_to(f"exercise/{work.exercise.id}")


@router.post("/solution")
def solution(request: Request, system: str, name: str) -> Response:
    """Show the reference; that it was seen is kept."""
    work = _work(request, system, name)
    shown = {"exercise": work.exercise, "code": work.solution(), "is_started": work.file.exists()}
    return page(request, "solution.html", here="Library", equations=equations(work.exercise.prompt), **shown)


def _work(request: Request, system: str, name: str) -> Practising:
    return camp_of(request).watch.work(f"{system}/{name}")


def _then(request: Request, work: Practising) -> dict[str, str]:
    """The next step of the path, once this exercise has passed: by its title, where it is an exercise."""
    step = None
    with contextlib.suppress(Refusal):  # an unknown curriculum in practice.toml costs no verdict; Plan tells
        step = camp_of(request).plan().next
    place = place_of(step.does, step.module) if step else ""
    if step is None or place == f"exercise/{work.exercise.id}":
        return {"then_place": "", "then_title": ""}
    titles = {f"exercise/{each.id}": each.title for each in work.catalogue.exercises()}
    return {"then_place": place, "then_title": titles.get(place, step.says)}


def _shown(work: Practising, watched: Watched) -> dict[str, Any]:
    judgement, exercise = watched.judgement, work.exercise
    named = judgement is not None and judgement.mistake is not None and watched.is_named
    passed = judgement is not None and judgement.passed
    command = work.next_command() if passed else ""
    return {
        "exercise": exercise,
        "file": work.file,
        "is_started": work.file.exists(),
        "gate": None if work.file.exists() else work.gate(),
        "watched": watched,
        "judgement": judgement,
        "rung": next((each for each in exercise.rungs if judgement and each.id == judgement.rung), None),
        "mistake": exercise.mistake(judgement.mistake) if named and judgement and judgement.mistake else None,
        "hints": exercise.hints[: work.hints_taken()],
        "attempts": work.folder.index().attempts(exercise.id, limit=8),
        "next_command": command,
        "next_place": place_of(command) if command else "",
        "came_back": came_back(work.folder, exercise.id) if passed else "",
        "place_of": place_of,
    }
