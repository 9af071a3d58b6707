"""The paths as the pages read them: one of them, the learner's standing on it, what a step leads to."""

from collections.abc import Mapping

from palaestra.app.views.ways import place_of
from palaestra.app.web.camp import Camp
from palaestra.kit.curriculum import Curriculum, find
from palaestra.kit.exercise import Exercise
from palaestra.practice.path.facts import facts_of
from palaestra.practice.path.plan import make_plan
from palaestra.practice.path.standing import Lack, Plan
from palaestra.practice.path.writing import OWN


def find_path(camp: Camp, any_id: str) -> Curriculum:
    """The path an id stands in: what comes before its slash."""
    return find(any_id.partition("/")[0], camp.folder.root / OWN)


def plan_of(camp: Camp, curriculum: Curriculum) -> Plan:
    return make_plan(curriculum, facts_of(camp.folder))


def lack_shown(lack: Lack, module: str, exercises: Mapping[str, Exercise]) -> tuple[str, str]:
    """What is missing, an exercise by its title, and the page that leads there."""
    place = place_of(lack.does, module)
    exercise = exercises.get(place.removeprefix("exercise/"))
    if "placement: " in lack.says:
        return f"Test out of it: {exercise.title if exercise else 'explain it'}", f"place/{module}"
    is_named = exercise is not None and lack.says.endswith(f"exercise {exercise.id}")
    return (exercise.title if exercise and is_named else lack.says), place
