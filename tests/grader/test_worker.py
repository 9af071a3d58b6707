"""The worker: warm between checks, used from threads, gone when its parent is."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from palaestra.grader import Judgement, Verdict, Worker, check, processes
from palaestra.grader import worker as grader_worker
from palaestra.grader.checking import known_texts, reference_text
from palaestra.grader.kept import KeptAnswers
from palaestra.kit.exercise import Exercise

SLEEPS = "import time\ndef weighted_mean(values, weights):\n    time.sleep(300)\n"


def marked(mark: str) -> list[int]:
    found: list[int] = []
    for process in psutil.process_iter():
        try:
            if mark in process.environ().values() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def test_a_worker_stays_warm_and_leaves_nothing_behind(weighted_mean: Exercise, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text(reference_text(weighted_mean))
    with Worker(cache=tmp_path / "trees") as worker:
        assert check(weighted_mean, file, worker=worker).passed
        server, scratch = worker.server_process, worker.scratch
        assert check(weighted_mean, file, worker=worker).passed
        assert worker.server_process == server
    assert not scratch.exists()
    assert marked(worker.mark) == []


def test_threads_share_a_worker(weighted_mean: Exercise, running_add: Exercise, worker: Worker, tmp_path: Path) -> None:
    found: dict[int, Judgement] = {}

    def judge(number: int) -> None:
        exercise = (weighted_mean, running_add)[number % 2]
        file = tmp_path / f"answer{number}.py"
        wrong = known_texts(exercise)[exercise.mistakes[0].id]
        file.write_text(wrong if number % 3 else reference_text(exercise))
        found[number] = check(exercise, file, worker=worker)

    threads = [threading.Thread(target=judge, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [found[number].passed for number in range(6)] == [True, False, False, True, False, False]
    assert [found[number].mistake for number in (1, 2)] == ["forgets-to-divide", "ignores-weights"]


def test_when_the_parent_is_killed_everything_below_goes_too(weighted_mean: Exercise, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text(SLEEPS)
    program = textwrap.dedent(
        f"""
        from dataclasses import replace
        from pathlib import Path
        from palaestra.grader import Worker, check
        from palaestra.kit.catalogue import Catalogue
        worker = Worker(cache=Path({str(tmp_path / "trees")!r}))
        print(worker.mark, flush=True)
        exercise = replace(Catalogue.installed().exercise({weighted_mean.id!r}), seconds=300)
        check(exercise, Path({str(file)!r}), worker=worker)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    mark = parent.stdout.readline().strip()
    wait_until(lambda: len(marked(mark)) >= 2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not marked(mark))


def break_tree(tree: Path) -> None:
    broken = tree / "palaestra" / "grader" / "candidate.py"
    broken.unlink()
    broken.write_text("raise ImportError('broken on purpose')\n")


def test_a_damaged_tree_is_made_anew(weighted_mean: Exercise, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text(reference_text(weighted_mean))
    with Worker(cache=tmp_path / "trees") as worker:
        break_tree(worker.tree(weighted_mean))
        assert check(weighted_mean, file, worker=worker).passed


def test_a_server_that_cannot_start_is_no_verdict(
    weighted_mean: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answer.py"
    file.write_text(reference_text(weighted_mean))
    stage = grader_worker.stage_tree

    def stage_broken(exercise: Exercise, cache: Path) -> Path:
        tree = stage(exercise, cache)
        break_tree(tree)
        return tree

    monkeypatch.setattr(grader_worker, "stage_tree", stage_broken)
    with (
        Worker(cache=tmp_path / "trees") as worker,
        pytest.raises(grader_worker.GraderBrokeError, match="broken on purpose"),
    ):
        check(weighted_mean, file, worker=worker)


def wait_until(holds: object, seconds: float = 30.0) -> None:
    assert callable(holds)
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_an_interrupt_ends_the_run(weighted_mean: Exercise, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text(SLEEPS)
    with Worker(cache=tmp_path / "trees") as worker:
        timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            check(replace(weighted_mean, seconds=300), file, worker=worker)
        timer.join()
        assert marked(worker.mark) == []
        file.write_text(reference_text(weighted_mean))
        assert check(weighted_mean, file, worker=worker).passed


def test_without_proc_descendants_are_found_and_weighed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way of macOS, on whatever this is."""
    grandchild = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(30)'])"
    child = subprocess.Popen([sys.executable, "-c", grandchild])
    try:
        wait_until(lambda: len(processes.descendants(child.pid)) == 1)
        by_proc = processes.descendants(child.pid)
        held = processes.resident_bytes(by_proc)
        monkeypatch.setattr(processes, "LINUX", False)
        monkeypatch.setattr(processes, "_seen", set[int]())
        assert processes.descendants(child.pid) == by_proc
        assert processes.resident_bytes(by_proc) == pytest.approx(held, rel=0.3)
        psutil.Process(by_proc[0]).kill()
        wait_until(lambda: not processes.descendants(child.pid))
    finally:
        child.kill()
        child.wait()


def test_answers_are_kept_only_when_complete_and_only_for_the_same_tree(tmp_path: Path) -> None:
    tree = tmp_path / "trees" / "exercise"
    tree.mkdir(parents=True)
    (tree / ".stripped").write_text("one")
    computed: list[bool] = []

    def compute(are_all: bool) -> tuple[list[float], bool]:
        computed.append(are_all)
        return [1.0, float("nan")], are_all

    KeptAnswers().get(tree, "text", {"draws": 2}, lambda: compute(False))
    KeptAnswers().get(tree, "text", {"draws": 2}, lambda: compute(True))
    assert computed == [False, True]
    again = KeptAnswers().get(tree, "text", {"draws": 2}, lambda: compute(True))
    assert computed == [False, True]
    assert str(again) == "[1.0, nan]"
    for other in (("other", {"draws": 2}), ("text", {"draws": 3})):
        KeptAnswers().get(tree, *other, lambda: compute(True))
    assert len(computed) == 4
    (tree / ".stripped").write_text("two")
    KeptAnswers().get(tree, "text", {"draws": 2}, lambda: compute(True))
    assert len(computed) == 5
    for each in (tree.parent / "answers").iterdir():
        each.write_text("torn")
    KeptAnswers().get(tree, "text", {"draws": 2}, lambda: compute(True))
    assert len(computed) == 6


def test_a_verdict_does_not_depend_on_what_was_judged_before(
    weighted_mean: Exercise, worker: Worker, tmp_path: Path
) -> None:
    file = tmp_path / "answer.py"
    for text, verdict in (
        ("import numpy\nnumpy.float64 = None\n" + reference_text(weighted_mean), None),
        (reference_text(weighted_mean), Verdict.PASSED),
    ):
        file.write_text(text)
        judgement = check(weighted_mean, file, worker=worker)
        assert verdict is None or judgement.verdict is verdict
