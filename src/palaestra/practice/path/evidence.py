"""What shows that a goal is met: what the learner named, and what they passed, ran, ticked or made."""

from collections.abc import Iterator, Mapping

from palaestra.kit.curriculum import Curriculum, Goal
from palaestra.practice.path.boxes import box_status
from palaestra.practice.path.learner import Facts
from palaestra.practice.path.missing import under
from palaestra.practice.path.standing import STATES, GoalStatus


def goal_status(curriculum: Curriculum, goal: Goal, facts: Facts, best: Mapping[str, str]) -> GoalStatus:
    """A goal with its evidence; `best` holds each module's state."""
    inferred = (*_inferred(curriculum, goal, facts, best), *under(facts.made_for, goal))
    return GoalStatus(goal, under(facts.evidence, goal), inferred, facts.not_yet.get(goal.id, ""))


def _inferred(curriculum: Curriculum, goal: Goal, facts: Facts, best: Mapping[str, str]) -> Iterator[str]:
    if not goal.met_by:
        return
    boxes = {name: each for _, _, each in curriculum.every_resource() for name in (each.id, *each.aliases)}
    titles = {name: each for each in curriculum.modules for name in (each.id, *each.aliases)}
    for item in goal.met_by:
        if item in facts.passed:
            yield f"exercise {item} passed"
        elif item in facts.ran:
            yield f"experiment {item} run with your code"
        elif item in titles and STATES.index(best[titles[item].id]) >= STATES.index("passed"):
            yield f"“{titles[item].title}” passed"
        elif item in boxes and box_status(boxes[item], facts).done:
            yield f"“{boxes[item].title}” done"
