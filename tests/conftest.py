"""No test touches the practice folder of whoever runs it."""

import signal

import pytest

# A run in the background ignores Ctrl-C, and so would every process a test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def practice_folder_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test's default practice folder is a fresh one that does not exist yet."""
    monkeypatch.setenv("PALAESTRA_HOME", str(tmp_path_factory.mktemp("home") / "palaestra"))
    for name in ("PALAESTRA_DEBUG", "PALAESTRA_PLAIN", "PALAESTRA_FILLS", "PALAESTRA_ROOMS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lab's runs of the reference start no worker processes: ten times as fast, the same answers."""
    from palaestra.lab import planning
    from tests.workers import here

    monkeypatch.setattr(planning, "LocalWorkers", here)
