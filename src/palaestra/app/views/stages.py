"""A stage of a path in one line, and whether it is under way: closed stages recede, in the browser and the terminal."""

from palaestra.app.views.plainly import many
from palaestra.practice.path.standing import StageStatus, Step


def is_under_way(stage: StageStatus, step: Step | None) -> bool:
    """Something in it was begun, or comes next."""
    begun = any(
        each.boxes_done or each.chosen or each.state in ("understood", "passed", "solid") for each in stage.modules
    ) or any(each.evidence for each in stage.goals)
    ends = step is not None and stage.success is not None and stage.success.goal.id in step.does
    return begun or ends or any(step is not None and step.module == each.module.id for each in stage.modules)


def stage_says(stage: StageStatus) -> str:
    """A stage in one line, for when it is closed."""
    shown = [each for each in stage.modules if not each.hidden]
    if not shown:
        return many(len(stage.goals), "goal")
    if all(each.shown == "planned" for each in shown):
        return f"{many(len(shown), 'room')} to come"
    boxes = [box for each in shown if each.asked for box in each.boxes]
    done = f", {sum(each.done for each in boxes)} of {many(len(boxes), 'box', 'boxes')}" if boxes else ""
    return many(len(shown), "module") + done
