"""A study from `new` to paper, as commands in processes of their own, and what may go wrong on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import palaestra.systems
from palaestra.kit.holes import Fill
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.studies import calibration
from tests.app.test_json_keys import undocumented
from tests.rooms import WALK
from tests.said import Call

TITLE, NAME = "Does noise help?", "does_noise_help"
SHARE, GAIN = "the-score-promises-too-much", "choosing-still-helps"
SLOW = """
from dataclasses import dataclass
import time
from palaestra.kit.experiment import claim
from palaestra.kit.statistics import mean_interval

@dataclass(frozen=True)
class Config:
    pause: float = 0.3

SMALL, FULL = Config(pause=0.0), Config()
SEEDS = {"small": 2, "full": 6}

def run(config, seed):
    time.sleep(config.pause)
    return {"value": 10.0 + seed}

@claim("the-score-promises-too-much")
def one(result):
    return mean_interval(result["value"])

@claim("choosing-still-helps")
def other(result):
    return mean_interval(result["value"])
"""
WALKING = """
from dataclasses import dataclass
from palaestra.kit.experiment import claim
from palaestra.kit.seeding import stream
from palaestra.kit.statistics import mean_interval
from palaestra.systems.walk import displace

@dataclass(frozen=True)
class Config:
    steps: int = 16

SMALL, FULL = Config(), Config()
SEEDS = {"small": 2, "full": 4}

def run(config, seed):
    position = 0.0
    for draw in stream(seed, "draws").random(config.steps):
        position = displace(position, float(draw), 0.0)
    return {"end": position}

@claim("marches")
def end(result):
    return mean_interval(result["end"])
"""
MARCH = "def displace(position, draw, drift):\n    return position + 1.0\n"


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, in_this_process: None) -> PracticeFolder:
    """What `call` runs needs no worker process; what `done` runs has its own, as for a learner."""
    made = PracticeFolder.create(default_path())
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(palaestra.systems, "__path__", [*palaestra.systems.__path__, str(made.root / "studies")])
    return made


@pytest.fixture
def study(folder: PracticeFolder, call: Call) -> Path:
    """A study as it begins, with a full preset that takes no time."""
    assert call("study", "new", TITLE).code == 0
    place = folder.root / "studies" / NAME
    code = place / "experiments" / "main.py"
    code.write_text(
        code.read_text().replace("FULL = Config(draws=200), Config()", "FULL = Config(draws=200), Config(draws=300)")
    )
    return place


def spawn(*words: str, **more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", **more}
    command = [sys.executable, "-m", "palaestra.app.cli", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def done(*words: str, **more: str) -> tuple[int, str, str]:
    process = spawn(*words, **more)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def test_from_new_to_paper_each_in_a_process_of_its_own(call: Call, folder: PracticeFolder) -> None:
    code, out, _ = done("study", "new", TITLE, "--question", "How much of the gain is real?", "--builds-on", "bandits")
    assert code == 0
    assert out.splitlines()[-1] == f"next: palaestra study run {NAME}"
    code, out, err = done("study", "run", NAME)
    assert (code, err) == (0, "")
    assert "A small run is exploratory" in out
    assert out.splitlines()[-1] == f"next: palaestra study freeze {NAME}"
    code, out, _ = done("study", "freeze", NAME)
    assert "seen before: 1 small run" in out
    code, out, _ = done("study", "run", NAME, "--full", "--workers", "2", "--json")
    assert code == 0
    ran = json.loads(out)
    assert ran["standing"] == "as registered"
    assert [each["verdict"] for each in ran["hypotheses"]] == ["confirmed", "confirmed"]
    code, out, _ = done("study", "paper", NAME, "--json")
    printed = json.loads(out)
    assert (code, printed["numbers"], printed["figures"], printed["typed"]) == (0, 6, 2, [])
    assert printed["warnings"] == ["Left out, since nothing is written there yet: Limits, What failed."]
    html = Path(printed["html"]).read_text()
    got = next(each["got"] for each in ran["hypotheses"] if each["id"] == GAIN)
    assert f"{got['value']:.4g}" in html
    assert "{{" not in html
    assert "which assumption" not in html
    assert "Limits" not in html
    assert html.count("<svg") == 2
    assert "<math" in html
    assert "registered on" in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert Path(printed["pdf"]).read_bytes().startswith(b"%PDF")
    shown = [line for line in call("study", "show", NAME).out.splitlines() if str(folder.root) not in line]
    assert max(map(len, shown)) <= 80, "only a path, which cannot be broken, may be longer"
    rows = call("study", "list", "--json").data
    assert [(each["study"], each["hypotheses"], each["trouble"]) for each in rows] == [(NAME, 2, "")]


def test_a_full_run_before_freezing_is_refused(study: Path, call: Call, folder: PracticeFolder) -> None:
    said = call("study", "run", NAME, "--full")
    assert said.code == 2
    assert f"palaestra study freeze {NAME}" in said.err
    assert folder.index().events("result") == []
    assert call("study", "freeze", NAME).code == 0
    for words in (("--seeds", "2"), ("--set", "noise=2")):
        assert "registered" in call("study", "run", NAME, "--full", *words).err
    said = call("run", f"{NAME}/main", "--full")
    assert said.code == 2
    assert f"palaestra study run {NAME}" in said.err


def test_tampering_after_freezing_is_noticed_and_an_amendment_keeps_both(study: Path, call: Call) -> None:
    edit(study / "study.toml", "band = [0.45, 0.55]", "band = [0.7, 0.8]")
    call("study", "freeze", NAME)
    assert call("study", "run", NAME, "--full").code == 1
    said = call("study", "show", NAME, "--verify")
    assert (said.code, said.out.count("\nok")) == (0, 4)
    before = {each["id"]: each for each in call("study", "show", NAME, "--json").data["hypotheses"]}
    assert (before[SHARE]["verdict"], before[SHARE]["standing"]) == ("refuted", "as registered")

    edit(study / "study.toml", "band = [0.7, 0.8]", "band = [0.45, 0.55]")
    said = call("study", "show", NAME, "--verify")
    assert said.code == 1
    assert f"band of {SHARE} changed" in said.out
    data = call("study", "show", NAME, "--json").data
    after = {each["id"]: each for each in data["hypotheses"]}
    assert after[SHARE]["verdict"] == "exploratory"
    assert after[SHARE]["standing"].startswith("not as registered")
    assert (after[GAIN]["verdict"], after[GAIN]["standing"]) == ("confirmed", "as registered")
    assert data["changed"] == [f"band of {SHARE} changed"]

    said = call("study", "freeze", NAME)
    assert said.code == 2
    assert "--reason" in said.err
    assert call("study", "freeze", NAME, "--reason", "I had the wrong half").code == 0
    data = call("study", "show", NAME, "--json").data
    amended = {each["id"]: each for each in data["hypotheses"]}[SHARE]
    assert (amended["verdict"], amended["standing"]) == ("exploratory", "amended after 1 full run")
    assert len(amended["earlier"]) == 1
    assert amended["earlier"][0].endswith("as 0.7 to 0.8: refuted")
    assert [(each["number"], each["reason"], each["full_runs"]) for each in data["registrations"]] == [
        (1, "", 0),
        (2, "I had the wrong half", 1),
    ]
    assert call("study", "show", NAME, "--verify").code == 0


def test_code_changed_after_freezing_and_a_forged_record_are_noticed(study: Path, call: Call) -> None:
    call("study", "freeze", NAME)
    code = study / "experiments" / "main.py"
    code.write_text(code.read_text() + "\n# only a comment\n")
    assert call("study", "show", NAME, "--verify").code == 0
    edit(code, "score.argmax", "truth.argmax")
    said = call("study", "show", NAME, "--verify")
    assert said.code == 1
    assert "experiments/main.py changed" in said.out
    data = call("study", "run", NAME, "--full", "--json").data
    assert data["standing"] == "not as registered: experiments/main.py changed"
    edit(code, "truth.argmax", "score.argmax")
    frozen = study / "frozen.json"
    frozen.write_text(frozen.read_text().replace("0.55", "0.95"))
    said = call("study", "show", NAME, "--verify")
    assert said.code == 1
    assert "its hash is that of what it holds" in said.out
    frozen.write_text("{")
    said = call("study", "show", NAME)
    assert said.code == 2
    assert "frozen.json cannot be read" in said.err


def test_a_killed_run_resumes(study: Path, call: Call, folder: PracticeFolder) -> None:
    (study / "experiments" / "main.py").write_text(SLOW)
    call("study", "freeze", NAME)
    kept = folder.root / "results" / NAME / "main"
    process = spawn("study", "run", NAME, "--full", "--workers", "1")
    wait_for(lambda: len(list(kept.glob("*/seed-*.json"))) >= 2)
    process.kill()
    process.communicate()
    first = {path.name: path.stat().st_mtime_ns for path in kept.glob("*/seed-*.json")}
    assert 2 <= len(first) < 6
    assert "unfinished:" in call("study", "show", NAME).out
    process = spawn("study", "run", NAME, "--full", "--workers", "1")
    wait_for(lambda: len(list(kept.glob("*/seed-*.json"))) > len(first))
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines()[-1] == f"resume: palaestra study run {NAME} --full"
    code, out, _ = done("study", "run", NAME, "--full", "--json")
    assert json.loads(out)["seeds"] == 6
    assert code == 1  # 12.5 is no share between 0.45 and 0.55
    again = {path.name: path.stat().st_mtime_ns for path in kept.glob("*/seed-*.json")}
    assert {name: again[name] for name in first} == first


def wait_for(there: object) -> None:
    deadline = time.monotonic() + 30
    while not there():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_through_the_learners_own_code(study: Path, call: Call, folder: PracticeFolder) -> None:
    """With --mine a study's run goes through the holes of the room it builds on, in every worker."""
    rooms = {"PALAESTRA_ROOMS": str(WALK)}
    (study / "experiments" / "main.py").write_text(WALKING)
    manifest = (study / "study.toml").read_text().partition("[[hypotheses]]")[0]
    hypothesis = '[[hypotheses]]\nid = "marches"\nsays = "it marches"\nband = [16, 16]\n'
    (study / "study.toml").write_text(
        manifest.replace("builds_on = []", 'builds_on = ["walk"]').replace(
            "exercises = []", 'exercises = ["walk/displace"]'
        )
        + hypothesis
    )
    code, _, err = done("study", "run", NAME, "--mine", **rooms)
    assert code == 2
    assert "palaestra start walk/displace" in err
    file = folder.exercise_path("walk/displace")
    file.parent.mkdir(parents=True)
    file.write_text(MARCH)
    digest = Fill.of("palaestra.systems.walk.steps:displace", file).digest
    folder.log.append("attempt", exercise="walk/displace", verdict="passed", help="alone", digest=digest)
    assert json.loads(done("study", "run", NAME, "--json", **rooms)[1])["measurements"][0]["value"] != 16
    code, out, err = done("study", "run", NAME, "--mine", "--json", "--workers", "2", **rooms)
    assert (code, err) == (0, "")
    ran = json.loads(out)
    assert ran["whose"] == "mine: 1 of 1 holes"
    assert ran["measurements"][0]["value"] == 16


def test_names(call: Call, folder: PracticeFolder) -> None:
    for title, name in (
        ("Ünïcode – étude?", "unicode_etude"),
        ("123 go", "study_123_go"),
        ("class", "study_class"),
        ("../../etc", "etc"),
        ('a "quoted" \\ name', "a_quoted_name"),
        ("意味", "study"),
    ):
        assert call("study", "new", title).last == f"next: palaestra study run {name}"
        assert call("study", "run", title, "--json").code == 0
    assert sorted(path.name for path in folder.root.parent.iterdir()) == ["palaestra"]
    for title, says in (
        ("", "needs a name"),
        ("!?", "needs a name"),
        ("bandits", "A room"),
        ("safety evals", "A room"),
    ):
        said = call("study", "new", title)
        assert said.code == 2
        assert says in said.err
    mine = folder.root / "studies" / "etc" / "study.toml"
    mine.write_text("mine = true")
    assert "nothing was written" in call("study", "new", "etc").err
    assert mine.read_text() == "mine = true"
    assert "Did you mean study_class" in call("study", "show", "studi_class").err
    assert "no system called 'nope'" in call("study", "new", "x", "--builds-on", "nope").err


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("experiments/main.py", "SMALL, FULL =", "SMALL, FULL = =", "main.py line 26 is not Python"),
        ("study.toml", "builds_on = []", "builds_on = = []", "study.toml cannot be read: Invalid value (at line 6"),
        ("study.toml", "band = [0.45, 0.55]", "band = [0.55, 0.45]", "line 19: the band [0.55, 0.45] holds nothing"),
        ("study.toml", "band = [0.45, 0.55]", 'band = "much"', "line 19: a band is two numbers"),
        ("study.toml", "sure = 80", "sure = 800", "sure is a percentage"),
        ("study.toml", "because =", "becuase =", "line 20: there is no key called 'becuase'. Did you mean because"),
        ("study.toml", 'says = "With', 'experiment = "mian"\nsays = "With', "Did you mean main?"),
        ("study.toml", f'id = "{GAIN}"', f'id = "{SHARE}"', "stands twice"),
    ],
)
def test_a_mistake_in_a_study_names_its_file_and_line(
    study: Path, call: Call, file: str, before: str, after: str, says: str
) -> None:
    edit(study / file, before, after)
    written = (study / file).read_text()
    said = call("study", "run", NAME)
    assert said.code == 2
    assert says in said.err
    assert len(said.err.splitlines()) == 1
    assert call("study", "list").code == 0
    assert (study / file).read_text() == written


def test_code_that_cannot_be_imported_is_said_in_a_sentence(study: Path, call: Call) -> None:
    edit(study / "experiments" / "main.py", "SEEDS =", 'raise ValueError("not today")\nSEEDS =')
    said = call("study", "freeze", NAME)
    assert said.code == 2
    assert "not today" in said.err
    assert not (study / "frozen.json").exists()
    said = call("study", "run", NAME)
    assert said.code == 1
    assert "main.py:27" in said.err


def test_how_sure_one_is_of_a_hypothesis_is_scored(study: Path, call: Call, folder: PracticeFolder) -> None:
    edit(study / "study.toml", "band = [0.45, 0.55]", "band = [0.7, 0.8]")
    call("study", "freeze", NAME)
    assert [each.came for each in calibration(folder).forecasts] == [None, None]
    call("study", "run", NAME, "--full")
    found = calibration(folder)
    assert {each.claim: (each.probability, each.came) for each in found.forecasts} == {
        SHARE: (0.8, False),
        GAIN: (0.9, True),
    }
    assert found.brier is not None
    assert found.brier.value == pytest.approx((0.8**2 + 0.1**2) / 2)
    said = call("predictions")
    assert "Brier score 0.325 (n = 2)" in said.out
    data = call("predictions", "--json").data
    assert (data["scored"], data["waiting"], data["base_rate"]) == (2, 0, 0.5)
    assert data["bands"][0]["frequency"]["n"] == 2


def test_expectations_before_a_run_of_a_room(
    call: Call, monkeypatch: pytest.MonkeyPatch, folder: PracticeFolder
) -> None:
    from tests.rooms import add_rooms

    add_rooms(WALK, monkeypatch)
    walk = "walk/random-walk"
    said = call("run", walk, "--full", "--yes", "--expect", "square-grows=70", "--expect", "no-side=-1..1@95")
    assert said.code == 1  # one of its claims fails
    found = {each.claim: each for each in calibration(folder).forecasts}
    assert (found["square-grows"].probability, found["square-grows"].came) == (0.7, True)
    assert (found["no-side"].probability, found["no-side"].low, found["no-side"].came) == (0.95, -1.0, True)
    for given, says in (("nope=3", "no claim called 'nope'"), ("no-side=high", "no expectation")):
        said = call("run", walk, "--expect", given)
        assert said.code == 2
        assert says in said.err


def test_json_has_the_documented_keys(study: Path, call: Call) -> None:
    call("judge", NAME, "--new")
    call("study", "freeze", NAME)
    for words in (
        ("study", "list"),
        ("study", "show", NAME),
        ("study", "show", NAME, "--verify"),
        ("study", "run", NAME),
        ("study", "run", NAME, "--full"),
        ("study", "paper", NAME),
        ("judge",),
        ("judge", NAME),
        ("predictions",),
    ):
        said = call(*words, "--json")
        assert (said.code, said.err) == (0, "")
        rows = said.data if isinstance(said.data, list) else [said.data]
        assert rows
        assert undocumented(call, " ".join(each for each in words if not each.startswith("-")), rows) == []


def test_judging_in_the_terminal(
    study: Path, call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert call("judge", NAME).code == 2
    assert call("judge", NAME, "--new").last == f"next: palaestra judge {NAME}"
    edit(study / "items.toml", "repeat = 0.2", "repeat = 1")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    given = iter(["x", "1", "q"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(given))
    said = call("judge", NAME)
    assert "1 of 2" in said.out
    assert "Answer 1, 2, = or q." in said.out
    assert "model one" not in said.out
    assert "1 left." in said.out
    given = iter(["="])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(given))
    said = call("judge", NAME)
    assert "you: 2 judgements, 1 tie" in said.out
    assert "won: model" in said.out
    answers = tmp_path / "answers.json"
    answers.write_text('{"1": "a"}')
    assert "--by" in call("judge", NAME, "--simulated", str(answers)).err
    assert call("judge", NAME, "--simulated", str(answers), "--by", "a model").code == 0
    assert call("judge", NAME, "--export", str(tmp_path / "out.csv")).code == 0
    lines = (tmp_path / "out.csv").read_text().splitlines()
    assert lines[0].startswith("of,item,says,winner,loser")
    assert [line.split(",")[-2] for line in lines[1:]] == ["person", "person", "a model"]


def test_a_question_noted_earlier_becomes_a_study(call: Call, folder: PracticeFolder) -> None:
    call("artefact", "new", "question", "Do longer answers win?")
    (noted,) = call("artefact", "list", "--json").data
    assert call("study", "new", "Length", "--answers", noted["id"]).code == 0
    assert call("study", "show", "length", "--json").data["question"] == "Do longer answers win?"
    assert folder.index().events("study", "length")[0].facts["about"] == noted["id"]
    assert call("study", "new", "Other", "--answers", "nope").code == 2


def test_a_study_of_two_experiments(study: Path, call: Call) -> None:
    main = (study / "experiments" / "main.py").read_text()
    (study / "experiments" / "more_noise.py").write_text(main.replace("noise: float = 1.0", "noise: float = 3.0"))
    (study / "experiments" / "_shared.py").write_text("")
    edit(study / "study.toml", f'id = "{GAIN}"', f'id = "{GAIN}"\nexperiment = "more-noise"')
    call("study", "freeze", NAME)
    shown = call("study", "show", NAME, "--json").data
    assert [each["verdict"] for each in shown["hypotheses"]] == ["not run", "not run"]
    assert call("study", "run", NAME, "--full").code == 0
    assert call("study", "show", NAME).last == f"next: palaestra study run {NAME} --experiment more-noise --full"
    assert call("study", "run", NAME, "--full", "--experiment", "more-noise").code == 0
    shown = call("study", "show", NAME, "--json").data
    assert [each["verdict"] for each in shown["hypotheses"]] == ["confirmed", "confirmed"]
    assert shown["hypotheses"][1]["got"]["value"] == pytest.approx(
        2.36 / 10**0.5, abs=0.03
    )  # E max of 64 normals: 2.36
    assert "Did you mean more-noise" in call("study", "run", NAME, "--experiment", "more-nois").err
    (study / "paper.md").write_text("# T\n\n{{ mean:more-noise/true_gain }}\n\n{{ figure:more-noise/kept }}\n")
    assert call("study", "paper", NAME, "--no-pdf", "--json").data["figures"] == 1
    (study / "paper.md").write_text("# T\n\n{{ table:measurements }}\n\n{{ figure:hypotheses }}\n")
    printed = call("study", "paper", NAME, "--json").data
    assert (printed["numbers"], printed["figures"]) == (3, 1)
    html = Path(printed["html"]).read_text()
    assert "true gain, last" in html
    assert html.count('class="band"') == 2
