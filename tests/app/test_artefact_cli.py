"""`artefact`, `person`, `reading`, `export slides`: in the terminal, with the next command always last."""

import re
from pathlib import Path

import pytest

from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.writing.artefacts import Artefacts
from tests.said import Call

BANDITS = "research-engineer/bandits"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PracticeFolder:
    monkeypatch.chdir(tmp_path)
    return PracticeFolder.create(default_path())


def fine(call: Call, *words: str) -> str:
    """What a command says; every line fits, the last is the next command."""
    said = call(*words)
    assert said.code == 0, said.err
    assert said.err == ""
    assert said.last.startswith("next: palaestra ")
    wide = [
        line for line in said.out.splitlines() if len(line) > 80 and "/" not in line and not line.startswith("next:")
    ]
    assert wide == []
    return said.out


def test_a_year_of_work(call: Call, folder: PracticeFolder) -> None:
    assert "artefact new paper-note" in fine(call, "artefact")
    assert "notes/paper-note/concrete-problems.md" in fine(
        call, "artefact", "new", "paper-note", "Concrete Problems", "--deadline", "tomorrow", "--for", "bandits"
    )
    assert "to be read tomorrow" in fine(call, "artefact", "list")
    shown = fine(call, "artefact", "show", "concrete-problems")
    assert "[reading] > noted > tested" in shown
    assert BANDITS in shown
    assert shown.rstrip().endswith("next: palaestra artefact state concrete-problems noted")
    assert "reading > [noted] > tested" in fine(call, "artefact", "state", "concrete-problems", "noted")
    fine(call, "artefact", "change", "concrete-problems", "--at", "LessWrong", "--set", "year=2016")
    fine(call, "artefact", "feedback", "concrete-problems", "--ask", "Ada")
    fine(call, "artefact", "feedback", "concrete-problems", "Say more.", "--from", "Ada")
    fine(call, "artefact", "feedback", "concrete-problems", "--changed", "Said more.")
    shown = fine(call, "artefact", "show", "concrete-problems")
    assert re.search(r"Ada said: Say more\..*you changed: Said more\.", shown, re.DOTALL)
    assert "2016" in shown
    assert "--undo" in fine(call, "artefact", "drop", "concrete-problems", "--why", "done elsewhere")
    assert "Nothing here yet" in fine(call, "artefact")
    fine(call, "artefact", "drop", "concrete-problems", "--undo")
    assert "Concrete Problems" in fine(call, "artefact")
    assert "Nothing of yours is like that" in fine(call, "artefact", "list", "--kind", "talk")
    fine(call, "artefact", "kinds")


def test_the_question_before_posting(call: Call, folder: PracticeFolder) -> None:
    fine(call, "artefact", "new", "article", "Proxies")
    refused = call("artefact", "state", "proxies", "posted")
    assert refused.code == 2
    assert "palaestra artefact advances proxies" in refused.err
    assert "nobody" not in fine(call, "artefact", "advances", "proxies", "No, it is known.", "--asked", "Ada").lower()
    fine(call, "artefact", "state", "proxies", "posted", "--outcome", "twelve readers")
    data = call("artefact", "show", "proxies", "--json").data
    assert data["advances"]["asked"] == "Ada"
    assert (data["state"], data["done"], data["outcome"]) == ("posted", True, "twelve readers")
    fine(call, "artefact", "new", "talk", "T")
    fine(call, "artefact", "state", "t", "given", "--advances", "No.", "--asked", "Rahul")
    assert call("artefact", "show", "t", "--json").data["advances"]["answer"] == "No."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("artefact new compettion x", "Did you mean competition"),
        ("artefact new talk x --for bandts", "Did you mean bandits"),
        ("artefact new talk x --deadline soon", "is not a day"),
        ("artefact new talk x --set minutes", "does not set a field"),
        ("artefact new talk x --set minuts=3", "no field called 'minuts'"),
        ("artefact show nothing", "There is no artefact called 'nothing'"),
        ("artefact feedback x", "asked, said or acted on"),
        ("artefact list --kind poem", "no kind of artefact"),
        ("artefact from-log 1234", "with a link is in your log"),
        ("person show ada", "no person called"),
        ("reading note x", "no thing to read"),
        ("reading paper bandits/x queued", "There is no paper called"),
        ("reading papers bandit", "Did you mean bandits"),
        ("export slides", "Which artefact"),
        ("export slids x", "Did you mean slides"),
        ("export x --as pdf", "no form called"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(call: Call, folder: PracticeFolder, words: str, says: str) -> None:
    said = call(*words.split())
    assert said.code == 2
    assert says in said.err
    assert "Traceback" not in said.err
    assert Artefacts(folder).all() == ()


def test_links_of_the_log(call: Call, folder: PracticeFolder) -> None:
    assert "Every link in your log" in fine(call, "artefact", "from-log")
    call("log", "90m merged: https://github.com/a/b/pull/3")
    assert fine(call, "artefact", "from-log").endswith(
        "next: palaestra artefact from-log https://github.com/a/b/pull/3\n"
    )
    (row,) = call("artefact", "from-log", "--json").data
    assert row["kind"] == "pull-request"
    assert "Pull request: merged" in fine(call, "artefact", "from-log", row["entry"])
    assert call("artefact", "from-log", "--json").data == []


def test_people_and_their_questions(call: Call, folder: PracticeFolder) -> None:
    assert "person add" in fine(call, "person")
    fine(call, "person", "add", "Ada Lovelace", "--role", "mentor", "--next", "tomorrow")
    fine(call, "person", "ask", "ada-lovelace", "Is it tight?")
    fine(call, "person", "ask", "Ada Lovelace", "Whom to read?")
    shown = fine(call, "person", "show", "ada-lovelace")
    assert "1. Is it tight?" in shown
    assert "you meet tomorrow" in fine(call, "person")
    fine(call, "artefact", "new", "article", "Proxies")
    fine(call, "person", "said", "ada-lovelace", "Yes.", "--answers", "1", "--about", "proxies")
    assert call("person", "said", "ada-lovelace", "x", "--answers", "7").code == 2
    shown = fine(call, "person", "show", "ada-lovelace")
    assert "1. Whom to read?" in shown
    assert "Yes. (about proxies)" in shown
    fine(call, "person", "change", "ada-lovelace", "--thank", "--next", "none")
    (row,) = call("person", "--json").data
    assert (row["thanked"], row["next"]) == (True, "")
    fine(call, "person", "drop", "ada-lovelace")
    assert call("person", "--json").data == []
    fine(call, "person", "drop", "ada-lovelace", "--undo")


def test_what_waits_to_be_read(call: Call, folder: PracticeFolder) -> None:
    assert "Nothing waits" in fine(call, "reading")
    fine(call, "reading", "add", "https://arxiv.org/abs/1606.06565", "--title", "Concrete Problems", "--from", "Ada")
    fine(call, "reading", "add", "A post")
    assert "Concrete Problems (from Ada)" in fine(call, "reading")
    fine(call, "reading", "note", "concrete-problems")
    refused = call("reading", "box", "a-post", "levelling-up/superintelligence")
    assert refused.code == 2
    fine(call, "reading", "box", "a-post", "levelling-up/alignment-forum-introductions")
    assert call("reading", "--json").data == []
    fine(call, "reading", "add", "Another")
    assert "--undo" in fine(call, "reading", "drop", "another")
    fine(call, "reading", "drop", "another", "--undo")
    fine(call, "reading", "paper", "bandits/bandit-algorithms", "queued")
    papers = {each["id"]: each for each in call("reading", "papers", "--json").data}
    assert papers["bandits/bandit-algorithms"]["state"] == "queued"
    assert "Reimplemented: 0 of 5" in fine(call, "reading", "papers", "bandits")
    fine(call, "reading", "paper", "bandits/bandit-algorithms", "--note")


def test_export_writes_no_file_twice(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    made = Artefacts(folder).begin("article", "Proxies")
    assert made.path is not None
    refused = call("export", "markdown", "proxies")
    assert refused.code == 2
    assert "no text yet" in refused.err
    made.path.write_text("# Proxies\n\n## One\n\nWords.\n")
    fine(call, "export", "slides", "proxies")
    assert "<section" in (tmp_path / "proxies-slides.html").read_text()
    fine(call, "export", "proxies", "--as", "markdown", "--to", "out.md")
    assert (tmp_path / "out.md").read_text() == "# Proxies\n\n## One\n\nWords.\n"
    (tmp_path / "out.md").write_text("mine")
    refused = call("export", "markdown", "proxies", "--to", "out.md")
    assert refused.code == 2
    assert (tmp_path / "out.md").read_text() == "mine"
    fine(call, "export", "markdown", "proxies", "--to", "out.md", "--yes")
    printed = call("export", "markdown", "proxies", "--to", "-")
    assert printed.out == "# Proxies\n\n## One\n\nWords.\n"
    drawing = Artefacts(folder).begin("drawing", "Robot")
    assert "Give it a Markdown file" in call("export", "slides", drawing.id).err


def test_done_artefacts_carry_a_module_on(call: Call, folder: PracticeFolder) -> None:
    (folder.root / "curricula").mkdir(exist_ok=True)
    (folder.root / "curricula" / "mine.toml").write_text(
        'id = "mine"\ntitle = "Mine"\nauthor = "me"\nsummary = "x"\n'
        '[[stages]]\nid = "a"\ntitle = "A"\nobjective = "x"\n'
        '[[stages.modules]]\nid = "draw"\ntitle = "Drawing"\nwhy = "x"\n'
        'artefacts = [{kind = "drawing", count = 2, title = "robots"}]\n'
    )
    folder.change_settings(curriculum="mine")
    fine(call, "artefact", "new", "drawing", "One")
    assert "Your path asks for robots: 0 of 2." in fine(call, "artefact")
    fine(call, "artefact", "state", "one", "finished")
    assert "Your path asks for robots: 1 of 2." in fine(call, "artefact")
    assert not _passed(folder)
    for title in ("Two",):
        fine(call, "artefact", "new", "drawing", title)
        fine(call, "artefact", "state", title.lower(), "finished")
    folder.log.append("explanation", module="mine/draw", scores=[2, 2, 2, 2], path="x")
    from palaestra.app.making import record_states

    record_states(folder)
    assert _passed(folder)


def _passed(folder: PracticeFolder) -> bool:
    return any(each.facts.get("state") == "passed" for each in folder.index().events("state"))
