"""An exercise written again from a blank stub: its attempt says so, also when the file is the same to the letter."""

from pathlib import Path

import pytest

from palaestra.app.practising import Practising
from palaestra.grader import Judgement, Verdict
from palaestra.kit.catalogue import Catalogue
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.writing.notes import explanation_path
from tests.said import Call

EXERCISE = "bandits/ucb1"


@pytest.fixture
def work() -> Practising:
    folder = PracticeFolder.create(default_path())
    return Practising(Catalogue.installed().exercise(EXERCISE), folder, Catalogue.installed())


def judged(work: Practising, verdict: Verdict, digest: str = "same") -> None:
    work.record(Judgement(EXERCISE, verdict, 4, rungs_held=4, file_digest=digest), Path(work.file))


def blanks(work: Practising) -> list[tuple[str, bool]]:
    """The attempts, oldest first: verdict, and whether they were from a blank stub."""
    events = work.folder.index().events("attempt")[::-1]
    return [(str(each.facts["verdict"]), bool(each.facts.get("blank"))) for each in events]


def test_only_what_was_begun_anew_after_a_pass_is_a_blank_redo(work: Practising) -> None:
    work.start(anyway=True)
    judged(work, Verdict.WRONG, "first try")
    work.start(again=True, anyway=True)
    judged(work, Verdict.PASSED)
    judged(work, Verdict.PASSED)
    assert blanks(work) == [("wrong", False), ("passed", False)], "starting over before a pass is no redo"
    work.file.write_text("mine = 1\n")
    started = work.start(again=True, anyway=True)
    assert started.copy is not None
    assert started.copy.read_text() == "mine = 1\n"
    judged(work, Verdict.WRONG, "half")
    judged(work, Verdict.PASSED)
    assert blanks(work)[2:] == [("wrong", True), ("passed", True)]
    judged(work, Verdict.PASSED, "tidied")
    assert blanks(work)[4:] == [("passed", False)], "tidying it up later is no second redo"


def test_the_same_words_written_again_count(work: Practising) -> None:
    work.start(anyway=True)
    judged(work, Verdict.PASSED)
    work.file.write_text("mine = 1\n")
    work.start(again=True, anyway=True)
    judged(work, Verdict.PASSED)
    assert blanks(work) == [("passed", False), ("passed", True)]


def test_a_file_deleted_after_the_pass_begins_a_redo_too(work: Practising) -> None:
    work.start(anyway=True)
    judged(work, Verdict.PASSED)
    work.file.unlink()
    work.start(anyway=True)
    judged(work, Verdict.PASSED)
    assert blanks(work)[-1] == ("passed", True)


def test_an_explanation_is_written_again_on_a_blank_page_and_the_first_is_kept(call: Call) -> None:
    folder = PracticeFolder.create(default_path())
    module = f"{folder.settings.curriculum}/bandits"
    assert call("note", "--explain", module).code == 0
    page = explanation_path(folder, module)
    page.write_text("What I said at first.\n")
    call("note", "--explain", module, "--scores", "2,2,1,1")
    said = call("note", "--explain", module, "--again")
    assert said.code == 0
    assert "kept" in said.out
    assert "at first" not in page.read_text()
    assert [each.read_text() for each in (page.parent / "kept").iterdir()] == ["What I said at first.\n"]


def test_a_redo_that_passes_says_when_it_comes_back(call: Call) -> None:
    folder = PracticeFolder.create(default_path())
    work = Practising(Catalogue.installed().exercise("bandits/sample-average"), folder, Catalogue.installed())
    right = "def sample_average(average, pulls, reward):\n    return average + (reward - average) / pulls\n"
    work.start(anyway=True)
    work.file.write_text(right)
    assert "comes back on" not in call("check", "bandits/sample-average").out, "the first pass is no redo"
    work.start(again=True, anyway=True)
    work.file.write_text(right)
    assert "comes back on" in " ".join(call("check", "bandits/sample-average").out.split())
