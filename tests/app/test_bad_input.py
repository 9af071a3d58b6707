"""Bad input on the command line: one clear sentence with the mend, exit 2, nothing written, no traceback."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from palaestra.app.cli import main
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call, Said

IDS = ["../../x", "..", "/etc/passwd", "bandits/../../x", "<script>", "bandits/", "x" * 5000]
TAKES_AN_ID = [
    "start ID", "check ID", "check ID --watch", "check ID --pdb", "hint ID", "solution ID --yes", "mistakes ID",
    "debug ID", "debug ID --check", "guard ID", "guard ID --check", "run ID", "claims ID", "results --compare ID ID",
    "plan show ID", "plan use ID", "plan why ID", "plan links ID", "plan tick ID", "plan add ID title",
    "plan meet ID evidence", "forget ID --yes", "review --deck ID", "review --card ID --rating 3", "note --explain ID",
    "goal ID --evidence x", "export tracker --path ID", "init elsewhere --curriculum ID",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    """A practice folder; whatever is written by a relative name lands in a place of the test's own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return PracticeFolder.create(default_path())


def files(root: Path) -> dict[str, bytes]:
    """Every file but the derived index and git's own."""
    inside = [each for each in root.rglob("*") if each.is_file()]
    return {str(each): each.read_bytes() for each in inside if not {".palaestra", ".git"} & set(each.parts)}


def refused(said: Said, *says: str) -> None:
    """One sentence on stderr, and nothing but that."""
    assert said.code == 2, said
    assert len(said.err.strip().splitlines()) == 1, said.err
    assert said.err.startswith("palaestra: ")
    assert "Traceback" not in said.err
    for each in says:
        assert each in said.err


@pytest.mark.parametrize("command", TAKES_AN_ID)
def test_an_unknown_id_is_refused_wherever_one_is_taken(
    command: str, call: Call, folder: PracticeFolder, tmp_path: Path
) -> None:
    before = files(tmp_path), files(folder.root)
    for each in IDS:
        said = call(*(each if word == "ID" else word for word in command.split()))
        refused(said)
        assert said.out == ""
        assert len(said.err) < 900
    assert (files(tmp_path), files(folder.root)) == before


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("start bandits/ucbonus", "bandits/ucb-bonus"),
        ("start ucb-bonus", "bandits/ucb-bonus"),
        ("plan use levelling-upp", "levelling-up"),
        ("run bandits/ten-armed", "bandits/ten-armed-testbed"),
        ("review --card bandits/ucb-index --rating 3", "bandits/ucb1-index"),
        ("tody", "today"),
        ("claims bandit", "bandits"),
    ],
)
def test_the_nearest_known_one_is_suggested(words: str, nearest: str, call: Call, folder: PracticeFolder) -> None:
    refused(call(*words.split()), f"Did you mean {nearest}")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("run bandits/ten-armed-testbed --seeds 0", "0 is not a number of seeds"),
        ("run bandits/ten-armed-testbed --seeds -1", "-1 is not a number of seeds"),
        ("run bandits/ten-armed-testbed --seeds 99999999999999999999", "too many"),
        ("run bandits/ten-armed-testbed --seeds many", "a whole number is needed"),
        ("run bandits/ten-armed-testbed --workers -1", "the least is 0"),
        ("run bandits/ten-armed-testbed --set steps", "--set takes KEY=VALUE"),
        ("run bandits/ten-armed-testbed --set nosuch=3", "The settings are"),
        ("claims --workers 0", "the least is 1"),
        ("claims --measure huge", "small or full"),
        ("today --minutes 0", "1 to 600 minutes"),
        ("today --minutes 99999999999999999999", "1 to 600 minutes"),
        ("today --minutes soon", "a whole number is needed"),
        ("today extra", "`palaestra today --help`"),
        ("today --nosuch", "No such option: --nosuch"),
        ("plan lst", "Did you mean 'list'"),
        ("session begin", "`palaestra session --help`"),
        ("check", "Missing argument 'EXERCISE'"),
        ("review --rating 3", "--card"),
        ("log --correct  90m", "not an entry of the journal"),
        ("log soon", "does not begin with how long it took"),
        ("log 9999999h", "24 hours"),
        ("away x..y", "is not a span of days"),
        ("goal x --by someday", "is not a day"),
        ("serve --port x", "a whole number is needed"),
        ("debug bandits/kl-ucb", "bandits/exp3"),
        ("debug bandits/exp3 --check", "`palaestra debug bandits/exp3` lays one out"),
        ("guard bandits/exp3", "bandits/ucb1"),
        ("guard bandits/ucb1 --check", "`palaestra guard bandits/ucb1` writes their file"),
        ("solution bandits/exp3", "Add --yes"),
        ("check bandits/ucb1 --from nosuch.py:UCB1", "Name one with --from"),
        ("check bandits/ucb1 --adapt nosuch.py", "--adapt goes with --from"),
        ("results --csv .", "is not a file"),
        ("results --csv /dev/null", "is not a file"),
        ("publish  --yes", "A site needs a folder of its own"),
        ("--home", "--home names no folder"),
        ("--home  today", "--home names no folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_what_to_do(words: str, says: str, call: Call, folder: PracticeFolder) -> None:
    refused(call(*words.split(" ")), says)


def test_a_site_is_not_printed_into_the_practice_folder(call: Call, folder: PracticeFolder) -> None:
    refused(call("publish", str(folder.root), "--yes"), "folder of its own")
    assert not (folder.root / "index.html").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"minutes = \n", "line 1"),
        (b'name = "x"\nminutes = "soon"\n', "line 2: minutes is a number"),
        (b'gate = "shut"\n', "gate is 'advise' or 'strict'"),
        (b"name = 3\n", "name is text"),
        ("name = 'Zoë'\n".encode("cp1252"), "UTF-8"),
        ("name = 'Zoe'\n".encode("utf-16"), "UTF-8"),
        (bytes(range(256)), "UTF-8"),
    ],
)
def test_a_broken_practice_toml_names_the_line(text: bytes, says: str, call: Call, folder: PracticeFolder) -> None:
    file = folder.root / "practice.toml"
    file.write_bytes(text)
    for command in ("today --json", "plan show", "log 90m", "note title", "goal x", "check bandits/ucb1", "results"):
        refused(call(*command.split()), "practice.toml", says)
    assert file.read_bytes() == text


@pytest.mark.parametrize(
    "command", ["today", "review --json", "log 90m", "note title", "start bandits/ucb1", "results"]
)
def test_a_home_that_is_none_is_left_as_it_is(command: str, call: Call, tmp_path: Path) -> None:
    file, heap = tmp_path / "file", tmp_path / "heap"
    file.write_text("mine")
    heap.mkdir()
    (heap / "thesis.tex").write_text("mine")
    for home, says in ((file, "is a file"), (heap, "is not a practice folder")):
        if command != "results":  # it shows what is kept without a folder, too
            refused(call("--home", str(home), *command.split()), says)
    refused(call("--home", str(file), "init"), "is a file")
    refused(call("--home", str(heap), "init"), "is not empty")
    assert [each.name for each in heap.iterdir()] == ["thesis.tex"]
    assert file.read_text() == "mine"


def test_trackers_in_other_encodings_are_read_and_what_is_none_is_refused(
    call: Call, folder: PracticeFolder, tmp_path: Path
) -> None:
    file = tmp_path / "README.md"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        file.write_bytes("- [x] Superintelligence\n- [ ] Café à la carte\n".encode(encoding))
        found = call("import", str(file), "--json").data
        assert (found["boxes"], found["ticked"], found["own"][0]["title"]) == (2, 1, "Café à la carte")
    for content, says in (
        (bytes(range(256)), "not a text file"),
        (b"# Nothing\n", "no check-boxes"),
        (b"x" * 50_000_000, "10 MB"),
        ("".join(f"- [ ] item {number}\n" for number in range(6000)).encode(), "5,000 boxes"),
    ):
        file.write_bytes(content)
        refused(call("import", str(file), "--yes"), says)
    refused(call("import", str(tmp_path / "nosuch.md")), "cannot be read")
    assert not list((folder.root / "log").rglob("*.jsonl"))


def test_borrowed_code_in_other_encodings_is_refused(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "theirs.py"
    for content in (b"\x00\xff\xfe", "# café\n".encode("cp1252"), "x = 1\n".encode("utf-16")):
        file.write_bytes(content)
        refused(call("check", "bandits/ucb1", "--from", f"{file}:UCB1"), "is not UTF-8 text")
        assert file.read_bytes() == content


def test_scripts_in_notes_are_only_words(call: Call, folder: PracticeFolder) -> None:
    script = "<script>alert(1)</script>"
    assert call("note", script, "--text", script).code == 0
    (file,) = (folder.root / "notes").glob("*.md")
    assert "<" not in file.name
    assert call("note", "--json").data[0]["title"] == script
    for title in ("../../escape", "/etc/x", "..", "."):
        assert call("note", title).code == 0
    assert {each.parent for each in (folder.root / "notes").rglob("*.md")} == {folder.root / "notes"}


def test_words_that_are_no_text_are_refused(call: Call, folder: PracticeFolder) -> None:
    refused(call("note", "caf\udce9"), "UTF-8")


def test_a_full_disk_keeps_what_was_acknowledged(
    call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("log", "90m").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _full)
        for command in ("log 30m", "note after", "start bandits/exp3", "goal after", "plan use levelling-up"):
            refused(call(*command.split()), "Free some space")
    assert [each["minutes"] for each in call("log", "--json").data if not each["inferred"]] == [90]
    assert folder.settings.goal == ""
    assert folder.settings.curriculum == "research-engineer"


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_verdict_is_shown_even_where_it_cannot_be_kept(
    call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("start", "bandits/ucb-bonus")
    file = folder.exercise_path("bandits/ucb-bonus")
    file.write_text(file.read_text().replace("raise NotImplementedError", "return 1 +"))
    monkeypatch.setattr("palaestra.app.practising.Practising.record", _refuses)
    said = call("check", "bandits/ucb-bonus", "--json")
    assert said.code == 2
    assert said.data["verdict"] == "import_error"


def _refuses(*_: object) -> None:
    raise OSError(30, "Read-only file system")


def test_today_in_the_time_given_reads_a_disk_that_takes_no_writing(
    call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", _full)
    said = call("today", "--minutes", "5")
    assert said.code == 0
    assert "5 minutes" in said.out


def test_settings_no_run_can_have_are_refused_without_frames(call: Call, folder: PracticeFolder) -> None:
    said = call("run", "bandits/ten-armed-testbed", "--seeds", "1", "--set", "steps=-1")
    refused(said, "steps=-1", "Without --set")
    assert ".py" not in said.err


def test_debug_shows_the_traceback(folder: PracticeFolder) -> None:
    command = [sys.executable, "-m", "palaestra.app.cli", "start", "nosuch"]
    assert "Traceback" not in subprocess.run(command, capture_output=True, text=True).stderr
    shown = subprocess.run([*command, "--debug"], capture_output=True, text=True)
    assert "Traceback" in shown.stderr
    assert shown.returncode != 0


def test_a_terminal_without_unicode_shows_the_rest(folder: PracticeFolder) -> None:
    command = [sys.executable, "-m", "palaestra.app.cli", "plan", "show", "levelling-up"]
    said = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert (said.returncode, said.stderr) == (0, b"")
    assert b"0 of 1?2" in said.stdout


def test_a_reader_who_has_had_enough_is_no_error(folder: PracticeFolder) -> None:
    command = f"{sys.executable} -m palaestra.app.cli plan show levelling-up | head -1"
    said = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert said.stderr == ""
    assert said.stdout.startswith("Levelling Up")


def test_on_a_terminal_a_refusal_is_folded_at_words(
    folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(SystemExit):
        main(["plan", "use", "levelling-upp-and-some-more-words-that-make-it-long"])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 1
    assert all(len(line) <= 80 for line in lines)
