"""The hash of what an experiment runs: code counts, words about code do not, and neighbours are left out."""

import shutil
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal
from palaestra.lab import source_hash
from palaestra.lab.sources import reached


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_it_reaches_the_room_and_the_kit_and_not_the_frame(experiment: Experiment) -> None:
    modules = set(reached(experiment))
    room = "palaestra.systems.walk"
    assert {f"{room}.experiments.random_walk", f"{room}.steps", f"{room}.spread"} <= modules
    assert {"palaestra.kit.seeding", "palaestra.kit.statistics"} <= modules
    assert not {"palaestra", "palaestra.systems", "palaestra.kit.experiment", "palaestra.kit.refusal"} & modules
    assert not any("exercises" in name for name in modules)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("steps.py", "    return position +", "    # a comment\n\n    return position +"),
        ("steps.py", '    """Where one step leads:', '    """Whither one step leads:'),
        ("steps.py", '    """All positions of a walk, one draw a step."""\n', ""),
        ("steps.py", "(1.0 if draw < (1 + drift) / 2 else -1.0)", "(\n  1.0 if draw < (1 + drift) / 2\n  else -1.0\n)"),
        ("spread.py", '"""How far', '# -*- comment -*-\n"""How very far'),
        ("experiments/random_walk.py", '"""Many walks', '"""Very many walks'),
        ("experiments/random-walk.toml", "band = [-3.0, 3.0]", "band = [-2.0, 2.0]"),
        ("exercises/displace.py", "position + 1.0", "position + 2.0"),
    ],
)
def test_words_about_code_do_not_count(experiment: Experiment, file: str, old: str, new: str) -> None:
    before = source_hash(experiment)
    edit(experiment.folder.parent / file, old, new)
    assert source_hash(experiment) == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("steps.py", "else -1.0)", "else -2.0)"),
        ("steps.py", "else -1.0)", "else -1)"),  # an integer is not a float
        ("spread.py", "return float(steps)", "return float(steps) + 0"),
        ("spread.py", "return steps / 2", "return steps / 3"),  # not called, but in a module that is run
        ("experiments/random_walk.py", "walks: int = 50", "walks: int = 51"),
        ("steps.py", "draw: float, drift", "draw: float, *, drift"),
    ],
)
def test_code_counts(experiment: Experiment, file: str, old: str, new: str) -> None:
    before = source_hash(experiment)
    edit(experiment.folder.parent / file, old, new)
    assert source_hash(experiment) != before


def test_a_neighbour_nobody_reaches_does_not_count_even_when_the_room_exports_it(experiment: Experiment) -> None:
    room = experiment.folder.parent
    before = source_hash(experiment)
    (room / "neighbour.py").write_text("def other():\n    return 1\n")
    edit(room / "__init__.py", "__all__", "from palaestra.systems.walk.neighbour import other\n\n__all__")
    assert source_hash(experiment) == before
    edit(experiment.folder / "random_walk.py", "import displace,", "import other, displace,")
    assert source_hash(experiment) != before


def test_an_init_that_does_something_counts(experiment: Experiment) -> None:
    room = experiment.folder.parent
    (room / "__init__.py").write_text((room / "__init__.py").read_text() + "\nSCALE = 1\n")
    before = source_hash(experiment)
    assert "palaestra.systems.walk" in reached(experiment)
    edit(room / "__init__.py", "SCALE = 1", "SCALE = 2")
    assert source_hash(experiment) != before


def test_imports_inside_functions_relative_ones_and_whole_modules_are_followed(experiment: Experiment) -> None:
    room = experiment.folder.parent
    for name in ("inside", "beside", "whole"):
        (room / f"{name}.py").write_text("VALUE = 1\n")
    edit(room / "steps.py", "    return position +", "    from .inside import VALUE\n    return position +")
    edit(
        room / "spread.py", "def expected", "from . import beside\nimport palaestra.systems.walk.whole\n\ndef expected"
    )
    modules = set(reached(experiment))
    assert {f"palaestra.systems.walk.{name}" for name in ("inside", "beside", "whole")} <= modules


def test_a_room_it_builds_on_counts(experiment: Experiment, rooms: Path) -> None:
    shutil.copytree(rooms / "walk", rooms / "ground")
    edit(
        rooms / "walk" / "steps.py",
        "import numpy as np",
        "import numpy as np\nfrom palaestra.systems.ground import displace as other",
    )
    edit(rooms / "ground" / "__init__.py", "systems.walk", "systems.ground")
    before = source_hash(experiment)
    edit(rooms / "ground" / "steps.py", "else -1.0)", "else -2.0)")
    assert source_hash(experiment) != before


def test_code_that_cannot_be_read_is_refused_with_its_line(experiment: Experiment) -> None:
    (experiment.folder.parent / "steps.py").write_text("x = 1\ndef (:\n")
    with pytest.raises(Refusal, match=r"steps\.py line 2 is not Python"):
        source_hash(experiment)


def test_it_depends_on_text_alone(experiment: Experiment, rooms: Path, tmp_path: Path) -> None:
    shutil.copytree(rooms, tmp_path / "elsewhere")
    elsewhere = Catalogue(tmp_path / "elsewhere").experiment("walk/random-walk")
    assert source_hash(elsewhere) == source_hash(experiment)
