"""`import` of weekly logs and hours, in the terminal and in the browser; and `sync` as a command."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder, default_path
from tests.camp import Served, served, text_of
from tests.said import Call

LOG = "**Jan 2026**\n- W5: A model of the field\n- W4:\nWhat is this?\n- W1: Mostly travel.\n"
HOURS = "week,hours\n2025-W36,22\nsoon,3\n"


@pytest.fixture
def folder() -> PracticeFolder:
    return PracticeFolder.create(default_path())


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "camp") as found:
        yield found


def file(tmp_path: Path, name: str, text: str) -> str:
    (tmp_path / name).write_text(text)
    return str(tmp_path / name)


def test_a_weekly_log_is_shown_then_taken_in_once(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    log = file(tmp_path, "log.md", LOG)
    said = call("import", log)
    assert said.code == 0
    assert said.last == f"next: palaestra import {log} --yes"
    assert "2026-W05" in said.out
    assert "line 4: What is this?" in said.out
    assert "palaestra away 2025-12-29..2026-01-04" in said.out
    assert Weeks(folder).written() == ()
    call("import", log, "--yes")
    assert [each.week for each in Weeks(folder).written()] == ["2026-W05", "2026-W04", "2026-W01"]
    assert "- W5: A model of the field" in (folder.root / "README.md").read_text()
    assert "Nothing new" in call("import", log).out
    assert call("import", log, "--json").data["weeks"]["weeks"][0]["state"] == "known"


def test_a_table_of_hours_is_shown_week_by_week(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    hours = file(tmp_path, "hours.csv", HOURS)
    said = call("import", hours, "--yes")
    assert re.search(r"2025-W36\s+22\.0 h\s+0\.0 h\s+22\.0 h", said.out)
    assert "line 3: soon, 3" in said.out
    assert call("import", hours, "--json").data["hours"]["new"] == 0


def test_both_in_the_browser(camp: Served) -> None:
    for name, text, shown in (("log.md", LOG, "A model of the field"), ("hours.csv", HOURS, "22.0 h")):
        page = camp.client.post("/import", files={"tracker": (name, text.encode())}).text
        assert shown in text_of(page)
        digest = re.search(r'name="digest" value="(\w+)"', page)
        assert digest
        assert "taken in" in text_of(camp.post("/import/apply", digest=digest[1]).text)
        assert "nothing to take in" in camp.client.post("/import", files={"tracker": (name, text.encode())}).text
    assert len(Weeks(camp.folder).written()) == 3


def test_sync_says_what_it_did(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    assert "no repository to sync with" in call("sync").out
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "init", "-q", "--bare", "--initial-branch=main", str(bare)], check=True)
    (folder.root / "notes" / "a.md").write_text("a")
    said = call("sync", "--remote", str(bare), "--json").data
    assert set(said) == {"committed", "pulled", "pushed", "kept", "remote"}
    assert said["committed"] == 1
    assert said["pushed"] >= 1
    assert said["remote"] == str(bare)
    assert call("sync").last == "next: palaestra today"


def test_a_remote_that_cannot_be_reached_is_one_sentence(call: Call, folder: PracticeFolder) -> None:
    said = call("sync", "--remote", "/nowhere/practice.git")
    assert said.code == 2
    assert "cannot be reached" in said.err
    assert said.err.count("\n") <= 3


def test_what_is_no_text_is_refused_by_its_own_name(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    picture = tmp_path / "mine.png"
    picture.write_bytes(b"\x89PNG\0\0")
    said = call("import", str(picture))
    assert said.code == 2
    assert "mine.png is not a text file. Name a Markdown file, or a table of hours as .csv." in said.err
    assert str(tmp_path) not in said.err
