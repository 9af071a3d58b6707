"""Two machines, one bare repository between them: nothing either wrote is lost, whoever comes first."""

import subprocess
from pathlib import Path

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.exchange.sync import Kept, set_remote, sync
from palaestra.practice.folder import PracticeFolder


def run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "bare.git"))
    return tmp_path / "bare.git"


def machine(tmp_path: Path, name: str, bare: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    """A practice folder made on a machine of its own, as `init` makes it, that knows the bare repository."""
    folder = PracticeFolder.create(tmp_path / name)
    (folder.root / ".palaestra").mkdir(exist_ok=True)
    (folder.root / ".palaestra" / "machine").write_text(name)
    set_remote(folder, str(bare))
    return folder


@pytest.fixture
def two(tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[PracticeFolder, PracticeFolder]:
    return machine(tmp_path, "desk", bare, monkeypatch), machine(tmp_path, "lap", bare, monkeypatch)


def write(folder: PracticeFolder, name: str, text: str) -> Path:
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_events_of_two_machines_meet(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, lap = two
    desk.log.append("note", path="notes/a.md", title="a")
    lap.log.append("note", path="notes/b.md", title="b")
    assert sync(desk).pushed
    found = sync(lap)
    assert found.pulled
    assert found.pushed
    assert not found.kept
    assert sync(desk).pulled
    for folder in two:
        assert sorted(each.facts["title"] for each in folder.index().events("note")) == ["a", "b"]
        assert not folder.index().set_aside()


def test_a_second_sync_has_nothing_to_do(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, _ = two
    desk.log.append("note", path="notes/a.md", title="a")
    sync(desk)
    again = sync(desk)
    assert (again.committed, again.pulled, again.pushed, again.kept) == (0, 0, 0, ())


def test_both_versions_of_a_conflicting_exercise_are_kept(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, lap = two
    name = "exercises/bandits/ucb_bonus.py"
    write(desk, name, "def bonus():\n    return 'desk'\n")
    write(lap, name, "def bonus():\n    return 'lap'\n")
    sync(desk)
    (kept,) = sync(lap).kept
    assert kept.path == name
    assert "lap" in (lap.root / name).read_text()
    assert "desk" in (lap.root / kept.copy).read_text()
    sync(desk)
    assert "lap" in (desk.root / name).read_text()
    assert "desk" in (desk.root / kept.copy).read_text()


@pytest.mark.parametrize("changes_first", [True, False])
def test_a_file_deleted_on_one_machine_and_changed_on_the_other_stays_changed(
    two: tuple[PracticeFolder, PracticeFolder], changes_first: bool
) -> None:
    desk, lap = two
    write(desk, "notes/regret.md", "# Regret\n")
    sync(desk)
    sync(lap)
    changer, remover = (desk, lap) if changes_first else (lap, desk)
    write(changer, "notes/regret.md", "# Regret\n\nA day's thought.\n")
    (remover.root / "notes/regret.md").unlink()
    sync(desk)
    assert not sync(lap).kept
    sync(desk)
    for folder in two:
        assert "thought" in (folder.root / "notes/regret.md").read_text()


def test_binary_files_and_odd_names_are_kept_whole(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, lap = two
    name = "notes/Zeichnung ü (1).png"
    (desk.root / name).write_bytes(b"\x89PNG\x00desk\xff")
    (lap.root / name).write_bytes(b"\x89PNG\x00lap\xff\n")
    sync(desk)
    (kept,) = sync(lap).kept
    assert (lap.root / name).read_bytes() == b"\x89PNG\x00lap\xff\n"
    assert (lap.root / kept.copy).read_bytes() == b"\x89PNG\x00desk\xff"


def test_one_log_file_written_on_both_keeps_the_lines_of_both(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    """Two copies of one folder answer to one machine's name; and git may know nothing of union merges."""
    desk, lap = two
    for folder in two:
        (folder.root / ".gitattributes").unlink()
        (folder.root / ".palaestra" / "machine").write_text("same")
    desk, lap = PracticeFolder.open(desk.root), PracticeFolder.open(lap.root)
    desk.log.append("note", path="notes/a.md", title="a")
    lap.log.append("note", path="notes/b.md", title="b")
    sync(desk)
    assert not sync(lap).kept
    assert sorted(each.facts["title"] for each in lap.index().events("note")) == ["a", "b"]
    assert not lap.index().set_aside()


def test_private_and_the_index_never_leave_the_machine(two: tuple[PracticeFolder, PracticeFolder], bare: Path) -> None:
    desk, _ = two
    write(desk, "private/doubts.md", "a secret")
    desk.index()
    sync(desk)
    names = run("git", "-C", str(bare), "ls-tree", "-r", "--name-only", "main").splitlines()
    assert "practice.toml" in names
    assert not [each for each in names if each.startswith(("private/", ".palaestra/"))]


def test_a_push_somebody_came_before_is_tried_again(
    two: tuple[PracticeFolder, PracticeFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    from palaestra.practice.exchange import sync as module

    desk, lap = two
    sync(desk)
    sync(lap)
    desk.log.append("note", path="notes/a.md", title="a")
    lap.log.append("note", path="notes/b.md", title="b")
    plain, raced = module.git, []

    def racing(root: Path, *words: str, **more: float) -> module.Ran:
        if words[0] == "push" and root == lap.root and not raced:
            raced.append(True)
            sync(desk)
        return plain(root, *words, **more)

    monkeypatch.setattr(module, "git", racing)
    found = sync(lap)
    assert raced
    assert found.pushed
    assert found.pulled
    assert len(lap.index().events("note")) == 2


def test_a_sync_that_was_interrupted_in_a_merge_is_finished_by_the_next(
    two: tuple[PracticeFolder, PracticeFolder],
) -> None:
    desk, lap = two
    name = "notes/plan.md"
    sync(desk)
    sync(lap)
    write(desk, name, "desk\n")
    write(lap, name, "lap\n")
    sync(desk)
    run("git", "-C", str(lap.root), "add", "-A")
    run("git", "-C", str(lap.root), "-c", "user.name=a", "-c", "user.email=b@c", "commit", "-qm", "mine")
    run("git", "-C", str(lap.root), "fetch", "-q", "origin", "main")
    merge = ["git", "-C", str(lap.root), "-c", "user.name=a", "-c", "user.email=b@c", "merge", "-q", "FETCH_HEAD"]
    assert subprocess.run(merge, capture_output=True, check=False).returncode
    found = sync(lap)
    assert [each.path for each in found.kept] == [name]
    assert found.pushed
    assert (lap.root / name).read_text() == "lap\n"
    assert (lap.root / found.kept[0].copy).read_text() == "desk\n"


def test_the_readme_between_the_marks_needs_no_second_version(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, lap = two
    sync(desk)
    sync(lap)
    mark = "<!-- palaestra: weeks -->\n"
    for folder, line in ((desk, "- W1: desk"), (lap, "- W2: lap")):
        path = folder.root / "README.md"
        path.write_text(path.read_text().replace(mark, f"{mark}{line}\n"))
    sync(desk)
    assert not sync(lap).kept


def test_what_the_learner_wrote_into_the_readme_on_both_is_kept(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, lap = two
    sync(desk)
    sync(lap)
    for folder, word in ((desk, "from the desk"), (lap, "from the lap")):
        path = folder.root / "README.md"
        path.write_text(path.read_text().replace("# Practice", f"# Practice {word}"))
    sync(desk)
    (kept,) = sync(lap).kept
    assert kept == Kept("README.md", kept.copy)
    assert "from the desk" in (lap.root / kept.copy).read_text()


def begun_apart(folder: PracticeFolder) -> None:
    """Give a folder a first commit of its own: made in the same second, two would share theirs."""
    who = ("-c", "user.name=lap", "-c", "user.email=lap@localhost")
    run("git", "-C", str(folder.root), *who, "commit", "--quiet", "--amend", "-m", "Begin on another machine")


def test_a_new_machine_takes_the_settings_of_the_others(two: tuple[PracticeFolder, PracticeFolder]) -> None:
    desk, lap = two
    begun_apart(lap)
    desk.change_settings(name="Ada", goal="audit models", weekly_hours=9)
    write(desk, "README.md", (desk.root / "README.md").read_text() + "Mine, at the end.\n")
    sync(desk)
    assert sync(lap).kept == ()
    assert PracticeFolder.open(lap.root).settings.goal == "audit models"
    assert (lap.root / "README.md").read_text().endswith("Mine, at the end.\n")
    sync(desk)
    assert PracticeFolder.open(desk.root).settings.goal == "audit models", "and does not hand on its own empty ones"


def test_settings_that_a_new_machine_has_changed_stay_with_the_others_beside_them(
    two: tuple[PracticeFolder, PracticeFolder],
) -> None:
    desk, lap = two
    begun_apart(lap)
    desk.change_settings(goal="audit models")
    sync(desk)
    lap.change_settings(goal="prove theorems")
    assert [each.path for each in sync(lap).kept] == ["practice.toml"]
    assert PracticeFolder.open(lap.root).settings.goal == "prove theorems"


def test_without_a_remote_it_commits(tmp_path: Path) -> None:
    folder = PracticeFolder.create(tmp_path / "alone")
    write(folder, "notes/a.md", "a")
    found = sync(folder)
    assert found.committed == 1
    assert found.remote == ""
    assert not run("git", "-C", str(folder.root), "status", "--porcelain")


def test_a_remote_that_is_gone_is_one_sentence_and_the_work_stays_committed(
    two: tuple[PracticeFolder, PracticeFolder],
) -> None:
    desk, _ = two
    write(desk, "notes/a.md", "a")
    run("git", "-C", str(desk.root), "remote", "set-url", "origin", "/nowhere/at/all.git")
    with pytest.raises(Refusal, match=r"cannot be reached") as refused:
        sync(desk)
    assert "committed" in refused.value.mend
    assert "notes/a.md" in run("git", "-C", str(desk.root), "ls-files")


def test_a_remote_on_another_branch_is_not_guessed_at(tmp_path: Path) -> None:
    bare = tmp_path / "old.git"
    run("git", "init", "--quiet", "--bare", "--initial-branch=master", str(bare))
    other = tmp_path / "other"
    run("git", "init", "--quiet", "--initial-branch=master", str(other))
    run(
        "git", "-C", str(other), "-c", "user.name=a", "-c", "user.email=b@c", "commit", "-q", "--allow-empty", "-m", "x"
    )
    run("git", "-C", str(other), "push", "-q", str(bare), "master")
    folder = PracticeFolder.create(tmp_path / "mine")
    set_remote(folder, str(bare))
    with pytest.raises(Refusal, match="master"):
        sync(folder)


@pytest.mark.parametrize("address", ["", "  ", "--upload-pack=evil"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    folder = PracticeFolder.create(tmp_path / "mine")
    with pytest.raises(Refusal, match="not the address"):
        set_remote(folder, address)


def test_a_rebase_under_way_is_left_alone(tmp_path: Path) -> None:
    folder = PracticeFolder.create(tmp_path / "mine")
    (folder.root / ".git" / "rebase-merge").mkdir()
    with pytest.raises(Refusal, match="in the middle"):
        sync(folder)
