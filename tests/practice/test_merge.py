"""Two machines, one learner: what git merges is what both did."""

import shutil
import subprocess
from pathlib import Path

from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.log import Log

IDENTITY = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", "-C", str(folder), *IDENTITY, *arguments], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    return ran.stdout


def two_machines(tmp_path: Path) -> tuple[PracticeFolder, PracticeFolder]:
    desk = PracticeFolder.create(tmp_path / "desk")
    git(tmp_path, "clone", "--quiet", str(desk.root), str(tmp_path / "laptop"))
    return desk, PracticeFolder.open(tmp_path / "laptop")


def commit(folder: PracticeFolder) -> None:
    git(folder.root, "add", "--all")
    git(folder.root, "commit", "--quiet", "-m", "practice")


def test_two_machines_write_apart_and_merge_without_a_conflict(tmp_path: Path) -> None:
    desk, laptop = two_machines(tmp_path)
    assert desk.log.machine != laptop.log.machine
    kept: set[str] = set()
    for turn in range(3):
        for folder in (desk, laptop):
            kept |= {folder.log.append("tick", item=f"{folder.root.name}/{turn}/{n}").id for n in range(5)}
            commit(folder)
        git(laptop.root, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
        git(desk.root, "pull", "--quiet", "--no-rebase", "--no-edit", str(laptop.root), "main")
        for folder in (desk, laptop):
            assert len(folder.index().ticks()) == len(kept)
    assert {event.id for event in desk.log.read().events} == kept
    assert desk.index().dump()["events"] == laptop.index().dump()["events"]


def test_a_review_taken_back_on_one_machine_is_taken_back_on_the_other(tmp_path: Path) -> None:
    desk, laptop = two_machines(tmp_path)
    review = desk.log.append("review", card="b/a", rating=3)
    commit(desk)
    git(laptop.root, "pull", "--quiet", "--no-edit", "origin", "main")
    assert list(laptop.index().cards()) == ["b/a"]
    laptop.log.retract(review.id)
    commit(laptop)
    git(desk.root, "pull", "--quiet", "--no-edit", str(laptop.root), "main")
    assert desk.index().cards() == {}


def test_one_log_written_on_two_machines_keeps_the_lines_of_both(tmp_path: Path) -> None:
    """A folder copied whole, `.palaestra` and all, has two machines of one name."""
    desk = PracticeFolder.create(tmp_path / "desk")
    first = desk.log.append("tick", item="common")
    commit(desk)
    shutil.copytree(desk.root, tmp_path / "copy")
    copy = PracticeFolder.open(tmp_path / "copy")
    assert copy.log.machine == desk.log.machine
    ids = {first.id}
    for folder in (desk, copy):
        ids |= {folder.log.append("tick", item=f"{folder.root.name}/{n}").id for n in range(4)}
        commit(folder)
    git(desk.root, "pull", "--quiet", "--no-rebase", "--no-edit", str(copy.root), "main")
    reading = desk.log.read()
    assert {event.id for event in reading.events} == ids
    assert reading.set_aside == ()
    assert len(desk.index().ticks()) == 9


def test_a_conflict_left_in_a_log_loses_nothing(tmp_path: Path) -> None:
    """Without the attribute that keeps both sides, git leaves its marks; they are set aside."""
    desk = PracticeFolder.create(tmp_path / "desk")
    (desk.root / ".gitattributes").unlink()
    desk.log.append("tick", item="common")
    commit(desk)
    shutil.copytree(desk.root, tmp_path / "copy")
    copy = PracticeFolder.open(tmp_path / "copy")
    for folder in (desk, copy):
        folder.log.append("tick", item=folder.root.name)
        commit(folder)
    pull = ["git", "-C", str(desk.root), *IDENTITY, "pull", "--no-rebase", "--no-edit", str(copy.root), "main"]
    assert subprocess.run(pull, capture_output=True).returncode != 0
    index = Index(Log(desk.root)).refresh()
    assert set(index.ticks()) == {"common", "desk", "copy"}
    assert [each.why for each in index.set_aside()] == ["a mark git leaves in a merge"] * 3
    after = desk.log.append("tick", item="after")
    assert index.refresh().event(after.id) == after
