"""`start`, `check`, `hint`, `solution`, `debug`, `guard`, `mistakes` on the command line, with a tiny room."""

import json
import os
import pty
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palaestra.app.cli.practise_screen import WIDTH, Screen
from palaestra.app.practising import Practising
from palaestra.grader import Judgement, Verdict
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.checks import Check
from palaestra.practice.folder import PracticeFolder, default_path
from tests.rooms import add_rooms
from tests.said import Call

ROOMS = Path(__file__).parent.parent / "grader" / "rooms"
MEAN = "averages/weighted-mean"
HEAD = "import numpy as np\n\n\ndef weighted_mean(values, weights):\n"
RIGHT = f"{HEAD}    total = weights.sum()\n    return float((values * weights).sum() / total) if total else 0.0\n"
IGNORES = f"{HEAD}    return float(values.mean()) if weights.sum() else 0.0\n"
COUNTS = f"{HEAD}    return float((values * weights).sum() / len(values))\n"
TINY = """
id = "tiny"
title = "Tiny"
author = "us"
date = "2026"
source = "here"
summary = "One module."
[[stages]]
id = "only"
title = "Only"
objective = "One thing."
[[stages.modules]]
id = "one"
title = "One"
why = "To have one."
system = "averages"
exercises = ["averages/weighted-mean"]
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def folder(practice_folder_of_its_own: None, cache: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    add_rooms(ROOMS, monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    return PracticeFolder.create(default_path())


@pytest.fixture
def write(folder: PracticeFolder) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = folder.exercise_path(MEAN)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    return write


Write = Callable[[str], Path]


def attempts(folder: PracticeFolder) -> list[dict[str, Any]]:
    return [dict(each.facts) for each in reversed(folder.index().events("attempt"))]


def test_start_writes_the_stub_and_never_over_it(call: Call, folder: PracticeFolder) -> None:
    said = call("start", MEAN)
    file = folder.exercise_path(MEAN)
    assert (said.code, said.last) == (0, f"next: palaestra check {MEAN} --watch")
    assert str(file) in said.out
    assert "raise NotImplementedError" in file.read_text()
    file.write_text("mine = 1\n")
    said = call("start", MEAN)
    assert "stays as it is" in said.out
    assert file.read_text() == "mine = 1\n"
    data = call("start", MEAN, "--again", "--json").data
    assert Path(data["copy"]).read_text() == "mine = 1\n"
    assert data["written"]
    assert "raise NotImplementedError" in file.read_text()


def test_an_unknown_exercise_is_refused_with_the_nearest(call: Call) -> None:
    for command in ("start", "check", "hint", "solution", "debug", "guard"):
        said = call(command, "averages/weighted-men")
        assert said.code == 2, command
        assert "averages/weighted-mean" in said.err, command


def test_a_check_before_the_start_is_not_started(call: Call) -> None:
    for how in ((), ("--pdb",)):
        said = call("check", MEAN, *how)
        assert said.code == 1
        assert "not started" in said.out
        assert said.out.rstrip().endswith(f"palaestra start {MEAN}")
    assert json.loads(call("check", MEAN, "--json").out)["verdict"] == "not_started"


def test_watching_nothing_is_refused(call: Call) -> None:
    said = call("check", MEAN, "--watch")
    assert said.code == 2
    assert f"palaestra start {MEAN}" in said.err


def test_the_stub_is_not_started_and_no_attempt(call: Call, folder: PracticeFolder) -> None:
    call("start", MEAN)
    said = call("check", MEAN)
    assert said.code == 1
    assert said.out.startswith(f". {MEAN}  not started")
    assert attempts(folder) == []


def test_the_first_failure_shows_evidence_the_second_the_name(call: Call, write: Write, folder: PracticeFolder) -> None:
    write(COUNTS)
    first = call("check", MEAN)
    assert first.code == 1
    assert first.out.splitlines()[0] == f"x {MEAN}  rung 2/3"
    assert '"a value with three times the weight counts three times"  (1 holds)' in first.out
    assert "  call       weighted_mean([1, 2], [1, 3])" in first.out
    assert "  expected   1.75      got 3.5      (atol 1e-09; by hand)" in first.out
    assert "divides-by-count" not in first.out
    assert "--name" in first.out
    assert "divides-by-count" not in call("check", MEAN).out  # the same file again is no second failure
    write(IGNORES)
    second = call("check", MEAN)
    assert "  mistake    ignores-weights: a mean is a mean" in second.out
    assert "  teaches    The weights say how often each value counts." in second.out
    assert [each["mistake"] for each in attempts(folder)] == ["divides-by-count", "ignores-weights"]
    assert all(len(line) <= WIDTH for line in (first.out + second.out).splitlines())


def test_the_name_comes_on_request_and_by_setting(call: Call, write: Write, folder: PracticeFolder) -> None:
    write(COUNTS)
    assert "divides-by-count" in call("check", MEAN, "--name").out
    folder.change_settings(diagnosis="at once")
    folder.log.append("attempt", exercise=MEAN, mode="build", verdict="passed", digest="x")
    assert "divides-by-count" in call("check", MEAN).out


def test_no_known_mistake_is_said_when_a_name_is_due(call: Call, write: Write) -> None:
    write(f"{HEAD}    return float(values.max())\n")
    assert "mistake" not in call("check", MEAN).out.replace("known mistake", "")
    assert "No known mistake gives these answers" in call("check", MEAN, "--name").out
    write(f"{HEAD}    return float(values.min())\n")
    assert "--pdb" in call("check", MEAN).out


def test_the_json_always_names_and_its_keys_are_stable(call: Call, write: Write) -> None:
    write(COUNTS)
    said = call("check", MEAN, "--json")
    assert said.code == 1
    assert list(said.data)[:6] == ["exercise", "verdict", "rung", "rungs", "mistake", "seconds"]
    assert said.data["mistake"] == "divides-by-count"
    assert (said.data["verdict"], said.data["rung"], said.data["rungs"]) == ("wrong", "unequal", 3)


def test_passing_is_recorded_with_its_help(call: Call, write: Write, folder: PracticeFolder) -> None:
    write(RIGHT)
    said = call("check", MEAN)
    assert said.code == 0
    assert said.out.startswith(f"ok {MEAN}  3 rungs hold")
    assert said.last.endswith("palaestra run averages/drift --mine")
    facts = attempts(folder)[-1]
    assert (facts["verdict"], facts["help"], facts["rung"], facts["rungs"]) == ("passed", "alone", 3, 3)
    assert facts["file"] == "exercises/averages/weighted_mean.py"
    call("hint", MEAN)
    call("check", MEAN)
    assert attempts(folder)[-1]["help"] == "hints"
    call("check", MEAN, "--help-by", "model")
    assert attempts(folder)[-1]["help"] == "model"
    call("solution", MEAN, "--yes")
    call("check", MEAN)
    assert attempts(folder)[-1]["help"] == "solution"
    assert call("check", MEAN, "--help-by", "nobody").code == 2


def test_passing_all_of_a_module_is_a_state_of_its_own(call: Call, write: Write, folder: PracticeFolder) -> None:
    (folder.root / "curricula").mkdir()
    (folder.root / "curricula" / "tiny.toml").write_text(TINY)
    folder.change_settings(curriculum="tiny")
    write(RIGHT)
    call("check", MEAN)
    assert [each.facts["module"] for each in folder.index().events("state")] == ["tiny/one"]


def test_the_same_verdict_on_the_same_file_is_recorded_once(call: Call, write: Write, folder: PracticeFolder) -> None:
    write(RIGHT)
    call("check", MEAN)
    call("check", MEAN)
    assert len(attempts(folder)) == 1


def test_hints_come_one_by_one_and_are_recorded(call: Call, folder: PracticeFolder) -> None:
    assert call("hint", MEAN).out.startswith("  1 of 3     What does each value count?")
    assert call("hint", MEAN, "--json").data == {
        "exercise": MEAN,
        "number": 2,
        "of": 3,
        "hint": "Divide by the weights' sum.",
    }
    assert call("hint", MEAN).last == f"next: palaestra check {MEAN}"
    assert "3 of 3" in call("hint", MEAN).out
    assert [each.facts["number"] for each in reversed(folder.index().events("hint"))] == [1, 2, 3]


def test_the_solution_is_asked_for_shown_and_recorded(call: Call, folder: PracticeFolder) -> None:
    said = call("solution", MEAN, "--yes")
    assert "return float((values * weights).sum() / total)" in said.out
    assert len(folder.index().events("solution")) == 1
    assert call("solution", MEAN, "--json").data["code"].startswith("from __future__")


def test_mistakes_met_are_listed_with_what_they_teach(call: Call, write: Write) -> None:
    assert "no known mistake yet" in call("mistakes").out
    write(COUNTS)
    call("check", MEAN)
    (met,) = call("mistakes", MEAN, "--json").data
    assert (met["exercise"], met["mistake"], met["times"]) == (MEAN, "divides-by-count", 1)
    assert "A weighted mean divides by the weights' sum." in call("mistakes").out


def test_code_from_elsewhere_with_and_without_an_adapter(call: Call, tmp_path: Path, folder: PracticeFolder) -> None:
    theirs = tmp_path / "theirs.py"
    theirs.write_text("def average(*, w, v):\n    return float(sum(w * v) / sum(w)) if sum(w) else 0.0\n")
    said = call("check", MEAN, "--from", f"{theirs}:average")
    assert said.code == 1
    assert "does not fit the signature" in said.out
    assert "return theirs(...)" in said.out
    assert "--adapt adapter.py" in said.last
    adapter = tmp_path / "adapter.py"
    adapter.write_text("def weighted_mean(values, weights):\n    return theirs(w=weights, v=values)\n")
    said = call("check", MEAN, "--from", f"{theirs}:average", "--adapt", str(adapter), "--json")
    assert (said.code, said.data["verdict"]) == (0, "passed")
    assert attempts(folder)[-1]["file"] == str(theirs)


@pytest.mark.parametrize("borrowed", ["theirs.py", ":average", "theirs.py:", "theirs.py:no name", ""])
def test_what_from_takes_is_said(borrowed: str, call: Call) -> None:
    said = call("check", MEAN, "--from", borrowed, "--adapt", "adapter.py")
    assert said.code == 2
    assert "FILE:NAME" in said.err


def test_without_a_practice_folder_code_from_elsewhere_is_still_judged(
    call: Call, tmp_path: Path, folder: PracticeFolder
) -> None:
    shutil.rmtree(folder.root)
    theirs = tmp_path / "theirs.py"
    theirs.write_text(RIGHT)
    assert call("check", MEAN, "--from", f"{theirs}:weighted_mean").code == 0
    assert call("check", MEAN).code == 2


def test_a_drill_is_laid_out_found_and_mended(call: Call, folder: PracticeFolder) -> None:
    said = call("debug", MEAN)
    place = folder.exercise_path(MEAN, "debug")
    module = place / "means.py"
    assert said.code == 0
    assert "| drift at | 10% | 25% | 50% | 75% | 100% |" in said.out
    text = module.read_text()
    name, fault = next(
        (name, fault)
        for name, fault in (
            ("ignores-weights", "    return float(np.mean(values)) if np.sum(weights) else 0.0\n"),
            ("divides-by-count", "    return float((values * weights).sum() / len(values))\n"),
        )
        if fault in text
    )
    said = call("debug", MEAN, "--check")
    assert said.code == 1
    assert name not in said.out
    module.write_text(text.replace(fault, "".join(RIGHT.splitlines(keepends=True)[4:])))
    line = str(1 + text[: text.index(fault)].count("\n"))
    said = call("debug", MEAN, "--check", "--line", line, "--mistake", "nan-for-nothing")
    assert said.code == 1
    assert "the line you point at is right" in said.out
    assert "the name you point at is not it" in said.out
    assert call("debug", MEAN, "--check", "--line", line, "--mistake", name, "--json").data["holds"]
    assert call("debug", MEAN, "--check", "--line", "1").code == 1
    assert [each["mode"] for each in attempts(folder)] == ["debug"] * 4
    before = module.read_text()
    assert "stays as it is" in call("debug", MEAN).out
    assert module.read_text() == before
    assert call("debug", MEAN, "--check", "--mistake", "no-such").code == 2


def test_a_guard_is_written_tried_and_told_what_it_lets_pass(call: Call, folder: PracticeFolder) -> None:
    said = call("guard", MEAN)
    file = folder.exercise_path(MEAN, "guard")
    assert said.last == f"next: palaestra guard {MEAN} --check"
    said = call("guard", MEAN, "--check")
    assert said.code == 1
    assert "0 of 4 known mistakes; 3 are asked for" in said.out
    assert "Say what the mean of nothing is." not in said.out
    assert "Say what the mean of nothing is." in call("guard", MEAN, "--check", "--survivors").out
    with file.open("a") as more:
        more.write("\n\ndef test_value():\n    x, w = np.array([1.0, 2.0]), np.array([1.0, 3.0])\n")
        more.write("    assert weighted_mean(x, w) == 1.75\n")
    said = call("guard", MEAN, "--check", "--json")
    assert said.code == 0
    assert said.data["caught"] == ["ignores-weights", "divides-by-count", "divides-by-count-less-one"]
    assert attempts(folder)[-1]["verdict"] == "passed"
    assert "stays as it is" in call("guard", MEAN).out
    assert "test_value" in file.read_text()


def test_watch_judges_every_save_and_obeys_keys(folder: PracticeFolder, write: Write) -> None:
    file = write(COUNTS)
    controller, terminal = pty.openpty()
    environment = {**os.environ, "PALAESTRA_HOME": str(folder.root), "COLUMNS": "80", "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-c", "from palaestra.app.cli import main; main()", "check", MEAN, "--watch"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        close_fds=True,
    )
    os.close(terminal)
    seen = Heard(controller)
    try:
        seen.until("expected   1.75")
        assert "divides-by-count" not in seen.text
        os.write(controller, b"m")
        seen.until("divides-by-count")
        os.write(controller, b"h")
        seen.until("What does each value count?")
        file.write_text(RIGHT)
        seen.until("3 rungs hold")
        os.write(controller, b"q")
        assert process.wait(timeout=30) == 0
        seen.until("next: palaestra run averages/drift --mine")
    finally:
        process.kill()
        process.wait()
        os.close(controller)
    assert [each["verdict"] for each in attempts(folder)] == ["wrong", "passed"]


class Heard:
    """What a terminal has printed so far."""

    def __init__(self, controller: int) -> None:
        self.text = ""
        self.controller = controller
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while arrived := os.read(self.controller, 4096):
                self.text += arrived.decode(errors="replace")
        except OSError:
            return

    def until(self, words: str, seconds: float = 60.0) -> None:
        give_up = time.monotonic() + seconds
        while words not in self.text:
            assert time.monotonic() < give_up, self.text
            time.sleep(0.05)


def test_a_screen_never_is_wider_than_80_columns() -> None:
    exercise = Catalogue(ROOMS).exercise(MEAN)
    check = Check("", False, "x" * 300, "y " * 300, "atol 1e-9", "f(" + "1, " * 200 + ")", "a source " * 20)
    judgement = Judgement(
        MEAN,
        Verdict.WRONG,
        3,
        "unequal",
        1,
        check,
        "because " * 30,
        "line 3, in f\n    " + "z" * 200,
        "printed " * 100 + "\n" * 50,
        "ignores-weights",
        (),
        0.1,
        "",
        ("a note " * 30,),
    )
    lines = Screen(exercise, name=True, next="think " * 30).lines(judgement)
    assert len(lines) < 50
    assert all(len(line) <= WIDTH for line in lines)


def test_help_older_than_a_week_no_longer_counts(folder: PracticeFolder) -> None:
    folder.log.append("solution", exercise=MEAN)
    week = 7 * 24 * 3600 * 10**9
    later = PracticeFolder.open(folder.root, clock=lambda: time.time_ns() + week + 10**9)
    assert Practising.at(MEAN, folder).help == "solution"
    assert Practising.at(MEAN, later).help == "alone"


def test_a_pass_leads_to_the_experiment_that_is_mostly_mine(folder: PracticeFolder) -> None:
    for name in ("ucb-bonus", "ucb1"):
        folder.log.append("attempt", exercise=f"bandits/{name}", mode="build", verdict="passed", rung=5, rungs=5)
    assert Practising.at("bandits/ucb1", folder).next_command() == "palaestra run bandits/ucb-testbed --mine"
