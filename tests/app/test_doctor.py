"""`palaestra doctor`: what it looks at, and the command that mends each."""

import json
from pathlib import Path

import pytest

from palaestra.app.cli import camp_doctor
from palaestra.app.views import built
from palaestra.lab import needs
from palaestra.practice.folder import PracticeFolder, default_path


def look(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, dict[str, str]]]:
    code = camp_doctor.doctor(as_json=True)
    return code, {each["id"]: each for each in json.loads(capsys.readouterr().out)}


def test_a_whole_camp_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    PracticeFolder.create(default_path())
    code, found = look(capsys)
    assert code == 0
    assert {"python", "palaestra", "front-end", "folder", "git", "browser", "room-bandits"} <= found.keys()
    assert found["front-end"]["state"] == found["folder"]["state"] == "ok"


def test_no_folder_yet_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = look(capsys)
    assert code == 0
    assert found["folder"]["mend"] == "palaestra init"


def test_a_broken_folder_is_named_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    folder = PracticeFolder.create(default_path())
    (folder.root / "practice.toml").write_text("minutes = many\n")
    code, found = look(capsys)
    assert code == 1
    assert "practice.toml, line 1" in found["folder"]["says"]
    assert camp_doctor.doctor(as_json=False) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("next: ")


def test_lines_set_aside_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    folder = PracticeFolder.create(default_path())
    folder.log.append("note", path="notes/a.md", title="A")
    file = next((folder.root / "log").rglob("*.jsonl"))
    file.write_text(file.read_text() + "{broken\n")
    _, found = look(capsys)
    assert "line 2" in found["log"]["says"]


def test_missing_front_end_files_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(built, "BUILT", tmp_path)
    code, found = look(capsys)
    assert code == 1
    assert "pip install" in found["front-end"]["mend"]


def test_a_rooms_missing_extras_come_with_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(needs, "installed", lambda need: need != "data")
    code, found = look(capsys)
    assert code == 0, "an extra is optional"
    assert found["room-bandits"]["mend"] == 'pip install "palaestra[data]"'
