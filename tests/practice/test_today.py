"""Today and its commands: the day as a learner types it."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from palaestra.app.cli import main
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import find
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.today import current_plan, recall, today
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.deck import deck, offered
from palaestra.practice.path.standing import Role


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.installed()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    folder = PracticeFolder.create(tmp_path / "home")
    monkeypatch.setenv("PALAESTRA_HOME", str(folder.root))
    return folder


class Ran:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            main(arguments)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return ran


# --- what Today holds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "most"), [(5, 5), (20, 20), (60, 60)])
def test_cards_take_up_to_a_third_of_the_time(
    folder: PracticeFolder, catalogue: Catalogue, minutes: int, most: int
) -> None:
    folder.change_settings(new_cards=200)
    folder.log.append_all([("card", {"card": card.id, "does": "join"}) for card in catalogue.system("bandits").cards])
    found = today(folder, catalogue, minutes)
    there = len(deck(Collection.of(folder, catalogue), current_plan(folder), folder.index()))
    assert len(found.cards) == min(most, there)
    assert found.cards_minutes <= minutes / 3 + 1


def test_what_was_answered_today_counts_towards_the_share(folder: PracticeFolder, catalogue: Catalogue) -> None:
    folder.change_settings(new_cards=200)
    every = catalogue.system("bandits").cards
    folder.log.append_all([("card", {"card": card.id, "does": "join"}) for card in every])
    first = today(folder, catalogue, 5).cards
    for each in first[:3]:
        folder.log.append("review", card=each.card.id, rating=4, seconds=5)
    assert len(today(folder, catalogue, 5).cards) == len(first) - 3
    for each in first[3:]:
        folder.log.append("review", card=each.card.id, rating=4, seconds=5)
    assert today(folder, catalogue, 5).cards == (), "the day's share is answered"
    assert len(today(folder, catalogue, 20).cards) == min(20, len(every)) - 5, "a longer day has room for more"


def test_it_ends_in_one_next_action_with_file_estimate_and_reason(folder: PracticeFolder, catalogue: Catalogue) -> None:
    found = today(folder, catalogue)
    assert found.next is not None
    exercise = found.next.command.split()[-1]
    assert found.next.command == f"palaestra start {exercise}"
    assert found.next.file == folder.exercise_path(exercise).relative_to(folder.root).as_posix()
    assert found.next.minutes == catalogue.exercise(exercise).minutes
    assert found.next.because
    folder.log.append("attempt", exercise=exercise, verdict="passed", rung=5, rungs=5, help="alone")
    after = today(folder, catalogue).next
    assert after is not None
    assert after.command != found.next.command


def test_a_path_without_exercises_has_a_next_action_too(folder: PracticeFolder, catalogue: Catalogue) -> None:
    folder.change_settings(curriculum="levelling-up")
    found = today(folder, catalogue).next
    assert found is not None
    assert (found.file, found.minutes > 0) == ("", True)


def test_a_skipped_module_offers_no_cards(folder: PracticeFolder, catalogue: Catalogue) -> None:
    cards, status = Collection.of(folder, catalogue), current_plan(folder).module("bandits")
    assert list(offered(status, cards)) == list(status.module.core_cards)
    assert list(offered(replace(status, role=Role("skipped", "You know it.")), cards)) == []


def test_the_deck_is_core_cards_of_open_modules_then_joined_and_met_ones(
    folder: PracticeFolder, catalogue: Catalogue
) -> None:
    index, plan = folder.index(), current_plan(folder)
    offered = [card.id for card in deck(Collection.of(folder, catalogue), plan, index)]
    path = find("research-engineer")
    assert offered == [*path.module("bandits").core_cards, *path.module("safety-case").core_cards]
    others = [card.id for card in catalogue.system("bandits").cards if card.id not in offered]
    folder.log.append("card", card=others[0], does="join")
    folder.log.append("review", card=others[1], rating=3)
    folder.log.append("card", card=offered[0], does="rest")
    now = [card.id for card in deck(Collection.of(folder, catalogue), plan, folder.index())]
    assert now == [*offered[1:], others[0], others[1]]
    folder.log.append("card", card=offered[0], does="join")
    assert offered[0] in [card.id for card in deck(Collection.of(folder, catalogue), plan, folder.index())]


def test_a_locked_or_planned_module_offers_no_cards(folder: PracticeFolder, catalogue: Catalogue) -> None:
    folder.change_settings(curriculum="levelling-up")
    offered = [card.id for card in deck(Collection.of(folder, catalogue), current_plan(folder), folder.index())]
    assert offered == list(find("levelling-up").module("safety-readings").core_cards)
    assert len(recall(folder, catalogue, ["bandits"]).cards) == len(catalogue.system("bandits").cards)


@pytest.mark.parametrize("minutes", [0, 601])
def test_a_day_has_sensible_minutes(folder: PracticeFolder, catalogue: Catalogue, minutes: int) -> None:
    with pytest.raises(Refusal, match="1 to 600"):
        today(folder, catalogue, minutes)


# --- commands ----------------------------------------------------------------------------------------------------


def test_init_makes_the_folder_once(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALAESTRA_HOME", str(tmp_path / "mine"))
    ran = run("init", "--name", "Ada", "--curriculum", "levelling-up")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "next: palaestra today")
    assert PracticeFolder.open(tmp_path / "mine").settings.name == "Ada"
    assert run("init").code == 2
    assert run("init", str(tmp_path / "other"), "--json").json == {"path": str(tmp_path / "other"), "git": True}
    assert run("init", str(tmp_path / "third"), "--curriculum", "leveling-up").code == 2
    assert not (tmp_path / "third").exists()


def test_today_prints_and_remembers_the_minutes(home: PracticeFolder, run: Any) -> None:
    ran = run("today", "--minutes", "5")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "next: palaestra serve --open"
    assert max(len(line) for line in ran.out.splitlines() if str(home.root) not in line) <= 80
    found = run("today", "--json").json
    assert found["minutes"] == 5
    assert set(found) == {"day", "minutes", "cards", "next", "session", "week", "set_aside", "away", "also", "lesson"}
    assert set(found["next"]) == {"module", "says", "command", "because", "file", "minutes", "link"}
    assert set(found["cards"]) == {"count", "new", "minutes", "ids"}
    assert run("today", "--json", "--minutes", "60").json["minutes"] == 60
    assert run("today", "--json").json["minutes"] == 5, "a script's question is not an answer of the learner"


def test_today_says_when_lines_of_the_log_could_not_be_read(home: PracticeFolder, run: Any) -> None:
    home.log.append("note", path="a")
    with home.log.files()[0].open("ab") as file:
        file.write(b"rubbish\n")
    assert "1 line could not be read" in run("today").out
    assert run("today", "--json").json["set_aside"] == 1


def test_cards_can_be_answered_by_a_script(home: PracticeFolder, run: Any) -> None:
    due = run("review", "--json").json
    assert set(due[0]) == {"id", "question", "answer", "new", "due", "choices"}
    assert {choice["name"] for choice in due[0]["choices"].values()} == {"again", "hard", "good", "easy"}
    ran = run("review", "--card", due[0]["id"], "--rating", "4")
    assert f"returns in {due[0]['choices']['4']['says']}" in ran.out
    assert due[0]["id"] not in [each["id"] for each in run("review", "--json").json]
    assert run("review", "--card", due[0]["id"], "--rating", "5").code == 2
    assert run("review", "--card", "bandits/regret-definitoin", "--rating", "3").code == 2
    assert run("review", "--deck", "bandit").code == 2
    assert run("review").out.splitlines()[-1] == "next: palaestra review --json"


def test_a_session_the_log_time_away_notes_and_goals(home: PracticeFolder, run: Any) -> None:
    assert run("session", "--json").json is None
    assert run("session", "start", "read", "--theory").code == 0
    assert run("session", "--json").json["aim"] == "read"
    assert run("session", "start").code == 2
    assert run("session", "stop", "fine", "--minutes", "25").out.startswith("Your aim: read\n25 minutes kept")
    assert run("log", "90m ARENA 1.2", "--module", "arena").code == 0
    entries = run("log", "--json").json
    assert [(each["minutes"], each["text"]) for each in entries if not each["inferred"]] == [
        (25, "read"),
        (90, "ARENA 1.2"),
    ]
    assert run("log", "60m", "--correct", entries[-1]["id"]).code == 0
    assert sum(each["minutes"] for each in run("log", "--json").json) == 85
    assert "1.4 h of 6.0 h" in run("today").out
    assert run("away", "2026-12-20..2027-01-03", "family").code == 0
    assert run("away", "soon").code == 2
    note = run("note", "Why UCB explores", "--about", "bandits/ucb", "--json").json
    assert (home.root / note["path"]).exists()
    assert run("note", "--json").json[0]["title"] == "Why UCB explores"
    assert run("goal", "an alignment engineer", "--by", "2027-03-01").code == 0
    assert run("goal", "--json").json["by"] == "2027-03-01"
    assert PracticeFolder.open(home.root).settings.goal == "an alignment engineer"
    for wrong in (("log", "ARENA"), ("log", "1h", "--day", "yesterday"), ("goal", "x", "--by", "soon")):
        assert run(*wrong).code == 2


def test_a_module_is_explained_and_scored(home: PracticeFolder, run: Any) -> None:
    ran = run("note", "--explain", "bandits")
    path = Path(ran.out.splitlines()[0])
    assert path.is_relative_to(home.root)
    assert path.exists()
    assert "no words of yours yet" in run("note", "--explain", "bandits", "--scores", "2,1,2,2").err
    assert home.index().events("explanation") == []
    path.write_text(path.read_text() + "An agent must risk something to learn.\n")
    assert "To sharpen: the idea" in run("note", "--explain", "bandits", "--scores", "2,1,2,2").out
    assert run("note", "--explain", "bandits", "--scores", "good").code == 2
    assert run("note", "--explain", "bandit", "--scores", "2,1,2,2").code == 2
    assert home.index().events("explanation")[0].subject == "research-engineer/bandits"
    assert "research-engineer-safety-case.md" in run("note", "--explain", "why-safety").out, "by its topic, too"


def test_every_command_ends_with_the_next_one(home: PracticeFolder, run: Any) -> None:
    for command in (("today",), ("review",), ("session",), ("log",), ("note",), ("goal",), ("log", "5m x")):
        assert re.search(r"\bnext: .*palaestra ", run(*command).out.splitlines()[-1]), command


def test_bad_folders_end_in_one_sentence_and_exit_2(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "practice.toml").write_text("gate = \n")
    for place in (tmp_path, tmp_path / "nowhere"):
        monkeypatch.setenv("PALAESTRA_HOME", str(place))
        for command in ("today", "review", "session", "log", "note", "goal"):
            ran = run(command)
            assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
            assert "Traceback" not in ran.err


# --- the review at the keyboard ----------------------------------------------------------------------------------


def sit(home: PracticeFolder, keys: str) -> str:
    """`palaestra review` in a real terminal, with keys pressed as it asks for them."""
    master, slave = pty.openpty()
    command = [sys.executable, "-c", "from palaestra.app.cli import main; main()", "review"]
    environment = {**os.environ, "PALAESTRA_HOME": str(home.root)}
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True)
    os.close(slave)
    said, waiting, deadline = b"", list(keys), time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        if select.select([master], [], [], 0.15)[0]:
            try:
                said += os.read(master, 65536)
            except OSError:
                break
        elif waiting and b"u takes" in said:
            os.write(master, waiting.pop(0).encode())
    process.wait(timeout=10)
    while select.select([master], [], [], 0.1)[0]:
        try:
            said += os.read(master, 65536)
        except OSError:
            break
    os.close(master)
    assert process.returncode == 0, said.decode()
    return said.decode().replace("\r\n", "\n")


def test_space_shows_1_to_4_grade_u_takes_back_q_ends(home: PracticeFolder, run: Any) -> None:
    first, second = run("review", "--json").json[:2]
    said = sit(home, " 3u 4\r1q")
    assert said.index(first["question"][:30]) < said.index(first["answer"][:30])
    assert "1 again (1 min)   2 hard (6 min)   3 good (10 min)" in said
    assert "taken back" in said
    assert said.count(first["question"][:30]) == 2
    assert "2 cards answered.\nnext: palaestra today" in said
    found = PracticeFolder.open(home.root)
    states = found.index().cards()
    assert {card: state.reviews for card, state in states.items()} == {first["id"]: 1, second["id"]: 1}
    given = {event.subject: event.facts["rating"] for event in found.index().events("review")}
    assert given == {first["id"]: 4, second["id"]: 1}


def test_a_sitting_stops_once_at_the_share_of_the_day(home: PracticeFolder, run: Any) -> None:
    home.change_settings(minutes=3)
    assert "3 cards answered.\nnext: palaestra today" in sit(home, " 4 4 4q")
    home.change_settings(minutes=4)
    said = sit(home, " 4 4q")
    assert "Enough cards" not in said, "the share was met by the first card, and more were wanted"
    assert "2 cards answered." in said


def test_a_sitting_goes_on_where_that_is_wanted(home: PracticeFolder, run: Any) -> None:
    home.change_settings(minutes=3)
    said = sit(home, " 4 4 4  4q")
    assert said.count("Enough cards for today; the others keep.") == 1
    assert "4 cards answered." in said
