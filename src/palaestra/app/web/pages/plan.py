"""The plan: a path with its stages, modules and goals; another path, another order; what is wanted just in time."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.views.plainly import slugged
from palaestra.app.views.stages import is_under_way, stage_says
from palaestra.app.web.paths import find_path, lack_shown, plan_of
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.curriculum import curricula
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal
from palaestra.practice.path import deciding
from palaestra.practice.path.facts import facts_of
from palaestra.practice.path.pace import begun_on, ends_in_words, forecast, kindly, rests_on
from palaestra.practice.path.standing import Lack, Plan
from palaestra.practice.path.triage import triage_of
from palaestra.practice.path.writing import OWN

router = APIRouter()


@router.get("/plan")
def own_path(request: Request) -> Response:
    return path(request, camp_of(request).folder.settings.curriculum)


@router.get("/plan/{curriculum_id}")
def path(request: Request, curriculum_id: str) -> Response:
    camp = camp_of(request)
    plan = plan_of(camp, find_path(camp, curriculum_id))
    is_own = curriculum_id == camp.folder.settings.curriculum
    ends = forecast(camp.folder, camp.catalogue, plan) if is_own else ()
    step = plan.next
    known = {each.id: each for each in camp.catalogue.exercises()}
    next_title, next_place = _next_shown(plan, known)
    return page(
        request,
        "plan.html",
        here="Plan",
        plan=plan,
        is_own=is_own,
        next_title=next_title,
        next_place=next_place,
        open_stages={each.stage.id for each in plan.stages if not is_own or is_under_way(each, step)},
        stage_says={each.stage.id: stage_says(each) for each in plan.stages},
        others=[each for each in curricula(camp.folder.root / OWN) if each.id != curriculum_id],
        ends=ends_in_words(ends),
        rests_on=rests_on(ends, plan),
        kind_word=kindly(plan, ends, begun_on(camp.folder, curriculum_id)) if is_own else "",
        triage=triage_of(plan.curriculum, facts_of(camp.folder)),
        titles={each.module.id: each.module.title for each in plan.modules},
    )


def _next_shown(plan: Plan, known: dict[str, Exercise]) -> tuple[str, str]:
    """The next step's title and the page it leads to."""
    step = plan.next
    if step is None:
        return "", ""
    ends = next((each for each in plan.stages if each.success and each.success.goal.id in step.does), None)
    if ends and step.does.startswith("palaestra plan meet "):
        return step.says, f"plan/{plan.curriculum.id}#ends-{slugged(ends.stage.id)}"
    return lack_shown(Lack(step.says, step.does), step.module, known)


@router.post("/plan/use")
def use(request: Request, curriculum: Annotated[str, Form()]) -> Response:
    camp = camp_of(request)
    deciding.use_path(camp.folder, find_path(camp, curriculum))
    camp.record_states()
    return back_to("plan")


@router.post("/plan/choose")
def choose(request: Request, module: Annotated[str, Form()]) -> Response:
    """Choose one of the optional modules that exclude each other."""
    camp = camp_of(request)
    curriculum = find_path(camp, module)
    deciding.choose(camp.folder, curriculum, module)
    return back_to(f"plan/{curriculum.id}")


@router.post("/plan/order")
def order(request: Request, curriculum: Annotated[str, Form()], order: Annotated[str, Form()] = "") -> Response:
    """Put the path in another of its orders; the empty one is the path as written."""
    camp = camp_of(request)
    found = find_path(camp, curriculum)
    deciding.take_order(camp.folder, found, order)
    return back_to(f"plan/{found.id}")


@router.post("/plan/want")
def want(
    request: Request,
    because: Annotated[str, Form()],
    back: Annotated[str, Form()],
    title: Annotated[str, Form()] = "",
    module: Annotated[str, Form()] = "",
    purpose: Annotated[str, Form()] = "",
) -> Response:
    """Put something on the plan just in time: a goal in the learner's words, or a module."""
    camp = camp_of(request)
    found = find_path(camp, module).module(module) if module else None
    if not found and not title.strip():
        raise Refusal("Nothing says what to learn.", "Write it in a few words, or choose a module.")
    deciding.want(camp.folder, title, because, purpose=purpose, module=found)
    return back_to(back)


@router.post("/plan/unwant")
def unwant(request: Request, want: Annotated[str, Form()], back: Annotated[str, Form()]) -> Response:
    deciding.unwant(camp_of(request).folder, want)
    return back_to(back)


@router.post("/goal")
def goal(
    request: Request,
    goal: Annotated[str, Form()],
    evidence: Annotated[str, Form()] = "",
    not_yet: Annotated[str, Form()] = "",
) -> Response:
    """Name what shows that a goal, a stage's sentence or something wanted just in time holds; or why not yet."""
    camp = camp_of(request)
    if goal.startswith("want/"):
        deciding.meet_want(camp.folder, deciding.wanted(camp.folder, goal), evidence)
        return back_to("plan")
    curriculum = find_path(camp, goal)
    deciding.goal_of(curriculum, goal)
    if not_yet.strip():
        deciding.put_off(camp.folder, curriculum, goal, not_yet)
    elif not evidence.strip():
        raise Refusal("A goal is met by evidence.", "Name a note, an exercise, a result or a link.")
    else:
        deciding.meet(camp.folder, curriculum, goal, evidence)
    return back_to(f"plan/{curriculum.id}")
