"""A tiny room, and one warm worker for all tests of the grader."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import palaestra.systems
from palaestra.grader import Judgement, Worker, check
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise

ROOMS = Path(__file__).parent / "rooms"


@pytest.fixture(scope="session", autouse=True)
def rooms_importable() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(palaestra.systems, "__path__", [*palaestra.systems.__path__, str(ROOMS)])
        yield


@pytest.fixture(autouse=True)
def rooms_found(practice_folder_of_its_own: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALAESTRA_ROOMS", str(ROOMS))


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
