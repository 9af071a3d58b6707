"""A tiny room, and one warm worker for all tests of the grader."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from palaestra.grader import Judgement, Worker, check
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise

ROOMS = Path(__file__).parent / "rooms"


@pytest.fixture(scope="session", autouse=True)
def fixture_rooms() -> Iterator[None]:
    systems = importlib.import_module("palaestra.systems")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PALAESTRA_ROOMS", str(ROOMS))
        patch.setattr(systems, "__path__", [*systems.__path__, str(ROOMS)])
        yield


@pytest.fixture(scope="session")
def weighted_mean() -> Exercise:
    return Catalogue(ROOMS).exercise("averages/weighted-mean")


@pytest.fixture(scope="session")
def running_add() -> Exercise:
    return Catalogue(ROOMS).exercise("averages/running-add")


@pytest.fixture(scope="session")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    with Worker(cache=tmp_path_factory.mktemp("trees")) as worker:
        yield worker


@pytest.fixture
def judge(weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> Callable[[str], Judgement]:
    def judge(text: str) -> Judgement:
        file = tmp_path / "weighted-mean.py"
        file.write_text(text)
        return check(weighted_mean, file, worker=worker)

    return judge
