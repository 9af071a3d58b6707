"""A practice folder on a clock the test sets."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from palaestra.practice.folder import PracticeFolder
from palaestra.practice.log import Log

# A busy machine is no finding: examples may take as long as they take.
settings.register_profile("practice", deadline=None)
settings.load_profile("practice")


@dataclass
class Clock:
    """Says `moment` and moves on by a microsecond each time it is asked."""

    moment: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def __call__(self) -> int:
        self.moment += timedelta(microseconds=1)
        return (self.moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000

    def go(self, **length: float) -> None:
        self.moment += timedelta(**length)


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Log:
    return Log(tmp_path, clock)


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> PracticeFolder:
    return PracticeFolder.create(tmp_path / "home", clock=clock)
