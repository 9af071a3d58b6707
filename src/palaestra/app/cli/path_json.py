"""A plan as data, for `--json`. The keys are stable."""

from typing import Any

from palaestra.practice.path.standing import BoxStatus, ModuleStatus, Plan


def plan_json(plan: Plan) -> dict[str, Any]:
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
        "stages": [
            {
                "id": each.stage.id,
                "title": each.stage.title,
                "objective": each.stage.objective,
                "goals": [
                    {"id": goal.goal.id, "text": goal.goal.text, "evidence": list(goal.evidence)} for goal in each.goals
                ],
                "modules": [_module(module) for module in each.modules],
            }
            for each in plan.stages
        ],
        "next": plan.next
        and {
            "module": plan.next.module,
            "says": plan.next.says,
            "does": plan.next.does,
            "because": plan.next.because,
        },
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
        "missing": [{"says": lack.says, "does": lack.does} for lack in each.lacks],
        "way": list(each.way),
        "exercises": list(module.exercises),
        "resources": [_box(box) for box in each.boxes],
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
            }
            for each in box.options
        ],
        "picks": [{"id": pick.item, "title": pick.title, "url": pick.url, "done": done} for pick, done in box.picks],
    }
