"""A plan as data, for `--json`. The keys are stable."""

from collections.abc import Sequence
from typing import Any

from palaestra.kit.curriculum import Because
from palaestra.practice.path.learner import Left, Triage
from palaestra.practice.path.pace import End
from palaestra.practice.path.standing import BoxStatus, GoalStatus, ModuleStatus, Plan, StageStatus, Step


def plan_json(plan: Plan, triage: Triage, ends: Sequence[End] = ()) -> dict[str, Any]:
    """The whole plan; `next` is null when nothing is left."""
    curriculum = plan.curriculum
    return {
        "id": curriculum.id,
        "title": curriculum.title,
        "author": curriculum.author,
        "date": curriculum.date,
        "source": curriculum.source,
        "boxes": len(plan.boxes),
        "boxes_done": plan.boxes_done,
        "stages": [_stage(each) for each in plan.stages],
        "next": plan.next and step_json(plan.next),
        "order": plan.order,
        "orders": [{"id": each.id, "title": each.title, "why": each.why} for each in curriculum.orders],
        "triage": triage_json(triage),
        "wants": [
            {
                "id": each.want.id,
                "title": each.want.title,
                "because": each.want.because,
                "for": each.want.purpose,
                "module": each.want.module,
                "met": list(each.met),
            }
            for each in plan.wants
        ],
        "news": [{"module": each.module.id, "box": box.resource.id if box else ""} for each, box in plan.news],
        "ends": [each.to_json() for each in ends],
        "shelves": [_box(each) for each in plan.shelves],
        "notes": list(curriculum.notes),
    }


def step_json(step: Step) -> dict[str, str]:
    return {"module": step.module, "says": step.says, "does": step.does, "because": step.because}


def triage_json(triage: Triage) -> dict[str, Any]:
    """What the learner said; hours is 0 when not said."""
    return {
        "goal": triage.goal,
        "niche": triage.niche,
        "labs": list(triage.labs),
        "hours": triage.hours,
        "knows": list(triage.knows),
    }


def why_json(each: ModuleStatus) -> dict[str, Any]:
    """Why one module stands where it stands."""
    module = each.module
    return {
        "id": module.id,
        "title": module.title,
        "state": each.state,
        "missing": _missing(each),
        "way": list(each.way),
        "why": module.why,
        **_role(each),
        "brings": brings_json(module.brings),
    }


def brings_json(brings: Sequence[Because]) -> list[dict[str, str]]:
    return [{"module": each.module, "because": each.because} for each in brings]


def _stage(each: StageStatus) -> dict[str, Any]:
    months = each.stage.months
    return {
        "id": each.stage.id,
        "title": each.stage.title,
        "objective": each.stage.objective,
        "goals": [_goal(goal) for goal in each.goals],
        "modules": [_module(module) for module in each.modules],
        "success": each.success and _goal(each.success),
        "months": str(months) if months else "",
    }


def _goal(each: GoalStatus) -> dict[str, Any]:
    return {
        "id": each.goal.id,
        "text": each.goal.text,
        "evidence": list(each.evidence),
        "inferred": list(each.inferred),
        "not_yet": each.not_yet,
    }


def _missing(each: ModuleStatus) -> list[dict[str, str]]:
    return [{"says": lack.says, "does": lack.does} for lack in each.lacks]


def _role(each: ModuleStatus) -> dict[str, Any]:
    return {
        "asks": each.role.asks,
        "because": each.role.because,
        "held": each.held,
        "later": each.later,
        "placing": each.placing,
        "placed": each.placed,
        "new": each.is_new,
        "revisit": each.revisit,
    }


def _module(each: ModuleStatus) -> dict[str, Any]:
    module = each.module
    return {
        "id": module.id,
        "title": module.title,
        "state": each.state,
        "planned": module.planned,
        "optional": module.optional,
        "hidden": each.hidden,
        "missing": _missing(each),
        "way": list(each.way),
        "exercises": list(module.exercises),
        "resources": [_box(box) for box in each.boxes],
        **_role(each),
        "brings": brings_json(module.brings),
    }


def _box(box: BoxStatus) -> dict[str, Any]:
    resource = box.resource
    return {
        "id": resource.id,
        "title": resource.title,
        "authors": resource.authors,
        "url": resource.url,
        "done": box.done,
        "met": box.met,
        "choose": str(resource.choose or box.least or ""),
        "options": [
            {
                "id": resource.item(each.option.id),
                "title": each.option.title,
                "authors": each.option.authors,
                "url": each.option.url,
                "done": each.done,
                "parts": [
                    {"id": resource.item(each.option.part_key(number)), "title": title, "done": done}
                    for number, (title, done) in enumerate(zip(each.option.parts, each.parts, strict=True), 1)
                ],
                "left": _left(each.left),
            }
            for each in box.options
        ],
        "picks": [{"id": pick.item, "title": pick.title, "url": pick.url, "done": done} for pick, done in box.picks],
        "parts": [
            {"id": resource.item(resource.part_key(number)), "title": title, "done": done}
            for number, (title, done) in enumerate(zip(resource.parts, box.parts, strict=True), 1)
        ],
        "left": _left(box.left),
        "new": box.is_new,
        "revisit": box.revisit,
    }


def _left(left: Left | None) -> dict[str, Any] | None:
    return left and {"because": left.because, "lets_go": left.lets_go}
