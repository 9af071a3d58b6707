"""Worker processes: as many as wanted give the same numbers, and one that dies takes only its seed along."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from palaestra.kit.experiment import Experiment
from palaestra.kit.seeding import stream
from palaestra.lab import LocalWorkers, Outcome, SeedsCrashed, Store, run

QUICK = {"steps": "16", "walks": "5"}


def numbers(outcome: Outcome) -> dict[str, bytes]:
    return {name: values.tobytes() for name, values in outcome.result.values.items()}


def at_work() -> list[psutil.Process]:
    """The worker processes this one has started and that still run."""
    children = psutil.Process(os.getpid()).children()
    living = [each for each in children if each.status() != psutil.STATUS_ZOMBIE]
    return [each for each in living if "palaestra.lab.worker" in each.cmdline()]


def test_any_number_of_workers_gives_the_same_bits(experiment: Experiment, tmp_path: Path) -> None:
    outcomes = [
        run(experiment, seeds=5, settings=QUICK, workers=count, store=Store(tmp_path / str(count)))
        for count in (1, 2, 3)
    ]
    first = numbers(outcomes[0])
    assert set(first) == {"end", "square", "path"}
    assert all(numbers(each) == first for each in outcomes)
    assert len({each.job.key for each in outcomes}) == 1
    assert outcomes[0].measures == outcomes[2].measures


def test_a_crew_serves_one_run_after_another_with_the_same_processes(experiment: Experiment, tmp_path: Path) -> None:
    alone = run(experiment, seeds=2, settings=QUICK, store=Store(tmp_path / "alone"))
    with LocalWorkers(experiment) as crew:
        runs, workers = [], []
        for name in ("first", "second"):
            runs.append(run(experiment, seeds=2, settings=QUICK, store=Store(tmp_path / name), crew=crew))
            workers.append(at_work())
    assert workers[0] == workers[1] != []
    assert all(numbers(each) == numbers(alone) for each in runs)
    assert at_work() == []


def test_a_crashed_seed_is_reported_and_the_others_are_kept(experiment: Experiment, store: Store) -> None:
    with pytest.raises(SeedsCrashed) as red:
        run(experiment, seeds=4, settings={**QUICK, "crash_at": "3,1"}, workers=2, store=store)
    assert [each.seed for each in red.value.crashes] == [1, 3]
    assert red.value.done == 2
    crash = red.value.crashes[0]
    assert crash.error == "ZeroDivisionError: seed 1 was told to crash"
    assert all("random_walk.py" in frame for frame in crash.frames)
    assert "raise ZeroDivisionError" in crash.frames[-1]
    assert set(store.kept(red.value.job)) == {0, 2}
    assert [(run.kept, run.finished) for run in store.runs()] == [(2, "")]


def test_a_seed_that_takes_its_worker_along_is_reported_and_the_others_are_kept(
    experiment: Experiment, store: Store
) -> None:
    with pytest.raises(SeedsCrashed) as red:
        run(experiment, seeds=4, settings={**QUICK, "die_at": "1"}, store=store)
    assert [each.error for each in red.value.crashes] == ["the worker process ended with exit code 7"]
    assert set(store.kept(red.value.job)) == {0, 2, 3}


def test_a_killed_worker_is_one_crashed_seed(experiment: Experiment, tmp_path: Path) -> None:
    store = Store(tmp_path)

    def shoot(_: object) -> None:
        if shots:
            return
        shots.append(True)
        for child in at_work():
            child.send_signal(signal.SIGKILL)

    shots: list[bool] = []
    same = {"steps": "16", "walks": "5", "pause": "0.2"}
    with pytest.raises(SeedsCrashed) as red:
        run(experiment, seeds=3, settings=same, store=store, progress=shoot)
    assert [each.error for each in red.value.crashes] == ["the worker process ended by signal 9"]
    assert red.value.done == 2
    assert len(run(experiment, seeds=3, settings=same, store=store).result.seeds) == 3


def test_large_measurements_pass_through_the_pipes_whole(experiment: Experiment, store: Store) -> None:
    module = experiment.folder / "random_walk.py"
    large = '"large": stream(seed, "large").random(100_000), "path"'
    module.write_text(module.read_text().replace('"path": paths', large + ": paths"))
    outcome = run(experiment, seeds=2, settings=QUICK, workers=2, store=store)
    assert outcome.result["large"][1].tobytes() == stream(1, "large").random(100_000).tobytes()
    assert set(outcome.measures) == {"square-grows", "no-side", "far-off"}
