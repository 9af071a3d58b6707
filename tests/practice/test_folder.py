"""The practice folder: made, opened, refused, and never written over."""

import errno
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.settings import TEMPLATE, Settings, read_settings


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return ran.stdout


def test_a_new_folder_is_a_git_repository_with_a_first_commit(folder: PracticeFolder) -> None:
    assert set(git(folder.root, "ls-files").split()) == {".gitattributes", ".gitignore", "README.md", "practice.toml"}
    assert git(folder.root, "status", "--porcelain") == ""
    folder.log.append("note", path="x")
    folder.index()
    assert git(folder.root, "status", "--porcelain", "--untracked-files=all").split()[1].startswith("log/")
    assert {each.name for each in folder.root.iterdir()} >= {"log", "exercises", "cards", "notes", "private", "studies"}


def test_private_is_never_committed(folder: PracticeFolder) -> None:
    (folder.root / "private" / "diary.md").write_text("mine")
    assert git(folder.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("identity", [True, False])
def test_a_folder_is_made_without_git_or_without_an_identity(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, identity: bool
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    if identity:
        monkeypatch.setattr(shutil, "which", lambda name: None)
    folder = PracticeFolder.create(tmp_path / "home")
    assert (folder.root / ".git").exists() is not identity
    if not identity:
        assert "Begin practice" in git(folder.root, "log", "--format=%s")


def test_a_folder_that_is_not_empty_is_left_alone_unless_it_may_be_adopted(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("my tracker")
    with pytest.raises(Refusal, match="not empty"):
        PracticeFolder.create(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["README.md"]
    folder = PracticeFolder.create(tmp_path, adopt=True)
    assert (folder.root / "README.md").read_text() == "my tracker"
    assert "README.md" not in git(folder.root, "ls-files")


def test_what_is_not_a_practice_folder_is_refused_in_a_sentence(tmp_path: Path, folder: PracticeFolder) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for path, words in {
        tmp_path / "nowhere": "no practice folder at .* yet.*palaestra init",
        tmp_path / "file": "is a file",
        tmp_path / "file" / "below": "no practice folder at",
        tmp_path / "empty": "no practice.toml.*palaestra init",
    }.items():
        with pytest.raises(Refusal, match=words):
            PracticeFolder.open(path)
    with pytest.raises(Refusal, match="already"):
        PracticeFolder.create(folder.root)
    with pytest.raises(Refusal, match="is a file"):
        PracticeFolder.create(tmp_path / "file")


def test_the_default_folder_is_named_by_the_environment(
    folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALAESTRA_HOME", str(folder.root))
    assert PracticeFolder.default().root == folder.root
    monkeypatch.delenv("PALAESTRA_HOME")
    monkeypatch.setenv("HOME", "/home/ada")
    assert default_path() == Path("/home/ada/palaestra")


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_disk_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "mkdir", refuse)
    with pytest.raises(Refusal, match="could not be written"):
        PracticeFolder.create(tmp_path / "home")


def test_exercise_files_have_one_place_and_ids_cannot_leave_it(folder: PracticeFolder) -> None:
    places = {mode: folder.exercise_path("bandits/ucb-bonus", mode) for mode in ("build", "debug", "guard")}
    names = {mode: path.relative_to(folder.root).as_posix() for mode, path in places.items()}
    assert names == {
        "build": "exercises/bandits/ucb_bonus.py",
        "debug": "exercises/bandits/ucb_bonus.debug",
        "guard": "exercises/bandits/test_ucb_bonus.py",
    }
    for bad in ("../x", "a/../b", "/etc/passwd", "bandits", "a/b/c", "a/.b", "", "a/b\n", "a\\b/c", "a/b\0"):
        with pytest.raises(Refusal, match="not the id"):
            folder.exercise_path(bad)
    with pytest.raises(Refusal, match="no mode"):
        folder.exercise_path("a/b", "cheat")


def test_nothing_is_written_over_without_a_copy(folder: PracticeFolder) -> None:
    path = folder.exercise_path("bandits/ucb")
    assert folder.write(path, "one") is None
    assert folder.write(path, "one") is None, "the same again needs no copy"
    first, second = folder.write(path, "two"), folder.write(path, "three")
    assert first is not None
    assert second is not None
    assert [each.read_text() for each in (first, second, path)] == ["one", "two", "three"]
    assert first.parent.name == "kept"
    assert folder.keep_copy(folder.root / "nothing.py") is None
    with pytest.raises(Refusal, match="outside"):
        folder.write(folder.root / ".." / "x", "text")


def test_a_write_that_fails_leaves_what_was_there(folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.root / "notes" / "a.md"
    folder.write(path, "one")

    def refuse(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", refuse)
        with pytest.raises(Refusal, match="disk is full"):
            folder.write(path, "two")
    assert path.read_text() == "one"
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


# --- practice.toml -----------------------------------------------------------------------------------------------


def test_the_template_says_the_defaults(folder: PracticeFolder) -> None:
    assert folder.settings == Settings()
    assert TEMPLATE.count("#") >= 10


def test_an_edit_keeps_comments_and_unknown_lines(folder: PracticeFolder) -> None:
    path = folder.root / "practice.toml"
    path.write_text('# mine\ngate = "strict"   # be hard on me\ncolour = "clay"\n\n[editor]\nopen = "vim"\n')
    folder = PracticeFolder.open(folder.root)
    settings = folder.change_settings(gate="advise", goal='a "quoted" goal — ü', weekly_hours=7.5)
    text = path.read_text()
    assert '# mine\ngate = "advise"   # be hard on me\ncolour = "clay"\n' in text
    assert '[editor]\nopen = "vim"' in text
    assert settings == folder.settings == PracticeFolder.open(folder.root).settings
    assert (settings.goal, settings.weekly_hours, settings.gate) == ('a "quoted" goal — ü', 7.5, "advise")


def test_a_comment_stays_in_its_column_while_there_is_room(folder: PracticeFolder) -> None:
    path = folder.root / "practice.toml"

    def columns() -> dict[str, int]:
        return {line.split(" =")[0]: line.index("#") for line in path.read_text().splitlines() if " =" in line}

    before = columns()
    folder.change_settings(niche="evaluations", weekly_hours=12)
    assert columns() == before
    folder.change_settings(goal="Find out what models do when they think that nobody looks")
    assert 'looks"  # what you are training for' in path.read_text()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'name = "Ada"\ngate = \n', "line 2"),
        (b'name = "Ada', "line 1"),
        (b'name = "Ada"\nname = "Eve"\n', "line 2"),
        (b'name = "Ada"\n\ngate = "locked"\n', "line 3: gate is 'advise' or 'strict', not 'locked'"),
        (b'minutes = "long"\n', "line 1: minutes is a number"),
        (b"weekly_hours = 1000\n", "line 1: weekly_hours lies between 0 and 100"),
        (b"minutes = 1.5\n", "whole number"),
        (b"minutes = true\n", "is a number"),
        (b"name = 7\n", "name is text"),
        (b'goal = "fine"\nname = "Andr\xe9"\n', "line 2: not UTF-8"),
        (b"[[[", "line 1"),
    ],
)
def test_a_broken_practice_toml_names_its_line(folder: PracticeFolder, text: bytes, words: str) -> None:
    path = folder.root / "practice.toml"
    path.write_bytes(text)
    with pytest.raises(Refusal, match=words) as refusal:
        PracticeFolder.open(folder.root)
    assert str(path) in str(refusal.value)
    with pytest.raises(Refusal):
        folder.change_settings(name="Eve")
    assert path.read_bytes() == text


def test_a_setting_that_makes_no_sense_is_not_written(folder: PracticeFolder) -> None:
    before = (folder.root / "practice.toml").read_bytes()
    for change in ({"gate": "open"}, {"minutes": 0}, {"curiculum": "x"}, {"name": None}):
        with pytest.raises(Refusal):
            folder.change_settings(**change)
    assert (folder.root / "practice.toml").read_bytes() == before


def test_an_edit_by_hand_is_seen_at_once(folder: PracticeFolder) -> None:
    path = folder.root / "practice.toml"
    path.write_text('goal = "by hand"\n')
    assert folder.settings.goal == "by hand"
    path.write_text("goal = \n")
    with pytest.raises(Refusal, match="line 1"):
        _ = folder.settings


def test_a_missing_line_has_its_default(tmp_path: Path) -> None:
    (tmp_path / "practice.toml").write_text("")
    assert read_settings(tmp_path / "practice.toml") == Settings()
