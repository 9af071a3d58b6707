"""A tiny room, copied for each test, and a store of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment
from palaestra.kit.holes import Fill
from palaestra.lab import Store
from tests.rooms import WALK, add_copy

HOLES = {
    "displace": "palaestra.systems.walk.steps:displace",
    "spread": "palaestra.systems.walk.spread:expected_square",
    "unused": "palaestra.systems.walk.spread:unused",
}
MakeFill = Callable[[str, str], Fill]


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fixture rooms that a test may change."""
    return add_copy(WALK, tmp_path, monkeypatch)


@pytest.fixture
def experiment(rooms: Path) -> Experiment:
    return Catalogue(rooms).experiment("walk/random-walk")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results")


@pytest.fixture
def fill(rooms: Path, tmp_path: Path) -> MakeFill:
    """A learner's file for one hole of the walk: `fill("displace", source)`."""

    def make(name: str, source: str) -> Fill:
        file = tmp_path / "mine" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(source)
        return Fill.of(HOLES[name], file)

    return make
