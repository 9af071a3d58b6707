"""Debug mode: the drill hides one mistake, and is judged by mend, line and name."""

import ast
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from palaestra.grader import DebugReport, Worker, faulty_module, judge_debug, lay_drill
from palaestra.grader.debugging import RECORD, Drill, faulty_lines
from palaestra.kit.exercise import Drill as DrillWords
from palaestra.kit.exercise import Exercise
from palaestra.kit.holes import rooms
from palaestra.kit.refusal import Refusal

FAULT = "    return float((values * weights).sum() / len(values))\n"
MEND = "    total = weights.sum()\n    return float((values * weights).sum() / total) if total else 0.0\n"


@pytest.fixture
def drill(weighted_mean: Exercise, tmp_path: Path) -> Drill:
    only = DrillWords("drift", ("drift",), ("divides-by-count",))
    laid = lay_drill(replace(weighted_mean, debug=only))
    (tmp_path / laid.file_name).write_text(laid.text)
    (tmp_path / RECORD).write_text(laid.record)
    return laid


def judged(exercise: Exercise, worker: Worker, folder: Path, text: str = "", **said: int | str) -> DebugReport:
    if text:
        (folder / "means.py").write_text(text)
    return judge_debug(exercise, folder, worker=worker, **said)  # type: ignore[arg-type]


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_module_is_the_rooms_with_the_mistake_in_its_place(weighted_mean: Exercise, drill: Drill) -> None:
    original, _ = rooms.source(weighted_mean.module)
    assert FAULT in drill.text
    assert "class Running" in drill.text
    assert '"""The mean of `values` under `weights`; 0.0 when' in drill.text  # its absence would give the hole away
    rest = [ast.dump(each) for each in ast.parse(original).body if getattr(each, "name", "") != "weighted_mean"]
    assert rest == [
        ast.dump(each) for each in ast.parse(drill.text).body if getattr(each, "name", "") != "weighted_mean"
    ]


def test_a_method_keeps_its_class_and_its_docstring(running_add: Exercise) -> None:
    text = faulty_module(running_add, "forgets-to-divide")
    assert "self.mean += value - self.mean\n" in text
    assert "def summary" in text
    assert "Take one more value into the mean." in text
    assert faulty_lines(running_add, "forgets-to-divide") == {line_of(text, "self.mean += value")}


def test_the_record_does_not_tell_the_name(weighted_mean: Exercise, drill: Drill) -> None:
    words = json.loads(drill.record)
    assert set(words) == {"salt", "hash", "given"}
    assert not any(each.id in drill.record for each in weighted_mean.mistakes)
    assert lay_drill(weighted_mean).record != lay_drill(weighted_mean).record


def test_the_choice_is_seeded_by_whoever_asks(weighted_mean: Exercise) -> None:
    assert weighted_mean.debug is not None
    chosen = {lay_drill(weighted_mean, random.Random(seed)).mistake for seed in range(20)}
    assert chosen == set(weighted_mean.debug.mistakes)


def test_an_unmended_module_is_wrong_and_says_so_without_the_name(
    weighted_mean: Exercise, drill: Drill, worker: Worker, tmp_path: Path
) -> None:
    report = judged(weighted_mean, worker, tmp_path)
    assert not report.holds
    assert report.judgement.rung == "unequal"
    assert report.judgement.mistake is None
    assert report.to_json()["mistake"] is None


def test_a_mended_module_with_the_right_line_and_name_holds(
    weighted_mean: Exercise, drill: Drill, worker: Worker, tmp_path: Path
) -> None:
    line = line_of(drill.text, "len(values)")
    mended = drill.text.replace(FAULT, MEND)
    report = judged(weighted_mean, worker, tmp_path, mended, line=line, mistake="divides-by-count")
    assert report.holds
    assert (report.line_right, report.name_right, report.changed_elsewhere) == (True, True, False)
    assert report.to_json()["mistake"] == "divides-by-count"
    assert judged(weighted_mean, worker, tmp_path, mended, line=line + 1).line_right  # the mend's own second line


def test_a_wrong_line_or_name_does_not_hold(
    weighted_mean: Exercise, drill: Drill, worker: Worker, tmp_path: Path
) -> None:
    mended = drill.text.replace(FAULT, MEND)
    report = judged(weighted_mean, worker, tmp_path, mended, line=2, mistake="ignores-weights")
    assert report.judgement.passed
    assert not report.holds
    assert (report.line_right, report.name_right) == (False, False)


def test_lines_may_move_and_imports_may_join(
    weighted_mean: Exercise, drill: Drill, worker: Worker, tmp_path: Path
) -> None:
    mended = drill.text.replace("import numpy as np\n", "import math\n\nimport numpy as np\n")
    mended = mended.replace(FAULT, "    total = math.fsum(weights)\n" + MEND.splitlines(keepends=True)[1])
    report = judged(weighted_mean, worker, tmp_path, mended, line=line_of(mended, "math.fsum"))
    assert report.holds, report
    assert report.changed_elsewhere  # the import


def test_a_traceback_has_the_modules_own_line_numbers(
    weighted_mean: Exercise, drill: Drill, worker: Worker, tmp_path: Path
) -> None:
    broken = drill.text.replace(FAULT, "    return 1 / 0\n")
    report = judged(weighted_mean, worker, tmp_path, broken)
    assert f"line {line_of(broken, '1 / 0')}, in weighted_mean" in report.judgement.traceback


def test_a_method_is_mended_in_its_class(running_add: Exercise, worker: Worker, tmp_path: Path) -> None:
    exercise = replace(running_add, debug=DrillWords("drift", ("drift",), ("forgets-to-divide",)))
    laid = lay_drill(exercise)
    (tmp_path / RECORD).write_text(laid.record)
    mended = laid.text.replace("self.mean += value - self.mean", "self.mean += (value - self.mean) / self.count")
    line = line_of(mended, "/ self.count")
    assert judged(exercise, worker, tmp_path, mended, line=line, mistake="forgets-to-divide").holds


@pytest.mark.parametrize(
    ("record", "what"), [("{}", "cannot be read"), ("not json", "cannot be read"), (None, "There is no drill")]
)
def test_a_folder_without_a_drill_is_refused(
    record: str | None, what: str, weighted_mean: Exercise, worker: Worker, tmp_path: Path
) -> None:
    if record is not None:
        (tmp_path / RECORD).write_text(record)
    with pytest.raises(Refusal, match=what):
        judge_debug(weighted_mean, tmp_path, worker=worker)


def test_a_module_that_lost_its_hole_or_its_syntax_is_refused(
    weighted_mean: Exercise, drill: Drill, worker: Worker, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="has no weighted_mean any more"):
        judged(weighted_mean, worker, tmp_path, drill.text.replace("def weighted_mean", "def other"))
    with pytest.raises(Refusal, match="was never closed"):
        judged(weighted_mean, worker, tmp_path, drill.text.replace(FAULT, "    return (\n"))


def test_a_whole_module_cannot_be_a_drill(weighted_mean: Exercise) -> None:
    with pytest.raises(Refusal, match="cannot be a drill"):
        lay_drill(replace(weighted_mean, hole="means"))


def test_an_exercise_without_a_drill_is_refused(running_add: Exercise) -> None:
    with pytest.raises(Refusal, match="no debug drill"):
        lay_drill(running_add)
