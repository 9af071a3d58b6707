"""A locked module's exercise: `advise` says why and lets one key pass, `strict` refuses; terminal and browser alike."""

from collections.abc import Iterator

import pytest

from palaestra.app.practising import Practising
from palaestra.practice.folder import PracticeFolder, default_path
from tests.camp import Served, served, text_of
from tests.said import Call

EXERCISE = "bandits/sample-average"
AT = f"/exercise/{EXERCISE}"
PATH = """
id = "tiny"
title = "Tiny"
author = "us"
date = "2026"
source = "here"
summary = "Two modules, one after the other."
[[stages]]
id = "only"
title = "Only"
objective = "Two things."
[[stages.modules]]
id = "coins"
title = "Coins"
why = "To begin."
system = "bandits"
exercises = ["bandits/ucb-bonus"]
[[stages.modules]]
id = "averages"
title = "Averages"
why = "To go on."
system = "bandits"
exercises = ["bandits/sample-average"]
"""


@pytest.fixture
def folder(practice_folder_of_its_own: None) -> PracticeFolder:
    made = PracticeFolder.create(default_path())
    (made.root / "curricula").mkdir()
    (made.root / "curricula" / "tiny.toml").write_text(PATH)
    made.change_settings(curriculum="tiny")
    return made


@pytest.fixture
def camp(folder: PracticeFolder) -> Iterator[Served]:
    with served(folder.root) as found:
        yield found


def is_started(folder: PracticeFolder) -> bool:
    return folder.exercise_path(EXERCISE).exists()


def test_the_gate_names_the_way(folder: PracticeFolder) -> None:
    gate = Practising.at(EXERCISE, folder).gate()
    assert gate is not None
    assert (gate.module, gate.first) == ("Averages", ("Coins",))
    assert (gate.says, gate.does) == ("The benefit of the doubt", "palaestra start bandits/ucb-bonus")
    assert Practising.at("bandits/ucb-bonus", folder).gate() is None
    assert Practising.at("bandits/exp3", folder).gate() is None, "it is not on this path"


def test_it_opens_once_what_it_builds_on_is_passed(folder: PracticeFolder) -> None:
    folder.change_settings(gate="strict")
    folder.log.append(
        "attempt", exercise="bandits/ucb-bonus", mode="build", verdict="passed", rung=5, rungs=5, help="alone"
    )
    work = Practising.at(EXERCISE, folder)
    assert work.gate() is None
    assert work.start().written


def test_an_unknown_path_locks_nothing(folder: PracticeFolder) -> None:
    folder.change_settings(curriculum="gone", gate="strict")
    assert Practising.at(EXERCISE, folder).gate() is None


def test_strict_refuses_on_the_command_line(folder: PracticeFolder, call: Call) -> None:
    folder.change_settings(gate="strict")
    for words in ((), ("--yes",), ("--json",), ("--again", "--yes")):
        said = call("start", EXERCISE, *words)
        assert said.code == 2, words
        assert "“Averages” is locked" in said.err
        assert "palaestra start bandits/ucb-bonus" in said.err
    assert not is_started(folder)


def test_advise_says_why_and_one_key_passes(
    folder: PracticeFolder, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(said: bool) -> None:
        monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or said)

    answer(False)
    said = call("start", EXERCISE)
    assert said.code == 2
    assert "“Averages” is locked" in said.err
    assert not is_started(folder)
    answer(True)
    said = call("start", EXERCISE)
    assert (said.code, len(asked)) == (0, 2)
    assert is_started(folder)
    assert call("start", EXERCISE).code == 0
    assert len(asked) == 2, "what is started is not asked about again"


def test_yes_asks_nothing(folder: PracticeFolder, call: Call) -> None:
    assert call("start", EXERCISE, "--yes").code == 0
    assert is_started(folder)


def test_advise_in_the_browser(camp: Served) -> None:
    page = camp.get(AT)
    assert "“Averages” is locked" in text_of(page.text)
    assert 'href="/exercise/bandits/ucb-bonus"' in page.text
    assert camp.post(f"{AT}/start").status_code == 400
    assert not is_started(camp.folder)
    assert camp.post(f"{AT}/start", anyway=1).status_code == 200
    assert is_started(camp.folder)
    assert "is locked" not in text_of(camp.get(AT).text)


def test_strict_in_the_browser(camp: Served) -> None:
    camp.folder.change_settings(gate="strict")
    page = camp.get(AT)
    assert "Your gate is strict" in text_of(page.text)
    assert f'action="{AT}/start"' not in page.text
    refused = camp.post(f"{AT}/start", anyway=1)
    assert refused.status_code == 400
    assert "“Averages” is locked" in text_of(refused.text)
    assert not is_started(camp.folder)


@pytest.mark.parametrize("way", ["debug", "guard"])
def test_the_other_ways_to_practise_ask_the_same_gate(folder: PracticeFolder, call: Call, way: str) -> None:
    folder.change_settings(gate="strict")
    place = folder.exercise_path(EXERCISE, way)
    for words in ((), ("--yes",), ("--json",)):
        said = call(way, EXERCISE, *words)
        assert said.code == 2, words
        assert "“Averages” is locked" in said.err
    assert not place.exists()
    folder.change_settings(gate="advise")
    assert call(way, EXERCISE, "--yes", *(("--json",) if way == "debug" else ())).code == 0
    assert place.exists()
