"""`--pdb` stops in the learner's own file, at the call that fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from palaestra.grader import Worker
from palaestra.grader.protocol import Job
from palaestra.kit.exercise import Exercise


def session(exercise: Exercise, worker: Worker, file: Path, rung: str, keys: str) -> str:
    job = Job("stop", exercise, worker.tree(exercise), file, exercise.seconds, worker.memory)
    command = [sys.executable, "-P", "-m", "palaestra.grader.stopping", job.to_line().strip().decode(), rung]
    environment = dict(worker.environment(job.tree))
    done = subprocess.run(command, input=keys, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


WRONG = "def weighted_mean(values, weights):\n    half = 0.5\n    return half * (values * weights).sum()\n"


def test_it_stops_on_the_first_line_of_the_failing_call(
    weighted_mean: Exercise, worker: Worker, tmp_path: Path
) -> None:
    file = tmp_path / "answer.py"
    file.write_text(WRONG)
    said = session(weighted_mean, worker, file, "unequal", "p weights.tolist()\nn\np half\nq\n")
    assert f"{file}(2)weighted_mean()" in said
    assert "[1.0, 3.0]" in said
    assert "-> return half" in said
    assert "\n(Pdb) 0.5\n" in said
    assert "checks.py" not in said


def test_an_exception_is_stopped_at_and_told(weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text("def weighted_mean(values, weights):\n    return values / None\n")
    said = session(weighted_mean, worker, file, "equal", "c\nc\nc\n")
    assert "TypeError" in said


def test_a_check_without_a_call_is_stopped_in_too(running_add: Exercise, worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text("class Running:\n    def add(self, value):\n        self.count += 1\n        self.mean = value\n")
    said = session(running_add, worker, file, "later", "p value\nq\n")
    assert f"{file}(3)add()" in said
    assert "(Pdb) 1.0" in said


@pytest.mark.parametrize("keys", ["", "q\n"])
def test_the_end_of_input_ends_it(keys: str, weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text(WRONG)
    session(weighted_mean, worker, file, "unequal", keys)
