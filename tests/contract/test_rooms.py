"""The contract, for every room the catalogue finds."""

import pytest

from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.checks import Check
from tests.contract.rules import files, ids, imports, lessons

CATALOGUE = Catalogue.installed()
ROOMS = pytest.mark.parametrize("room", CATALOGUE.systems, ids=lambda room: room.name)
READING_RULES = [
    files.parts_are_there,
    files.only_public_names_in_init,
    files.files_are_small,
    imports.libraries_are_declared,
    imports.rooms_are_declared,
    imports.nothing_imports_teaching_parts,
    imports.oracle_is_outside,
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
