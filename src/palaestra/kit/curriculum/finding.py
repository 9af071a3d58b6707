"""The paths there are: shipped ones and a learner's own, and whether the rooms hold what they name."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from palaestra.kit.curriculum.reading import read_curriculum
from palaestra.kit.curriculum.words import Curriculum
from palaestra.kit.refusal import unknown

if TYPE_CHECKING:
    from palaestra.kit.catalogue import Catalogue

SHIPPED = Path(__file__).parents[2] / "curricula"


def curricula(*folders: Path) -> tuple[Curriculum, ...]:
    """The shipped paths, then those of the folders given (a learner's own)."""
    return _shipped() + tuple(
        read_curriculum(path, own=True)
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.glob("*.toml"))
    )


def find(curriculum_id: str, *folders: Path) -> Curriculum:
    """The path of that id; only its file is read. An unknown id suggests the nearest."""
    paths = {path.stem: path for folder in (SHIPPED, *folders) for path in sorted(folder.glob("*.toml"))}
    if curriculum_id not in paths:
        raise unknown("curriculum", curriculum_id, paths, "palaestra plan list")
    return read_curriculum(paths[curriculum_id], own=paths[curriculum_id].parent != SHIPPED)


def missing_references(curriculum: Curriculum, catalogue: "Catalogue") -> list[str]:
    """Ids the path names that no room holds, each as `module: id` or `goal: id`; a planned module may name its room."""
    known = {
        "lessons": {each.id for each in catalogue.lessons()},
        "exercises": {each.id for each in catalogue.exercises()},
        "experiments": {each.id for each in catalogue.experiments()},
        "cards": {each.id for each in catalogue.cards()},
        "system": {system.name for system in catalogue.systems},
    }
    found: list[str] = []
    for module in curriculum.modules:
        named = {
            "lessons": module.lessons,
            "exercises": module.exercises + module.extra_exercises,
            "experiments": module.experiments,
            "cards": module.cards + module.core_cards,
            "system": (module.system,) if module.system and not module.planned else (),
        }
        found += [f"{module.id}: {each}" for kind, ids in named.items() for each in ids if each not in known[kind]]
    evidence = known["exercises"] | known["experiments"] | curriculum.ids
    found += [f"{goal.id}: {each}" for goal in curriculum.goals for each in goal.met_by if each not in evidence]
    return found


@cache
def _shipped() -> tuple[Curriculum, ...]:
    return tuple(read_curriculum(path) for path in sorted(SHIPPED.glob("*.toml")))
