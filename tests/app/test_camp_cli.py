"""`serve`, `publish` and `doctor` as commands: exit codes, one sentence for bad input, the next command last."""

import json
from pathlib import Path

import pytest

from palaestra.app.cli import main
from palaestra.practice.folder import default_path


def call(*words: str) -> int:
    """Run the command; its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("publish", "--include", "diary"), "There is no kind of thing to publish called 'diary'"),
        (("serve", "--port", "70000"), "A port is a number from 1 to 65535"),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*words) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


def test_a_file_in_the_way_of_a_site_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site").write_text("mine")
    assert call("publish", str(tmp_path / "site"), "--yes") == 2
    assert (tmp_path / "site").read_text() == "mine"
    assert "is a file" in capsys.readouterr().err


def test_a_broken_folder_keeps_the_camp_closed_with_the_line(capsys: pytest.CaptureFixture[str]) -> None:
    default_path().mkdir(parents=True)
    (default_path() / "practice.toml").write_text("minutes = 'x'\n")
    assert call("serve", "--port", "0") == 2
    assert "practice.toml, line 1" in capsys.readouterr().err


def test_a_folder_that_is_not_one_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    default_path().mkdir(parents=True)
    (default_path() / "thesis.tex").write_text("x")
    assert call("serve", "--port", "0") == 2
    assert "is not a practice folder" in capsys.readouterr().err
    assert [each.name for each in default_path().iterdir()] == ["thesis.tex"]


def test_doctor_and_publish_end_with_what_is_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("doctor") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("next: palaestra ")
    assert call("doctor", "--json") == 0
    assert {"id", "says", "state", "mend"} == set(json.loads(capsys.readouterr().out)[0])
    assert call("publish", str(tmp_path / "site"), "--yes") == 0
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == f"next: open {tmp_path / 'site' / 'index.html'}"
    assert all(len(line) <= 80 + len(str(tmp_path)) for line in said.splitlines())
    assert call("publish", str(tmp_path / "site"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["new"] == []
