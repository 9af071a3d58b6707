"""The contract, for every room the catalogue finds."""

import os

import pytest

from palaestra.grader import Worker
from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.checks import Check
from palaestra.kit.exercise import Exercise
from palaestra.kit.experiment import Experiment
from palaestra.lab import release_checks
from tests.contract.rules import exercises, experiments, files, ids, imports, lessons
from tests.contract.rules.exercises import Bench

CATALOGUE = Catalogue.installed()
EXERCISES = pytest.mark.parametrize("exercise", list(CATALOGUE.exercises()), ids=lambda exercise: exercise.id)
EXPERIMENTS = pytest.mark.parametrize("experiment", list(CATALOGUE.experiments()), ids=lambda experiment: experiment.id)
ROOMS = pytest.mark.parametrize("room", CATALOGUE.systems, ids=lambda room: room.name)
READING_RULES = [
    files.parts_are_there,
    files.papers_lead_to_the_room,
    files.only_public_names_in_init,
    files.files_are_small,
    imports.libraries_are_declared,
    imports.rooms_are_declared,
    imports.nothing_imports_teaching_parts,
    imports.oracle_is_outside,
    exercises.words_match_code,
    exercises.outside_code_is_pinned,
    experiments.claims_are_whole,
    experiments.exercises_exist,
    experiments.published_claims_are_honest,
    ids.ids_are_unique_and_legal,
    ids.ids_are_permanent,
    lessons.code_comes_from_source,
    lessons.lessons_say_their_limits,
]


def broken(checks: list[Check]) -> str:
    """What does not hold, as a contributor reads it."""
    return "\n".join(f"x {each.says}: {each.got}\n  {each.want}" for each in checks if not each.holds)


@ROOMS
@pytest.mark.parametrize("rule", READING_RULES, ids=lambda rule: rule.__name__)
def test_reading_rules(room: System, rule) -> None:
    checks = list(rule(room))
    assert checks, "the rule looked at nothing"
    assert not (faults := broken(checks)), f"\n{faults}"


@ROOMS
def test_no_cycles(room: System) -> None:
    assert not (faults := broken(list(imports.no_cycles(room, CATALOGUE)))), f"\n{faults}"


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """One warm grader for all candidates."""
    with Worker() as worker:
        yield Bench(worker, tmp_path_factory.mktemp("candidates"))


RUNNING_RULES = [
    exercises.reference_passes,
    exercises.empty_hole_fails,
    exercises.mistakes_fail_and_are_named,
    exercises.no_check_is_vacuous,
]


@EXERCISES
@pytest.mark.parametrize("rule", RUNNING_RULES, ids=lambda rule: rule.__name__)
def test_running_rules(exercise: Exercise, rule, bench: Bench) -> None:
    checks = list(rule(exercise, bench))
    assert checks, "the rule looked at nothing"
    assert not (faults := broken(checks)), f"\n{faults}"


@EXPERIMENTS
def test_experiments(experiment: Experiment, tmp_path) -> None:
    checks = list(experiments.small_run_is_sound(experiment, tmp_path))
    assert not (faults := broken(checks)), f"\n{faults}"


@ROOMS
def test_nothing_is_stale(room: System) -> None:
    """A stale result is counted and printed; a release may not have any."""
    stale = [each for each in release_checks(room.experiments) if not each.holds]
    print(f"{room.name}: {len(stale)} of {len(room.experiments)} results are stale")
    assert not (stale and os.environ.get("RELEASE")), f"measure again with `make results`:\n{broken(stale)}"
