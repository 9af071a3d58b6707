"""One module: what to read, build and measure, its resources, its explanation; and what the learner decides there."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from palaestra.app.recalling import joinable, missed_points
from palaestra.app.views.plainly import minutes
from palaestra.app.web.camp import Camp
from palaestra.app.web.paths import find_path, lack_shown, plan_of
from palaestra.app.web.replying import back_to, camp_of, page
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.days.journal import RUBRIC
from palaestra.practice.exchange.tracker_match import pick_item
from palaestra.practice.memory.offering import begin_page
from palaestra.practice.path import deciding
from palaestra.practice.path.facts import gather
from palaestra.practice.path.missing import artefacts_there
from palaestra.practice.path.standing import ModuleStatus
from palaestra.practice.path.triage import labs_of
from palaestra.practice.writing.notebook import Notebook
from palaestra.practice.writing.notes import explanation_path, score_explanation

router = APIRouter()


@router.get("/module/{curriculum_id}/{name}")
def module(request: Request, curriculum_id: str, name: str) -> Response:
    camp = camp_of(request)
    plan = plan_of(camp, find_path(camp, curriculum_id))
    status = plan.module(f"{curriculum_id}/{name}")
    facts = gather(camp.folder.index())
    known = {each.id: each for each in camp.catalogue.exercises()}
    explanation = explanation_path(camp.folder, status.module.id)
    return page(
        request,
        "module.html",
        here="Plan",
        plan=plan,
        status=status,
        stage=plan.curriculum.stage_of(status.module),
        **_material(camp, status, known),
        measured=camp.measured(),
        next=_next_of(status, known),
        others=[each for each in plan.modules if each.module.group and each.module.group == status.module.group],
        lacks=[lack_shown(lack, status.module.id, known) for lack in status.lacks],
        strict=camp.folder.settings.gate == "strict",
        explanation=explanation.read_text(encoding="utf-8") if explanation.is_file() else "",
        explanation_path=explanation,
        rubric=RUBRIC,
        titles={each.module.id: each.module.title for each in plan.modules},
        labs=labs_of(plan.curriculum, status.module),
        left_modules=facts.left,
        makes=[(each, artefacts_there(status.module, each.kind, facts)) for each in status.module.artefacts],
        asks_blank_page=any(each.does.endswith("--again") and "--explain" in each.does for each in status.lacks),
        missed=missed_points(camp.folder, status.module.id),
        wanted={each.want.module for each in plan.wants},
        notes=Notebook(camp.folder).linking_to(status.module.id, status.module.title, status.module.system),
    )


def _material(camp: Camp, status: ModuleStatus, known: Mapping[str, Exercise]) -> dict[str, Any]:
    """What the catalogue has of the module's lessons, exercises, experiments and cards."""
    catalogue, wanted = camp.catalogue, status.module
    lessons = {each.id: each for each in catalogue.lessons()}
    runs = {each.id: each for each in catalogue.experiments()}
    cards = {card.id for card in catalogue.cards()}
    records = camp.folder.index().exercises()
    chosen = (*wanted.exercises, *wanted.extra_exercises)
    return {
        "lessons": [lessons[each] for each in wanted.lessons if each in lessons],
        "exercises": [(known[each], records.get(each), each in wanted.exercises) for each in chosen if each in known],
        "experiments": [runs[each] for each in wanted.experiments if each in runs],
        "cards": [each for each in wanted.core_cards if each in cards],
        "joinable": joinable(camp.folder, catalogue, wanted.system),
        "is_built": wanted.system in {each.name for each in catalogue.systems},
    }


def _next_of(status: ModuleStatus, exercises: Mapping[str, Exercise]) -> tuple[str, str, str, str] | None:
    """The one next thing in a module where it is on another page: title, place, why, and the word on its button."""
    if status.state == "locked" or not status.lacks:
        return None
    lack = status.lacks[0]
    title, place = lack_shown(lack, status.module.id, exercises)
    exercise = exercises.get(place.removeprefix("exercise/"))
    if exercise is None:
        return None
    return title, place, f"About {minutes(exercise.minutes)}.", "Go on" if "check" in lack.does else "Begin"


@router.post("/tick")
def tick(
    request: Request, item: Annotated[str, Form()], ticked: Annotated[int, Form()], back: Annotated[str, Form()]
) -> Response:
    camp = camp_of(request)
    curriculum = find_path(camp, item)
    boxes = [each for _, _, each in curriculum.every_resource()] + list(curriculum.shelves)
    known = [each for resource in boxes for each in resource.items]
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
    resource = find_path(camp, box).resource(box)
    if not title.strip():
        raise Refusal("A pick needs a title.", "Write what you read.")
    if url and not url.startswith(("http://", "https://")):
        raise Refusal(f"{url} is not a web address.", "It begins with https://, or leave it out.")
    facts = {"does": "pick", "box": resource.id, "item": pick_item(resource.id, title), "title": title.strip()}
    camp.folder.log.append("plan", **facts, **({"url": url} if url else {}))
    return back_to(back)


@router.post("/leave")
def leave(
    request: Request,
    item: Annotated[str, Form()],
    back: Annotated[str, Form()],
    because: Annotated[str, Form()] = "",
    lets_go: Annotated[int, Form()] = 0,
) -> Response:
    """Leave a box, an option or a module with a reason; without `lets_go` its module goes on asking for it."""
    camp = camp_of(request)
    deciding.leave(camp.folder, find_path(camp, item), item, because, lets_go=bool(lets_go))
    camp.record_states()
    return back_to(back)


@router.post("/resume")
def resume(request: Request, item: Annotated[str, Form()], back: Annotated[str, Form()]) -> Response:
    """Take up again what was left."""
    camp = camp_of(request)
    deciding.resume(camp.folder, find_path(camp, item), item)
    return back_to(back)


@router.post("/revisit")
def revisit(
    request: Request, item: Annotated[str, Form()], back: Annotated[str, Form()], on: Annotated[int, Form()] = 1
) -> Response:
    """Set or clear the mark to come back."""
    camp = camp_of(request)
    deciding.mark(camp.folder, find_path(camp, item), item, on=bool(on))
    return back_to(back)


@router.post("/explain/again")
def explain_again(request: Request, module: Annotated[str, Form()]) -> Response:
    """Begin the explanation anew on a blank page; what stood there is kept beside it."""
    camp = camp_of(request)
    found = find_path(camp, module).module(module)
    begin_page(camp.folder, found.id, found.title)
    return back_to(f"module/{found.id}#explain")


@router.post("/explain")
async def explain(request: Request) -> Response:
    """Keep the learner's explanation of a module, and their own scores for it."""
    given = await request.form()
    camp = camp_of(request)
    found = find_path(camp, str(given.get("module", ""))).module(str(given.get("module", "")))
    camp.folder.write(explanation_path(camp.folder, found.id), str(given.get("text", "")).replace("\r\n", "\n"))
    scores = [given.get(f"score-{number}") for number, _ in enumerate(RUBRIC)]
    if all(scores):
        score_explanation(camp.folder, found.id, [int(str(each)) for each in scores])
        camp.record_states()
    return back_to(f"module/{found.id}#explain")
