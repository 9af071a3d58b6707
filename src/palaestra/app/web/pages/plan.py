"""The plan: a path with its stages, modules, boxes and goals; another path; choices inside one."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.views.plainly import many, minutes
from palaestra.app.views.ways import place_of
from palaestra.app.web.camp import Camp
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.curriculum import Curriculum, curricula, find
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.days.journal import RUBRIC
from palaestra.practice.exchange.tracker_match import pick_item
from palaestra.practice.path.facts import gather
from palaestra.practice.path.plan import make_plan
from palaestra.practice.path.standing import Lack, ModuleStatus, Plan, StageStatus, Step
from palaestra.practice.writing.notes import explanation_path, score_explanation

router = APIRouter()


@router.get("/plan")
def own_path(request: Request) -> Response:
    return path(request, camp_of(request).folder.settings.curriculum)


@router.get("/plan/{curriculum_id}")
def path(request: Request, curriculum_id: str) -> Response:
    camp = camp_of(request)
    plan = plan_of(camp, _find(camp, curriculum_id))
    is_own = curriculum_id == camp.folder.settings.curriculum
    known = {each.id: each for each in camp.catalogue.exercises()}
    step = plan.next
    return page(
        request,
        "plan.html",
        here="Plan",
        plan=plan,
        is_own=is_own,
        next_title=_lack(Lack(step.says, step.does), step.module, known)[0] if step else "",
        next_place=place_of(step.does, step.module) if step else "",
        open_stages={each.stage.id for each in plan.stages if not is_own or _is_under_way(each, step)},
        stage_says={each.stage.id: _stage_says(each) for each in plan.stages},
        others=[each for each in curricula(camp.folder.root / "curricula") if each.id != curriculum_id],
    )


def _is_under_way(stage: StageStatus, step: Step | None) -> bool:
    """Something in it was begun, or comes next."""
    begun = any(
        each.boxes_done or each.chosen or each.state in ("understood", "passed", "solid") for each in stage.modules
    ) or any(each.evidence for each in stage.goals)
    return begun or any(step is not None and step.module == each.module.id for each in stage.modules)


def _stage_says(stage: StageStatus) -> str:
    """A stage in one line, for when it is closed."""
    shown = [each for each in stage.modules if not each.hidden]
    if all(each.shown == "planned" for each in shown):
        return f"{many(len(shown), 'room')} to come"
    boxes = [box for each in shown if each.asked for box in each.boxes]
    done = f", {sum(each.done for each in boxes)} of {many(len(boxes), 'box', 'boxes')}" if boxes else ""
    return many(len(shown), "module") + done


@router.post("/plan/use")
def use(request: Request, curriculum: Annotated[str, Form()]) -> Response:
    camp = camp_of(request)
    found = _find(camp, curriculum)
    camp.folder.change_settings(curriculum=found.id)
    camp.folder.log.append("plan", does="use", curriculum=found.id)
    camp.record_states()
    return back_to("plan")


@router.post("/plan/choose")
def choose(request: Request, module: Annotated[str, Form()]) -> Response:
    """Choose one of the optional modules that exclude each other."""
    camp = camp_of(request)
    curriculum = _find(camp, module.partition("/")[0])
    found = curriculum.module(module)
    if not found.group:
        raise Refusal(f"{found.title} is not one of several.", "It is in the path already.")
    camp.folder.log.append("plan", does="choose", group=f"{curriculum.id}/{found.group}", module=found.id)
    return back_to(f"plan/{curriculum.id}")


@router.get("/module/{curriculum_id}/{name}")
def module(request: Request, curriculum_id: str, name: str) -> Response:
    camp = camp_of(request)
    plan = plan_of(camp, _find(camp, curriculum_id))
    status = plan.module(f"{curriculum_id}/{name}")
    catalogue = camp.catalogue
    lessons = {each.id: each for each in catalogue.lessons()}
    records = camp.folder.index().exercises()
    chosen = (*status.module.exercises, *status.module.extra_exercises)
    known = {each.id: each for each in catalogue.exercises()}
    runs = {each.id: each for each in catalogue.experiments()}
    cards = {card.id for card in catalogue.cards()}
    explanation = explanation_path(camp.folder, status.module.id)
    return page(
        request,
        "module.html",
        here="Plan",
        plan=plan,
        status=status,
        stage=plan.curriculum.stage_of(status.module),
        lessons=[lessons[each] for each in status.module.lessons if each in lessons],
        exercises=[
            (known[each], records.get(each), each in status.module.exercises) for each in chosen if each in known
        ],
        experiments=[runs[each] for each in status.module.experiments if each in runs],
        measured=camp.measured(),
        next=_next_of(status, known),
        cards=[each for each in status.module.core_cards if each in cards],
        others=[each for each in plan.modules if each.module.group and each.module.group == status.module.group],
        lacks=[_lack(lack, status.module.id, known) for lack in status.lacks],
        is_built=status.module.system in {each.name for each in catalogue.systems},
        strict=camp.folder.settings.gate == "strict",
        explanation=explanation.read_text(encoding="utf-8") if explanation.is_file() else "",
        explanation_path=explanation,
        rubric=RUBRIC,
        titles={each.module.id: each.module.title for each in plan.modules},
    )


@router.post("/tick")
def tick(
    request: Request, item: Annotated[str, Form()], ticked: Annotated[int, Form()], back: Annotated[str, Form()]
) -> Response:
    camp = camp_of(request)
    curriculum = _find(camp, item.partition("/")[0])
    known = [each for _, _, resource in curriculum.every_resource() for each in resource.items]
    picks = [pick.item for each in gather(camp.folder.index()).picks.values() for pick in each]
    if item not in known and item not in picks:
        raise unknown("box", item, known, f"palaestra plan show {curriculum.id}")
    camp.folder.log.append("tick", item=item, ticked=bool(ticked))
    camp.record_states()
    return back_to(back)


@router.post("/pick")
def pick(
    request: Request,
    box: Annotated[str, Form()],
    title: Annotated[str, Form()],
    back: Annotated[str, Form()],
    url: Annotated[str, Form()] = "",
) -> Response:
    """Record something specific under a broad box."""
    camp = camp_of(request)
    resource = _find(camp, box.partition("/")[0]).resource(box)
    if not title.strip():
        raise Refusal("A pick needs a title.", "Write what you read.")
    if url and not url.startswith(("http://", "https://")):
        raise Refusal(f"{url} is not a web address.", "It begins with https://, or leave it out.")
    facts = {"does": "pick", "box": resource.id, "item": pick_item(resource.id, title), "title": title.strip()}
    camp.folder.log.append("plan", **facts, **({"url": url} if url else {}))
    return back_to(back)


@router.post("/goal")
def goal(request: Request, goal: Annotated[str, Form()], evidence: Annotated[str, Form()]) -> Response:
    camp = camp_of(request)
    curriculum = _find(camp, goal.partition("/")[0])
    known = [each.id for each in curriculum.goals]
    if goal not in known:
        raise unknown("goal", goal, known, f"palaestra plan show {curriculum.id}")
    if not evidence.strip():
        raise Refusal("A goal is met by evidence.", "Name a note, an exercise, a result or a link.")
    camp.folder.log.append("goal", goal=goal, evidence=evidence.strip())
    return back_to(f"plan/{curriculum.id}")


@router.post("/explain")
async def explain(request: Request) -> Response:
    """Keep the learner's explanation of a module, and their own scores for it."""
    given = await request.form()
    camp = camp_of(request)
    found = _find(camp, str(given.get("module", "")).partition("/")[0]).module(str(given.get("module", "")))
    camp.folder.write(explanation_path(camp.folder, found.id), str(given.get("text", "")).replace("\r\n", "\n"))
    scores = [given.get(f"score-{number}") for number, _ in enumerate(RUBRIC)]
    if all(scores):
        score_explanation(camp.folder, found.id, [int(str(each)) for each in scores])
        camp.record_states()
    return back_to(f"module/{found.id}#explain")


def _lack(lack: Lack, module: str, exercises: Mapping[str, Exercise]) -> tuple[str, str]:
    """What is missing, an exercise by its title, and the page that leads there."""
    place = place_of(lack.does, module)
    exercise = exercises.get(place.removeprefix("exercise/"))
    return (exercise.title if exercise else lack.says), place


def _next_of(status: ModuleStatus, exercises: Mapping[str, Exercise]) -> tuple[str, str, str, str] | None:
    """The one next thing in a module where it is on another page: title, place, why, and the word on its button."""
    if status.state == "locked" or not status.lacks:
        return None
    lack = status.lacks[0]
    title, place = _lack(lack, status.module.id, exercises)
    exercise = exercises.get(place.removeprefix("exercise/"))
    if exercise is None:
        return None
    return title, place, f"About {minutes(exercise.minutes)}.", "Go on" if "check" in lack.does else "Begin"


def plan_of(camp: Camp, curriculum: Curriculum) -> Plan:
    return make_plan(curriculum, gather(camp.folder.index()))


def _find(camp: Camp, curriculum_id: str) -> Curriculum:
    return find(curriculum_id, camp.folder.root / "curricula")
