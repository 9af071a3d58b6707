"""Guard mode: what the learner's tests are worth."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from palaestra.grader import GuardReport, Worker, try_guard
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal

HEAD = "import numpy as np\nfrom palaestra.systems.averages.means import weighted_mean\n\n"
VALUE = "def test_value():\n    assert weighted_mean(np.array([1.0, 2.0]), np.array([1.0, 3.0])) == 1.75\n"
NOTHING = "def test_nothing():\n    assert weighted_mean(np.ones(2), np.zeros(2)) == 0.0\n"
Guarding = Callable[[str], GuardReport]


@pytest.fixture
def guard(weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> Guarding:
    def guard(text: str) -> GuardReport:
        file = tmp_path / "test_weighted_mean.py"
        file.write_text(text)
        return try_guard(weighted_mean, file, worker=worker)

    return guard


def test_sharp_tests_catch_what_is_asked(guard: Guarding) -> None:
    report = guard(HEAD + VALUE)
    assert report.holds
    assert report.caught == ("ignores-weights", "divides-by-count", "divides-by-count-less-one")
    assert report.survived == ("nan-for-nothing",)


def test_sharper_tests_catch_them_all(guard: Guarding) -> None:
    with_warning = NOTHING.replace("assert", "with np.errstate(all='ignore'):\n        assert")
    assert guard(HEAD + VALUE + with_warning).survived == ()


def test_blunt_tests_catch_nothing(guard: Guarding) -> None:
    report = guard(HEAD + "def test_there():\n    assert callable(weighted_mean)\n")
    assert not report.holds
    assert report.caught == ()
    assert len(report.survived) == 4


def test_a_test_that_fails_on_the_right_code_is_shown_and_nothing_is_caught(guard: Guarding) -> None:
    report = guard(HEAD + VALUE + "def test_wrong():\n    x = 1\n    assert weighted_mean([1.0], [1.0]) == 2.0\n")
    assert not report.holds
    assert list(report.failing) == ["test_wrong"]
    assert "line 8" in report.failing["test_wrong"]
    assert "AssertionError" in report.failing["test_wrong"]
    assert (report.caught, report.survived) == ((), ())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (HEAD, "no function whose name starts with test_"),
        (HEAD + "import os\ndef test_exit():\n    os._exit(0)\n", "did not come to an end"),
        (HEAD + "def test_loop():\n    while True: pass\n", "timed out"),
    ],
)
def test_tests_that_cannot_be_run_say_why(text: str, what: str, guard: Guarding) -> None:
    report = guard(text)
    assert not report.holds
    assert what in report.problem


def test_a_file_that_cannot_be_imported_is_one_failing_test(guard: Guarding) -> None:
    report = guard("import nothing_of_that_name\n")
    assert list(report.failing) == ["(the file itself)"]
    assert "ModuleNotFoundError" in report.failing["(the file itself)"]


def test_variants_count_once_and_only_when_all_are_caught(
    weighted_mean: Exercise, worker: Worker, tmp_path: Path
) -> None:
    one = replace(weighted_mean.mistake("nan-for-nothing"), variant_of="ignores-weights")
    rest = tuple(each for each in weighted_mean.mistakes if each.id != one.id)
    exercise = replace(weighted_mean, mistakes=(*rest, one))
    file = tmp_path / "test_it.py"
    file.write_text(HEAD + VALUE)
    report = try_guard(exercise, file, worker=worker)
    assert report.survived == ("ignores-weights",)
    assert len(report.caught) == 2


def test_an_exercise_without_a_guard_task_and_a_broken_file_are_refused(
    running_add: Exercise, weighted_mean: Exercise, worker: Worker, tmp_path: Path
) -> None:
    file = tmp_path / "test_it.py"
    file.write_text("def test_(:\n")
    with pytest.raises(Refusal, match="no guard task"):
        try_guard(running_add, file, worker=worker)
    with pytest.raises(Refusal, match="line 1"):
        try_guard(weighted_mean, file, worker=worker)
    with pytest.raises(Refusal, match="There is no file"):
        try_guard(weighted_mean, tmp_path / "nothing.py", worker=worker)
