"""Whatever interrupts a run, finished seeds are whole, and going on gives the result of a run that was left alone."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.catalogue import Catalogue
from palaestra.lab import Interrupted, SeedsCrashed, Store, run
from tests.rooms import WALK as ROOMS
from tests.rooms import add_rooms

KILLER = Path(__file__).parent / "run_until_killed.py"
SEEDS = 8


class Shuffled:
    """Workers in this process that finish in a given order, and are interrupted or lose a seed at given moments."""

    def __init__(self, order: list[int], stop_after: int, lost: frozenset[int]) -> None:
        self.order, self.stop_after, self.lost = list(order), stop_after, lost
        self.waiting: list[Mapping[str, Any]] = []
        self.done = 0

    def submit(self, task: Mapping[str, Any]) -> None:
        self.waiting.append(task)

    def collect(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        if self.waiting[0]["do"] == "seed" and self.done == self.stop_after:
            raise KeyboardInterrupt
        task = self.waiting.pop(self.order[self.done % len(self.order)] % len(self.waiting))
        common = {"called": [], "printed": "", "unwatched": []}
        if task["do"] == "describe":
            return task, {"config": {"steps": 3}, "seeds": {"small": SEEDS}, "has_fast": False, **common}
        if task["do"] == "measure":
            mean = float(np.mean([each["end"] for each in task["records"].values()]))
            interval = {"value": mean, "low": mean, "high": mean, "n": len(task["seeds"]), "level": 0.95}
            return task, {"measures": {"no-side": interval}, "unmeasured": {}, "used": ["end"], **common}
        self.done += 1
        if task["seed"] in self.lost:
            return task, {"error": "lost", "frames": [], **common}
        draws = np.random.default_rng(task["seed"]).random(3)
        return task, {"values": {"end": float(draws[0]), "path": draws.tolist()}, "seconds": 0.1, **common}

    def close(self) -> None:
        self.waiting.clear()


Attempt = tuple[list[int], int, frozenset[int]]
attempts = st.lists(
    st.tuples(
        st.lists(st.integers(0, 7), min_size=1, max_size=8),
        st.integers(0, SEEDS),
        st.frozensets(st.integers(0, SEEDS - 1), max_size=2),
    ),
    max_size=5,
)


@given(attempts)
@settings(max_examples=40, deadline=None)
def test_any_interleaving_of_stops_and_crashes_ends_in_the_same_result(tries: list[Attempt]) -> None:
    experiment = Catalogue(ROOMS).experiment("walk/random-walk")
    # Only order matters here, and reaching the disk a thousand times takes long: see the tests of the store for it.
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        left_alone = run(experiment, store=Store(Path(folder) / "alone"), crew=Shuffled([0], -1, frozenset()))
        store = Store(Path(folder) / "interrupted")
        kept: list[tuple[set[int], int]] = []
        for order, stop_after, lost in tries:
            try:
                run(experiment, store=store, crew=Shuffled(order, stop_after, lost))
            except (Interrupted, SeedsCrashed) as red:
                kept.append((set(store.kept(red.job)), red.done))
        outcome = run(experiment, store=store, crew=Shuffled([0], -1, frozenset()))
    assert all(len(seeds) == done for seeds, done in kept)
    assert all(before <= after for (before, _), (after, _) in pairwise(kept))  # nothing finished is ever lost
    assert outcome.result.seeds == left_alone.result.seeds == tuple(range(SEEDS))
    for name in ("end", "path"):
        assert outcome.result[name].tobytes() == left_alone.result[name].tobytes()
    assert outcome.measures == left_alone.measures


def start(store: Path, workers: int, pause: float = 0.01, seeds: int = SEEDS) -> subprocess.Popen[str]:
    command = [sys.executable, str(KILLER), str(ROOMS), str(store), str(seeds), str(pause), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for(process: subprocess.Popen[str], done: int) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= done:
            return
    raise AssertionError("the run ended before it could be killed")


@pytest.mark.usefixtures("in_this_process")  # what goes on in the end; what is killed is started apart
def test_kill_9_leaves_whole_files_and_no_process_and_the_run_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, chance = Store(tmp_path), random.Random(5)
    for attempt in range(4):
        process = start(tmp_path, workers=1 + attempt % 2, seeds=60)
        wait_for(process, 1 + 3 * attempt)
        time.sleep(chance.random() * 0.03)
        children = psutil.Process(process.pid).children()
        process.kill()
        process.communicate()
        _, alive = psutil.wait_procs(children, timeout=5)
        assert children
        assert not alive, "a worker outlived its run"
        (folder,) = tmp_path.glob("walk/random-walk/*")
        files = sorted(folder.glob("*.json"))
        assert all(json.loads(path.read_text()) for path in files)
        assert len(files) > 3 * attempt
    (line,) = store.runs()
    assert line.kept >= 10
    assert not line.finished
    add_rooms(ROOMS, monkeypatch)
    experiment = Catalogue(ROOMS).experiment("walk/random-walk")
    same = {"steps": "16", "walks": "5", "pause": "0.01"}
    resumed = run(experiment, seeds=12, settings=same, store=store)
    alone = run(experiment, seeds=12, settings=same, store=Store(tmp_path / "alone"))
    assert resumed.result["path"].tobytes() == alone.result["path"].tobytes()


def test_ctrl_c_keeps_what_finished(tmp_path: Path) -> None:
    process = start(tmp_path, workers=1, pause=0.1, seeds=200)
    wait_for(process, 2)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, err = process.communicate(timeout=10)
    assert "Interrupted: Stopped" in err
    (line,) = Store(tmp_path).runs()
    assert 2 <= line.kept < 200
    assert not line.finished
