"""`plan`, `import`, `export`, `forget` on the command line."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from palaestra.app.cli import main
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.tracker import parse, ticked

TRACKER = Path(__file__).parent.parent / "practice" / "trackers" / "levelling_up.md"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def last(self) -> str:
        return self.out.rstrip().splitlines()[-1]


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("PALAESTRA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PALAESTRA_DEBUG", raising=False)

    def call(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return Said(ended.value.code or 0, said.out, said.err)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> PracticeFolder:
    return PracticeFolder.create(tmp_path / "home")


@pytest.fixture
def readme(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_bytes(ticked(parse(TRACKER.read_bytes()), {1: True, 14: True}))
    return path


def test_plan_list_counts_modules_and_resources_even_without_a_folder(run: Run) -> None:
    rows = {each["id"]: each for each in run("plan", "list", "--json").data}
    assert rows["levelling-up"] == {
        "id": "levelling-up",
        "title": "Levelling Up in AI Safety Research Engineering",
        "modules": 10,
        "resources": 64,
    }
    assert set(rows["research-engineer"]) == {"id", "title", "modules", "resources"}
    assert run("plan", "list").last == "next: palaestra plan show levelling-up"


def test_plan_show_folds_to_80_columns_and_keeps_links_whole(run: Run) -> None:
    said = run("plan", "show", "levelling-up", "--plain")
    wide = [line for line in said.out.splitlines() if len(line) > 80]
    assert wide == ["https://www.lesswrong.com/posts/uLstPRyYwzfrx3enG/levelling-up-in-ai-safety-research-engineering"]
    assert sum(line.startswith("Level ") for line in said.out.splitlines()) == 5
    assert said.out.count("goal  ") == 25
    assert said.out.count("not yet") == 25
    assert "[ ] Python Programming (0 of 1–2)" in said.out
    assert "Gabe Mukobi" in said.out
    assert said.last.startswith("next: palaestra ")


def test_plan_show_says_planned_for_rooms_to_come(run: Run) -> None:
    said = run("plan", "show", "research-engineer", "--json").data
    modules = [module for stage in said["stages"] for module in stage["modules"]]
    assert [each["id"] for each in modules if not each["planned"]] == ["research-engineer/bandits"]
    assert said["next"]["does"].startswith("palaestra start bandits/")
    assert run("plan", "show").out.count("planned") == len(modules) - 1


def test_the_story_of_an_import(run: Run, folder: PracticeFolder, readme: Path) -> None:
    preview = run("import", str(readme))
    assert "64 boxes, 2 of them ticked" in preview.out
    assert preview.last == f"next: palaestra import {readme} --yes"
    assert folder.log.read().events == ()
    done = run("import", str(readme), "--yes", "--json").data
    assert (done["boxes"], done["new_ticks"], done["applied"], done["own"]) == (64, 2, True, [])
    assert [each["item"] for each in done["matched"] if each["new"]] == [
        "levelling-up/superintelligence",
        "levelling-up/scientific-python",
    ]
    again = run("import", str(readme), "--yes", "--json").data
    assert again["new_ticks"] == 0
    assert len(folder.log.read().events) == 2
    assert run("import", str(readme)).out.count("Nothing new") == 1
    shown = run("plan", "show", "levelling-up", "--json").data
    assert (shown["boxes"], shown["boxes_done"]) == (64, 2)


def test_export_changes_one_character_a_box_and_keeps_a_copy(run: Run, folder: PracticeFolder, readme: Path) -> None:
    before = readme.read_bytes()
    run("import", str(readme), "--yes")
    assert "nothing changed" in run("export", "tracker", str(readme)).out
    run("plan", "tick", "levelling-up/rome")
    said = run("export", "tracker", str(readme))
    after = readme.read_bytes()
    assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == [(ord(" "), ord("x"))]
    (copy,) = (readme.parent / "kept").iterdir()
    assert copy.read_bytes() == before
    assert copy.name in said.out.replace("\n", "")
    run("plan", "tick", "levelling-up/rome", "--undo")
    run("export", "tracker", str(readme))
    assert readme.read_bytes() == before


def test_export_writes_a_fresh_tracker_that_imports_as_nothing_new(run: Run, folder: PracticeFolder, tmp_path) -> None:
    run("plan", "tick", "levelling-up/git#immersion", "levelling-up/git#github-skills")
    file = tmp_path / "NEW.md"
    run("export", "tracker", str(file), "--path", "levelling-up")
    said = run("import", str(file), "--json").data
    assert said["boxes"] == 64 + 53 + 8 + 3
    assert (said["new_ticks"], said["own"]) == (1, [])


def test_a_tick_changes_one_character_of_the_folders_readme(run: Run, folder: PracticeFolder) -> None:
    page = folder.root / "README.md"
    page.write_text(page.read_text() + "\nMy own words: - [ ] rome\n- [ ] Superintelligence\n")
    before = page.read_text()
    run("export", "tracker", "--path", "levelling-up")
    begun = page.read_text()
    opens, closes = "<!-- palaestra: tracker -->", "<!-- palaestra: end of tracker -->"
    assert begun.partition(opens)[0] == before.partition(opens)[0]
    assert begun.partition(closes)[2] == before.partition(closes)[2]
    run("plan", "tick", "levelling-up/superintelligence")
    after = page.read_text()
    assert [(one, two) for one, two in zip(begun, after, strict=True) if one != two] == [(" ", "x")]
    assert "- [x] Superintelligence - Nick Bostrom" in after


def test_ticks_count_options_and_groups(run: Run, folder: PracticeFolder) -> None:
    said = run("plan", "tick", "levelling-up/transformers-from-scratch#mlab")
    assert "[ ] Implement transformers from scratch (1 of 2)" in said.out
    assert "[x] Command Line (1 of 1–3)" in run("plan", "tick", "levelling-up/command-line#udacity").out
    run("plan", "tick", "levelling-up/command-line#udacity")
    assert len(folder.index().events("tick")) == 2


def test_picks_are_recorded_under_broad_boxes(run: Run, folder: PracticeFolder) -> None:
    box = "levelling-up/alignment-forum-introductions"
    run("plan", "add", box, "Inner alignment", "--url", "https://a.example", "--done")
    shown = run("plan", "show", "levelling-up").out
    assert "[x] Inner alignment" in shown
    assert run("plan", "add", "levelling-up/superintelligence", "Chapter 8").code == 2


def test_using_a_path_and_choosing_a_specialisation(run: Run, folder: PracticeFolder) -> None:
    assert run("plan", "use", "levelling-up").code == 0
    assert PracticeFolder.open(folder.root).settings.curriculum == "levelling-up"
    run("plan", "use", "reinforcement-learning")
    shown = run("plan", "show").out
    assert "Sub-field: NLP" not in shown.replace("Hidden by your choice: Sub-field: NLP", "")
    assert "Spinning Up" in shown
    assert "CS224U" not in shown
    assert "CS224U" in run("plan", "show", "--all").out
    assert run("plan", "use", "mathematics").code == 2


def test_why_says_what_is_missing_and_the_shortest_way(run: Run) -> None:
    said = run("plan", "why", "levelling-up/transformers", "--json").data
    assert said["state"] == "locked"
    assert said["way"] == ["levelling-up/machine-learning", "levelling-up/advanced-learning"]
    text = run("plan", "why", "levelling-up/transformers").out
    assert "1. Machine Learning Resources" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_plan_alone_shows_yours_and_a_short_id_is_found_in_any_path(run: Run) -> None:
    assert run("plan").out == run("plan", "show", "research-engineer").out
    assert run("plan", "why", "bandits", "--json").data["id"] == "research-engineer/bandits"
    assert run("plan", "why", "safety-readings", "--json").data["id"] == "levelling-up/safety-readings"


def test_links_lists_moved_and_suspicious_ones_with_reasons(run: Run) -> None:
    rows = run("plan", "links", "levelling-up", "--json").data
    kinds = {each["title"]: each["kind"] for each in rows}
    assert kinds["OpenAI Playground"] == kinds["Codex"] == "moved"
    assert kinds["Advice on paper replication"] == "suspicious"
    assert kinds["How to pursue a career in technical AI alignment"] == "suspicious"
    assert all(each["reason"] for each in rows)
    assert "beta.openai.com" in run("plan", "links", "levelling-up").out


def test_a_goal_shows_its_evidence(run: Run, folder: PracticeFolder) -> None:
    run("plan", "meet", "levelling-up/goal-decision", "notes/decision.md")
    said = run("plan", "show", "levelling-up")
    assert said.out.count("not yet") == 24
    assert "notes/decision.md" in said.out
    assert "goal-decision" in run("plan", "meet", "levelling-up/goal-decison", "x").err


def test_forget_asks_first_and_then_erases(run: Run, folder: PracticeFolder) -> None:
    event = folder.log.append("note", path="notes/secret.md", title="Secret")
    assert run("forget", event.id).last == f"next: palaestra forget {event.id} --yes"
    assert "secret" in folder.log.files()[0].read_text()
    run("forget", event.id, "--yes")
    assert "secret" not in folder.log.files()[0].read_text()
    assert run("forget", event.id).code == 2


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["plan", "show", "leveling-up"], "levelling-up"),
        (["plan", "use", "levelling_up"], "levelling-up"),
        (["plan", "why", "levelling-up/transfomers"], "levelling-up/transformers"),
        (["plan", "tick", "levelling-up/git#imersion"], "levelling-up/git#immersion"),
        (["export", "trackr", "x.md"], "tracker"),
        (["plan", "links", "../../etc/passwd"], "plan list"),
        (["plan", "why", "../x/y"], "plan list"),
        (["import", "/no/such/file.md"], "Is it there"),
    ],
)
def test_bad_input_is_one_sentence_with_the_mend(
    run: Run, folder: PracticeFolder, arguments: list[str], hint: str
) -> None:
    said = run(*arguments)
    assert said.code == 2
    assert hint in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err


def test_without_a_folder_an_import_says_how_to_make_one(run: Run, readme: Path) -> None:
    said = run("import", str(readme))
    assert said.code == 2
    assert "palaestra init" in said.err


def test_ones_own_path_with_a_mistake_is_refused_with_its_line(run: Run, folder: PracticeFolder) -> None:
    own = folder.root / "curricula" / "mine.toml"
    own.parent.mkdir()
    own.write_text('id = "mine"\ntitle = "Mine"\nauthor = "me"\nsummry = "x"\n')
    said = run("plan", "show", "mine")
    assert said.code == 2
    assert "mine.toml, line 4" in said.err
    assert "summary" in said.err
    assert run("plan", "show", "levelling-up").code == 0


def test_markup_in_a_tracker_is_text(run: Run, folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text("# [bold]x[/bold]\n- [x] <script>alert(1)</script> [red]a[/red]\n")
    said = run("import", str(file), "--yes")
    assert "<script>alert(1)</script> [red]a[/red]" in said.out
    shown = run("plan", "list", "--json").data
    own = next(each["id"] for each in shown if each["id"].startswith("my-"))
    assert "[x] <script>alert(1)</script> [red]a[/red]" in run("plan", "show", own).out
