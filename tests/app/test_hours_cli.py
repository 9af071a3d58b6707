"""`session`, `log`, `away`, `undo`, `week`, `goal`, `export log` and `forget` as a learner types them."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from palaestra.practice.days.iso import monday_of, week_of
from palaestra.practice.days.journal import Journal
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call, Said


@pytest.fixture
def home() -> PracticeFolder:
    return PracticeFolder.create(default_path())


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@localhost")
    return subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True, text=True).stdout


def fits(said: Said) -> bool:
    return said.code == 0 and all(len(line) <= 80 for line in said.out.splitlines()) and "next: palaestra" in said.last


# --- sessions and entries ----------------------------------------------------------------------------------------


def test_closing_a_session_always_shows_its_aim(home: PracticeFolder, call: Call) -> None:
    call("session", "start", "chapter 2")
    said = call("session", "stop")
    assert said.out.startswith("Your aim: chapter 2\n")
    call("session", "start")
    said = call("session", "stop", "fine")
    assert said.out.startswith("This session had no aim.\n")
    assert "with your words" in said.out
    assert "chapter 2" in call("log").out
    assert "fine" in call("log").out


def test_a_session_left_open_is_offered_a_length(home: PracticeFolder, call: Call) -> None:
    import time

    two_days_ago = PracticeFolder.open(home.root, clock=lambda: time.time_ns() - 2 * 86400 * 10**9)
    Journal(two_days_ago).start("GAE")
    said = call("session")
    assert "was never ended" in said.out
    assert said.last == "next: palaestra session stop --minutes 45"
    assert call("session", "--json").data["forgotten"] is True
    assert call("session", "start", "next").code == 1
    assert call("session", "stop").code == 2
    assert call("session", "stop", "fine", "--minutes", "45").code == 0
    (entry,) = call("log", "--json").data
    assert (entry["minutes"], entry["day"]) == (45, (home.today() - timedelta(days=2)).isoformat())


def test_entries_are_changed_taken_back_and_brought_back_by_the_end_of_their_id(
    home: PracticeFolder, call: Call
) -> None:
    call("log", "90m theory: ARENA 1.2", "--module", "arena")
    (entry,) = call("log", "--json").data
    tail = entry["id"][-6:]
    assert tail in call("log").out
    said = call("log", "45m ARENA 1.3", "--correct", tail, "--technique")
    assert said.out.startswith("45 minutes kept.")
    (entry,) = call("log", "--json").data
    assert (entry["minutes"], entry["text"], entry["way"], entry["module"]) == (45, "ARENA 1.3", "technique", "arena")
    assert fits(call("log", "--retract", entry["id"][-6:]))
    assert call("log", "--json").data == []
    assert call("undo").out.startswith("Brought back: 45 minutes, ARENA 1.3")
    assert call("undo").out.startswith("Brought back: 90 minutes, ARENA 1.2")
    assert call("undo").out.startswith("Taken back: 90 minutes")
    assert call("undo").code == 2
    assert call("log", "--retract", tail).code == 2
    assert call("log", "20m", "--correct", "zzzzzz").code == 2


def test_time_away_is_listed_changed_and_taken_back(home: PracticeFolder, call: Call) -> None:
    assert "No time away yet" in call("away").out
    call("away", "2026-12-20..2027-01-03", "family")
    (row,) = call("away", "--json").data
    assert (row["first"], row["last"], row["why"]) == ("2026-12-20", "2027-01-03", "family")
    assert fits(call("away"))
    call("away", "2026-12-20..2026-12-27", "--change", row["id"][-6:])
    (row,) = call("away", "--json").data
    assert (row["last"], row["why"]) == ("2026-12-27", "family")
    call("away", "--retract", row["id"])
    assert call("away", "--json").data == []
    call("undo")
    assert len(call("away", "--json").data) == 1


def test_today_asks_nothing_while_away(home: PracticeFolder, call: Call) -> None:
    call("away", f"today..{home.today() + timedelta(days=3)}", "family")
    said = call("today")
    assert fits(said)
    assert "Nothing is asked" in said.out
    assert "card" not in said.out.partition("Cards wait")[0]
    found = call("today", "--json").data
    assert (found["cards"]["count"], found["next"], found["away"]["why"]) == (0, None, "family")


# --- weeks -------------------------------------------------------------------------------------------------------


def test_terminal_bars_and_json_say_the_same(home: PracticeFolder, call: Call) -> None:
    week = week_of(home.today() - timedelta(days=7))
    call("log", "3h theory: x", "--day", str(monday_of(week)))
    call("log", "90m technique: y", "--day", str(monday_of(week)), "--module", "deep_rl")
    found = call("log", "--weeks", "8", "--json").data
    assert len(found["weeks"]) == 8
    last = next(each for each in found["weeks"] if each["week"] == week)
    assert (last["minutes"], last["theory"], last["technique"]) == (270, 180, 90)
    assert (found["average"], found["counted"]) == (270, 1)
    said = call("log", "--weeks", "8")
    assert fits(said)
    (line,) = (line for line in said.out.splitlines() if line.startswith(week))
    assert "4.5 h" in line
    assert line.count("=") == 2 * line.count("#") > 0
    assert "Average 4.5 h of 1 week" in said.out
    assert {each["module"]: each["minutes"] for each in found["modules"]} == {"": 180, "deep_rl": 90}
    assert fits(call("log", "--year"))
    assert call("log", "--weeks", "0").code == 2


def test_a_week_is_looked_at_written_and_committed_in_one_go(home: PracticeFolder, call: Call) -> None:
    name = week_of(home.today())
    call("log", "90m theory: GAE", "--module", "deep_rl")
    said = call("week")
    assert fits(said)
    assert "theory 1.5 h" in said.out
    assert "Deep reinforcement learning 1.5 h" in said.out
    before = git(home.root, "rev-parse", "HEAD")
    said = call("week", "Read about GAE.", "--commit", "--yes")
    assert fits(said)
    assert "Committed." in said.out
    assert git(home.root, "rev-parse", "HEAD") != before
    assert git(home.root, "log", "-1", "--format=%s").strip() == f"Close {name}"
    assert f"- W{int(name[-2:])}: Read about GAE." in git(home.root, "show", "HEAD:README.md")
    assert "private" not in git(home.root, "ls-files")
    assert call("week", "--json").data["text"] == "Read about GAE."
    assert call("week", "Read about GAE, twice.", "--commit", "--json").data["written"] is True
    assert "Read about GAE, twice." in git(home.root, "show", "HEAD:README.md"), "data instead of text commits as well"
    assert call("undo").out.startswith("Taken back: week, ")
    assert "already" in call("week", "Read about GAE.").out
    assert call("week", "x", "--week", "W99").code == 2
    call("undo")
    assert "Read about GAE" not in (home.root / "README.md").read_text()


def test_a_week_is_written_in_the_editor(home: PracticeFolder, call: Call, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "Wrote it by hand.\\n\\nTwo lines.\\n# ours\\n" > "$1"\n')
    editor.chmod(0o755)
    before, os.environ["EDITOR"] = os.environ.get("EDITOR"), str(tmp_path / "no-such-editor")
    try:
        assert call("week", "--edit").code == 2, "an editor that is not there is refused"
        os.environ["EDITOR"] = str(editor)
        assert call("week", "--edit").code == 0
    finally:
        os.environ.pop("EDITOR")
        if before:
            os.environ["EDITOR"] = before
    assert call("week", "--json").data["text"] == "Wrote it by hand.\n\nTwo lines."


def test_the_weekly_log_is_exported(home: PracticeFolder, call: Call, tmp_path: Path) -> None:
    call("week", "one")
    file = tmp_path / "LOG.md"
    assert "now says" in call("export", "log", str(file)).out
    assert ": one" in file.read_text()
    assert "already says" in call("export", "log", str(file)).out
    file.write_text("mine")
    assert call("export", "log", str(file)).code == 2
    assert file.read_text() == "mine"
    assert call("export", "log").code == 0


def test_a_goal_that_changed_shows_both_eras(home: PracticeFolder, call: Call) -> None:
    import time

    earlier = PracticeFolder.open(home.root, clock=lambda: time.time_ns() - 90 * 86400 * 10**9)
    earlier.log.append("goal", text="a junior ML engineer")
    earlier.log.append("minutes", minutes=120)
    call("goal", "an alignment researcher")
    said = call("goal")
    assert fits(said)
    assert "a junior ML engineer (2.0 h)" in said.out
    assert "still counts" in said.out
    assert [each["text"] for each in call("goal", "--json").data["eras"]] == [
        "a junior ML engineer",
        "an alignment researcher",
    ]
    call("undo")
    assert call("goal", "--json").data["text"] == "a junior ML engineer"


# --- forget ------------------------------------------------------------------------------------------------------


def test_forget_erases_here_says_what_git_keeps_and_no_merge_brings_it_back(
    home: PracticeFolder, call: Call, tmp_path: Path
) -> None:
    call("log", "90m a-secret-of-mine")
    call("log", "10m something else")
    git(home.root, "add", "-A")
    git(home.root, "commit", "-q", "-m", "with the secret")
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "--quiet", str(home.root), str(other)], check=True)
    (other / "notes").mkdir(exist_ok=True)
    (other / "notes" / "n.md").write_text("there")
    git(other, "add", "-A")
    git(other, "commit", "-q", "-m", "on the other machine")

    (entry,) = (each for each in call("log", "--json").data if "secret" in each["text"])
    assert "stay in what git has committed" in call("forget", entry["id"]).out
    said = call("forget", entry["id"], "--yes")
    assert "Git history keeps what was committed before" in said.out
    files = "".join(path.read_text() for path in home.log.files())
    assert "a-secret-of-mine" not in files
    assert '"forgotten":true' in files
    assert "a-secret-of-mine" in git(home.root, "log", "-p"), "what the command says git keeps, git does keep"

    git(home.root, "commit", "-q", "-am", "forgotten")
    git(home.root, "pull", "--quiet", "--no-rebase", "--no-edit", str(other), "main")
    lines = home.log.files()[0].read_bytes()
    with home.log.files()[0].open("wb") as file:  # as a merge that keeps the lines of both would leave it
        file.write(lines + git(home.root, "show", "HEAD~1:" + home.log.name_of(home.log.files()[0])).encode())
    assert [each["text"] for each in call("log", "--json").data] == ["something else"]
    tombstone = next(each.id for each in home.index().events("retraction"))
    home.log.retract(tombstone)
    assert [each["text"] for each in call("log", "--json").data] == ["something else"]


def test_a_forgotten_session_goes_with_its_beginning(home: PracticeFolder, call: Call) -> None:
    call("session", "start", "a-private-aim")
    call("session", "stop", "--minutes", "5")
    (entry,) = call("log", "--json").data
    assert "Erased 2 lines" in call("forget", entry["id"], "--yes").out
    assert call("session", "--json").data is None, "it is not under way again"
    assert "a-private-aim" not in "".join(path.read_text() for path in home.log.files())


def test_the_years_hours_are_summed_by_room_whatever_named_it(call: Call) -> None:
    folder = PracticeFolder.create(default_path())
    journal = Journal(folder)
    journal.record("60m x", module="research-engineer/bandits")
    journal.record("30m y", module="bandits")
    lines = [line.split(maxsplit=2) for line in call("log", "--year").out.splitlines()]
    assert ["1.5", "h", "Bandits"] in lines
    assert [line for line in lines if line[-1] == "bandits"] == []
    assert ["rooms", "Bandits 1.5 h"] in [line.split(maxsplit=1) for line in call("week").out.splitlines()]
    reviews = [("review", {"card": f"own/mine/c-{number}", "rating": 3, "seconds": 6}) for number in range(30)]
    folder.log.append_all([*reviews, ("review", {"card": "bandits/snips", "rating": 3, "seconds": 2})])
    assert any(each["inferred"] and each["minutes"] < 0.5 for each in call("log", "--json").data)
    assert "    0 min" not in call("log").out, "no line for less than half a minute"


def test_a_module_nobody_knows_is_kept_and_said(call: Call) -> None:
    PracticeFolder.create(default_path())
    said = " ".join(call("log", "5m x", "--module", "bandit").out.split())
    assert "kept as a name of your own. Did you mean bandits" in said
    assert call("log", "--json").data[-1]["module"] == "bandit"
    for known in ("bandits", "deep_rl", "deep-rl", "research-engineer/safety-case", "safety-case", "topics/why-safety"):
        assert "of your own" not in call("log", "5m x", "--module", known).out, known


def test_a_step_longer_than_the_day_may_be_left_half_done(call: Call) -> None:
    PracticeFolder.create(default_path())
    assert "begin, and stop where you are" in " ".join(call("today", "--minutes", "4").out.split())
    assert "stop where you are" not in " ".join(call("today", "--minutes", "60").out.split())
