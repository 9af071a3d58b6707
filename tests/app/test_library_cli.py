"""`systems`, `run`, `claims`, `results` on the command line, with a tiny room."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

import palaestra.systems
from palaestra.app.cli import lab_session
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.holes import Fill
from palaestra.practice.folder import PracticeFolder
from tests.rooms import WALK as WALK_ROOM
from tests.rooms import add_copy
from tests.said import Call

WALK = "walk/random-walk"
QUICK = ("--set", "steps=16", "--set", "walks=5")
RIGHT = "def displace(position, draw, drift):\n    return position + (1.0 if draw < (1 + drift) / 2 else -1.0)\n"
HALF = "def unused(steps):\n    return steps / 2\n"

Pass = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("rooms", "in_this_process")


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return add_copy(WALK_ROOM, tmp_path, monkeypatch)


@pytest.fixture
def folder(rooms: Path) -> PracticeFolder:
    return PracticeFolder.create(os.environ["PALAESTRA_HOME"])


@pytest.fixture
def passed(folder: PracticeFolder) -> Pass:
    """Write the learner's file and record that it passed."""

    def write(name: str, source: str, help_used: str = "alone", verdict: str = "passed") -> Path:
        file = folder.exercise_path(f"walk/{name}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
        digest = Fill.of("palaestra.systems.walk.steps:displace", file).digest
        facts = {"exercise": f"walk/{name}", "mode": "build", "verdict": verdict, "help": help_used, "digest": digest}
        folder.log.append("attempt", **facts)
        return file

    return write


def test_systems_counts_what_is_built_and_lists_what_is_planned(call: Call) -> None:
    listed = call("systems", "--json").data
    assert all(list(each) == ["id", "title", "status", "exercises", "mistakes", "cards", "claims"] for each in listed)
    walk = next(each for each in listed if each["id"] == "walk")
    assert walk == {
        "id": "walk", "title": "A walk", "status": "built", "exercises": 3, "mistakes": 1, "cards": 0, "claims": 3,
    }  # fmt: skip
    planned = [each["id"] for each in listed if each["status"] == "planned"]
    assert {"tabular_rl", "safety_evals"} <= set(planned)
    ids = [each["id"] for each in listed]
    assert len(ids) == len(set(ids))
    said = call("systems")
    assert f"palaestra run {WALK}" in said.out
    assert said.last.startswith("next: palaestra claims")


def test_planned_names_every_room_to_come_once() -> None:
    import tomllib

    planned = tomllib.loads((Path(palaestra.systems.__path__[0]) / "planned.toml").read_text())["systems"]
    assert len({each["id"] for each in planned}) == len(planned) == 32
    assert all(each["title"] and each["what"].endswith(".") for each in planned)


def test_variants_of_one_misconception_count_once(call: Call, rooms: Path) -> None:
    words = rooms / "walk" / "exercises" / "displace.toml"
    table = '[[mistakes]]\nid = "{}"\nmisconception = "x"\nteaches = "y"\nrung = "both-ways"\n'
    words.write_text(words.read_text() + table.format("other") + table.format("two") + 'variant_of = "other"\n')
    walk = next(each for each in call("systems", "--json").data if each["id"] == "walk")
    assert walk["mistakes"] == 2


def test_run_shows_numbers_with_unit_n_and_interval(call: Call) -> None:
    said = call("run", WALK, *QUICK)
    assert said.code == 0
    assert "small preset, 4 seeds, fast path" in said.out
    assert "code: the reference" in said.out
    row = next(line for line in said.out.splitlines() if line.startswith("square"))
    assert row.endswith("4  squared steps")
    assert "[" in row
    assert "a path" in said.out
    assert "set by hand: steps = 16, walks = 5" in said.out
    assert said.last == f"next: palaestra run {WALK} --full"
    assert all(len(line) <= 80 for line in said.out.splitlines())
    assert said.out.isascii()


def test_run_as_json_has_stable_keys(call: Call) -> None:
    data = call("run", WALK, "--seeds", "2", *QUICK, "--json").data
    assert list(data) == [
        "experiment", "run", "preset", "config", "seeds", "engine", "whose", "filled", "left_out", "help", "seconds",
        "measurements", "claims",
    ]  # fmt: skip
    assert data["config"]["steps"] == 16
    assert (data["seeds"], data["engine"], data["whose"], data["claims"]) == (2, "fast", "the reference", [])
    assert list(data["measurements"][0]) == ["name", "unit", "value", "low", "high", "n", "level"]
    alone = call("run", WALK, "--seeds", "1", *QUICK, "--json").data["measurements"][0]
    assert alone["low"] is None


def test_a_full_run_is_judged_and_fails_with_exit_code_one(call: Call) -> None:
    said = call("run", WALK, "--full", "--workers", "2")
    assert said.code == 1
    assert "2 hold, 1 fail" in said.out
    assert "at least 100" in said.out
    assert said.last == f"next: palaestra claims {WALK}"
    listed = call("claims", "walk", "--json")
    assert listed.code == 1
    assert [each["holds"] for each in listed.data] == [True, True, False]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "walk/random-wlk"), "Did you mean walk/random-walk?"),
        (("run", WALK, "--set", "stepz=3"), "Did you mean steps?"),
        (("run", WALK, "--set", "steps=few"), "takes int values"),
        (("run", WALK, "--set", "steps"), "KEY=VALUE"),
        (("run", WALK, "--seeds", "0"), "not a number of seeds"),
        (("run", WALK, "--sabotage"), "Add --mine"),
        (("run", WALK, "--mine"), "palaestra init"),
        (("claims", "wakl"), "Did you mean walk?"),
        (("claims", "walk", "--measure", "medium"), "small or full"),
        (("results", "--compare", "a", "b"), "no result called 'a'"),
        (("results", "--compare", f"{WALK}/shipped", "b"), "no shipped result"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(call: Call, arguments: tuple[str, ...], says: str) -> None:
    said = call(*arguments)
    assert said.code == 2
    assert says in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_crash_names_the_seed_keeps_the_rest_and_exits_with_one(call: Call) -> None:
    said = call("run", WALK, *QUICK, "--set", "crash_at=2,9")
    assert said.code == 1
    assert "1 of 4 seeds crashed; 3 are kept." in said.err
    assert "seed 2: ZeroDivisionError" in said.err
    command = f"palaestra run {WALK} --set steps=16 --set walks=5 --set crash_at=2,9"
    assert said.err.rstrip().endswith(f"next: {command}")
    (line,) = call("results", "--json").data
    assert (line["kept"], line["seeds"], line["finished"]) == (3, 4, None)
    assert "3 of 4 seeds" in call("results").out


def test_claims_that_were_not_run_say_so_and_fail_nothing(call: Call) -> None:
    said = call("claims", "walk")
    assert said.code == 0
    assert said.out.count("not run") == 4  # three claims and the tally
    assert said.last == f"next: palaestra run {WALK} --full"
    assert [each["holds"] for each in call("claims", WALK, "--json").data] == [None] * 3


def test_claims_can_be_measured_now(call: Call) -> None:
    data = call("claims", "walk", "--measure", "small", "--json").data
    assert [each["got"]["n"] for each in data] == [4, 4, 4]


def test_shipped_results_are_judged_until_the_code_changes(call: Call, rooms: Path) -> None:
    assert "shipped:" in call("run", WALK, "--full", "--ship").err
    shutil.rmtree(os.environ["XDG_CACHE_HOME"])
    shipped = call("claims", "walk", "--json")
    assert (shipped.code, [each["holds"] for each in shipped.data]) == (1, [True, True, False])
    steps = rooms / "walk" / "steps.py"
    steps.write_text(steps.read_text().replace("else -1.0)", "else -1.1)"))
    stale = call("claims", "walk", "--json")
    assert stale.code == 0
    assert [(each["holds"], each["stale"]) for each in stale.data] == [(None, True)] * 3
    shown = call("claims", "walk")
    assert "3 stale" in shown.out
    assert "ok" not in shown.out.split()
    assert shown.last == f"next: palaestra run {WALK} --full"


def test_a_prediction_is_kept_before_the_run(
    call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "you predicted: about eight\n" in call("run", WALK, *QUICK, "--predict", "about eight").out
    asked: list[str] = []
    monkeypatch.setattr(typer, "prompt", lambda text, **_: asked.append(text) or "nine")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    call("run", WALK, *QUICK)
    assert len(asked) == 1
    assert asked[0].startswith("How far, as a root mean square?")
    call("run", WALK, *QUICK, "--yes")
    call("run", WALK, *QUICK, "--json")
    assert len(asked) == 1
    kinds = [each.kind for each in folder.log.read().events if each.kind in ("prediction", "result")]
    assert kinds == ["prediction", "result", "prediction", "result", "result", "result"]
    assert [each.facts["says"] for each in folder.index().events("prediction")] == ["nine", "about eight"]


def test_mine_runs_what_has_passed_and_says_with_what_help(call: Call, passed: Pass, folder: PracticeFolder) -> None:
    file = passed("displace", RIGHT, "hints")
    said = call("run", WALK, *QUICK, "--mine")
    assert said.code == 0
    assert "mine: 1 of 3 holes, through the readable path" in said.out
    assert "walk/spread: the reference (not started)" in said.out
    assert "code: mine: 1 of 3 holes, help: hints" in said.out
    assert "The first seed took" in said.out
    (event,) = folder.index().events("result")
    assert event.facts["experiment"] == WALK
    assert (event.facts["mine"], event.facts["help"]) == ("mine: 1 of 3 holes", "hints")
    assert event.facts["files"] == {"walk/displace": Fill.of("palaestra.systems.walk.steps:displace", file).digest}
    kept = folder.root / event.facts["path"]
    assert kept.is_relative_to(folder.root / "results")
    assert (kept / "result.json").exists()


def test_a_file_that_has_not_passed_as_it_is_now_is_left_out(call: Call, passed: Pass) -> None:
    file = passed("displace", RIGHT)
    file.write_text(RIGHT + "\n# one more thought\n")
    said = call("run", WALK, "--mine")
    assert said.code == 2
    assert "palaestra check walk/displace" in said.err
    passed("spread", "def expected_square(steps):\n    return float(steps)\n")
    data = call("run", WALK, *QUICK, "--mine", "--json").data
    assert data["left_out"] == {"walk/displace": "changed since it passed", "walk/unused": "not started"}
    assert list(data["filled"]) == ["walk/spread"]
    passed("displace", RIGHT, verdict="wrong")
    passed("displace", RIGHT.replace("1.0 if", "1. if"), verdict="wrong")
    left_out = call("run", WALK, *QUICK, "--mine", "--json").data["left_out"]
    assert left_out["walk/displace"] == "changed since it passed"


def test_a_hole_that_is_never_called_fails_the_run(call: Call, passed: Pass, folder: PracticeFolder) -> None:
    passed("displace", RIGHT)
    passed("unused", HALF)
    said = call("run", WALK, *QUICK, "--mine")
    assert said.code == 1
    assert "walk/unused was never called" in said.err
    assert folder.index().events("result") == []


def test_a_hole_that_my_other_code_replaces_is_left_out_and_the_run_goes_on(
    call: Call, rooms: Path, passed: Pass
) -> None:
    room = rooms / "walk" / "spread.py"
    room.write_text(room.read_text().replace("return float(steps)", "return 2 * unused(steps)"))
    passed("unused", HALF)
    passed("spread", "def expected_square(steps):\n    return float(steps)\n")
    said = call("run", WALK, *QUICK, "--mine")
    assert said.code == 0
    assert "code: mine: 1 of 3 holes" in said.out
    assert "walk/unused: the reference (nothing calls it where your other code runs)" in said.out


def test_sabotage_proves_that_the_run_needs_the_learners_code(call: Call, passed: Pass) -> None:
    passed("displace", RIGHT)
    said = call("run", WALK, "--mine", "--sabotage")
    assert said.code == 0
    assert "ok the run goes through your code for walk/displace" in said.out
    passed("unused", HALF)
    assert call("run", WALK, "--mine", "--sabotage").code == 1


def test_claims_of_my_own_code_go_stale_with_my_file(call: Call, passed: Pass) -> None:
    file = passed("displace", RIGHT)
    assert [each["holds"] for each in call("claims", "walk", "--mine", "--json").data] == [None] * 3
    call("run", WALK, "--full", "--mine", "--yes")
    assert [each["holds"] for each in call("claims", "walk", "--mine", "--json").data] == [True, True, False]
    file.write_text(RIGHT + "# again\n")
    data = call("claims", "walk", "--mine", "--json").data
    assert [(each["holds"], each["stale"]) for each in data] == [(None, True)] * 3


def test_results_compare_and_export(call: Call, passed: Pass, tmp_path: Path) -> None:
    passed("displace", RIGHT)
    first = call("run", WALK, *QUICK, "--json").data["run"]
    second = call("run", WALK, *QUICK, "--mine", "--json").data["run"]
    listed = call("results", "--json").data
    assert {each["run"] for each in listed} == {first, second}
    assert list(listed[0]) == ["run", "experiment", "preset", "whose", "engine", "seeds", "kept", "finished"]
    data = call("results", "--compare", first, second, "--json").data
    assert data["paired"] is True
    assert {each["name"]: each["difference"]["value"] for each in data["measurements"]} == {
        "end": 0.0, "square": 0.0, "path, last": 0.0,
    }  # fmt: skip
    shown = call("results", "--compare", first, second)
    assert "seed by seed" in shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    file = tmp_path / "all.csv"
    assert "2 results" in call("results", "--csv", str(file)).out
    with file.open(newline="") as table:
        assert {row["code"] for row in csv.DictReader(table)} == {"the reference", "mine: 1 of 3 holes"}


def test_nothing_run_yet_says_what_to_do(call: Call) -> None:
    said = call("results")
    assert said.code == 0
    assert said.last == "next: palaestra systems"
    assert call("results", "--json").data == []


def test_long_runs_offer_fewer_seeds_with_wider_intervals(
    rooms: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from palaestra.lab import Estimate

    experiment = Catalogue(rooms).experiment(WALK)
    session = lab_session.Session(experiment, "full", None, {}, 1, asks=True, quiet=False)
    monkeypatch.setattr(typer, "prompt", lambda *_, **__: 5)
    assert session._decide(Estimate(30.0, 20, 1)) == 5  # pyright: ignore[reportPrivateUsage]
    said = capsys.readouterr().out
    assert "The first seed took 30 s; the other 19 take about 10 min." in said
    assert "10 seeds: 4 min, intervals 1.5 times as wide" in said
    assert "5 seeds: 2 min, intervals 2.7 times as wide" in said
    assert session._decide(Estimate(0.1, 20, 1)) == 20  # pyright: ignore[reportPrivateUsage]


def test_ctrl_c_says_how_to_go_on_and_the_same_command_does(rooms: Path) -> None:
    command = [sys.executable, "-m", "palaestra", "run", WALK, "--seeds", "40", "--set", "pause=0.05", *QUICK]
    if not (Path(palaestra.__file__).parent / "__main__.py").exists():
        command[1:3] = ["-c", "from palaestra.app.cli import main; main()"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    kept = Path(os.environ["XDG_CACHE_HOME"]) / "palaestra" / "results"
    until = time.monotonic() + 30
    while len(list(kept.glob("walk/random-walk/*/seed-*.json"))) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "seeds are finished and kept" in err
    assert "crashed" not in err
    resume = f"palaestra run {WALK} --seeds 40 --set pause=0.05 --set steps=16 --set walks=5"
    assert err.rstrip().endswith(f"resume: {resume}")
