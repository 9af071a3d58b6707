"""`plan`, `import`, `export`, `forget` on the command line."""

from itertools import pairwise
from pathlib import Path

import pytest

from palaestra.practice.exchange.tracker import parse, ticked
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call
from tests.trackers import LEVELLING_UP


@pytest.fixture
def folder() -> PracticeFolder:
    return PracticeFolder.create(default_path())


@pytest.fixture
def readme(tmp_path: Path) -> Path:
    path = tmp_path / "README.md"
    path.write_bytes(ticked(parse(LEVELLING_UP.read_bytes()), {1: True, 14: True}))
    return path


def test_plan_list_counts_modules_and_resources_even_without_a_folder(call: Call) -> None:
    rows = {each["id"]: each for each in call("plan", "list", "--json").data}
    assert rows["levelling-up"] == {
        "id": "levelling-up",
        "title": "Levelling Up in AI Safety Research Engineering",
        "modules": 10,
        "resources": 64,
    }
    assert set(rows["research-engineer"]) == {"id", "title", "modules", "resources"}
    other = next(each for each in rows if each != "research-engineer")
    assert call("plan", "list").last == f"next: palaestra plan show {other}"


def test_plan_show_folds_to_80_columns_and_keeps_links_whole(call: Call) -> None:
    said = call("plan", "show", "levelling-up", "--plain")
    wide = [line for line in said.out.splitlines() if len(line) > 80]
    assert wide == ["https://www.lesswrong.com/posts/uLstPRyYwzfrx3enG/levelling-up-in-ai-safety-research-engineering"]
    assert sum(line.startswith("Level ") for line in said.out.splitlines()) == 5
    assert said.out.count("goal  ") == 25
    assert said.out.count("not yet") == 25
    assert "[ ] Python Programming (0 of 1–2)" in said.out
    assert "Gabe Mukobi" in said.out
    assert said.last.startswith("next: palaestra ")


def test_plan_show_says_planned_for_rooms_to_come(call: Call) -> None:
    said = call("plan", "show", "research-engineer", "--json").data
    modules = [module for stage in said["stages"] for module in stage["modules"]]
    planned = {each["id"] for each in modules if each["planned"]}
    assert "research-engineer/bandits" not in planned
    assert said["next"]["module"] not in planned
    lines = call("plan", "show").out.splitlines()
    states = {line.strip(): before for before, line in pairwise(lines)}
    assert {each for each in planned if "planned" not in states[each]} == set()


def test_the_story_of_an_import(call: Call, folder: PracticeFolder, readme: Path) -> None:
    preview = call("import", str(readme))
    assert "64 boxes, 2 of them ticked" in preview.out
    assert preview.last == f"next: palaestra import {readme} --yes"
    assert folder.log.read().events == ()
    done = call("import", str(readme), "--yes", "--json").data
    assert (done["boxes"], done["new_ticks"], done["applied"], done["own"]) == (64, 2, True, [])
    assert [each["item"] for each in done["matched"] if each["new"]] == [
        "levelling-up/superintelligence",
        "levelling-up/scientific-python",
    ]
    again = call("import", str(readme), "--yes", "--json").data
    assert again["new_ticks"] == 0
    assert len(folder.log.read().events) == 2
    assert call("import", str(readme)).out.count("Nothing new") == 1
    shown = call("plan", "show", "levelling-up", "--json").data
    assert (shown["boxes"], shown["boxes_done"]) == (64, 2)


def test_export_changes_one_character_a_box_and_keeps_a_copy(call: Call, folder: PracticeFolder, readme: Path) -> None:
    before = readme.read_bytes()
    call("import", str(readme), "--yes")
    assert "nothing changed" in call("export", "tracker", str(readme)).out
    call("plan", "tick", "levelling-up/rome")
    said = call("export", "tracker", str(readme))
    after = readme.read_bytes()
    assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == [(ord(" "), ord("x"))]
    (copy,) = (readme.parent / "kept").iterdir()
    assert copy.read_bytes() == before
    assert copy.name in said.out.replace("\n", "")
    call("plan", "tick", "levelling-up/rome", "--undo")
    call("export", "tracker", str(readme))
    assert readme.read_bytes() == before


def test_export_writes_a_fresh_tracker_that_imports_as_nothing_new(
    call: Call, folder: PracticeFolder, tmp_path
) -> None:
    call("plan", "tick", "levelling-up/git#immersion", "levelling-up/git#github-skills")
    file = tmp_path / "NEW.md"
    call("export", "tracker", str(file), "--path", "levelling-up")
    said = call("import", str(file), "--json").data
    assert said["boxes"] == 64 + 53 + 8 + 3
    assert (said["new_ticks"], said["own"]) == (1, [])


def test_a_tick_changes_one_character_of_the_folders_readme(call: Call, folder: PracticeFolder) -> None:
    page = folder.root / "README.md"
    page.write_text(page.read_text() + "\nMy own words: - [ ] rome\n- [ ] Superintelligence\n")
    before = page.read_text()
    call("export", "tracker", "--path", "levelling-up")
    begun = page.read_text()
    opens, closes = "<!-- palaestra: tracker -->", "<!-- palaestra: end of tracker -->"
    assert begun.partition(opens)[0] == before.partition(opens)[0]
    assert begun.partition(closes)[2] == before.partition(closes)[2]
    call("plan", "tick", "levelling-up/superintelligence")
    after = page.read_text()
    assert [(one, two) for one, two in zip(begun, after, strict=True) if one != two] == [(" ", "x")]
    assert "- [x] Superintelligence - Nick Bostrom" in after


def test_ticks_count_options_and_groups(call: Call, folder: PracticeFolder) -> None:
    said = call("plan", "tick", "levelling-up/transformers-from-scratch#mlab")
    assert "[ ] Implement transformers from scratch (1 of 2)" in said.out
    assert "[x] Command Line (1 of 1–3)" in call("plan", "tick", "levelling-up/command-line#udacity").out
    call("plan", "tick", "levelling-up/command-line#udacity")
    assert len(folder.index().events("tick")) == 2


def test_picks_are_recorded_under_broad_boxes(call: Call, folder: PracticeFolder) -> None:
    box = "levelling-up/alignment-forum-introductions"
    call("plan", "add", box, "Inner alignment", "--url", "https://a.example", "--done")
    shown = call("plan", "show", "levelling-up").out
    assert "[x] Inner alignment" in shown
    assert call("plan", "add", "levelling-up/superintelligence", "Chapter 8").code == 2


def test_using_a_path_and_choosing_a_specialisation(call: Call, folder: PracticeFolder) -> None:
    assert call("plan", "use", "levelling-up").code == 0
    assert PracticeFolder.open(folder.root).settings.curriculum == "levelling-up"
    call("plan", "use", "reinforcement-learning")
    shown = call("plan", "show").out
    assert "Sub-field: NLP" not in shown.replace("Hidden by your choice: Sub-field: NLP", "")
    assert "Spinning Up" in shown
    assert "CS224U" not in shown
    assert "CS224U" in call("plan", "show", "--all").out
    assert call("plan", "use", "mathematics").code == 2


def test_why_says_what_is_missing_and_the_shortest_way(call: Call) -> None:
    said = call("plan", "why", "levelling-up/transformers", "--json").data
    assert said["state"] == "locked"
    assert said["way"] == ["levelling-up/machine-learning", "levelling-up/advanced-learning"]
    text = call("plan", "why", "levelling-up/transformers").out
    assert "1. Machine Learning Resources" in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_plan_alone_shows_yours_and_a_short_id_is_found_in_any_path(call: Call) -> None:
    assert call("plan", "--json").data == call("plan", "show", "research-engineer", "--json").data
    short, whole = call("plan"), call("plan", "show")
    assert short.last == whole.last
    assert "research-engineer/bandits" in short.out, "what is under way stands in full"
    assert "research-engineer/circuits" in whole.out
    assert "research-engineer/circuits" not in short.out
    titles = [each["title"] for each in call("plan", "--json").data["stages"]]
    assert all(sum(line.startswith(title) for line in short.out.splitlines()) == 1 for title in titles)
    assert len(short.out.splitlines()) < len(whole.out.splitlines()) / 2
    assert all(len(line) <= 80 for line in short.out.splitlines())
    assert call("plan", "why", "bandits", "--json").data["id"] == "research-engineer/bandits"
    topic = call("plan", "why", "why-safety").out
    assert "(research-engineer/first-principles)" in topic, "what to tick has its name beside it"
    assert call("plan", "why", "safety-readings", "--json").data["id"] == "levelling-up/safety-readings"
    assert "palaestra plan why levelling-up/safety-readings" in call("plan", "show", "safety-readings").err
    assert "palaestra plan list" in call("plan", "show", "nonsense").err


def test_links_lists_moved_and_suspicious_ones_with_reasons(call: Call) -> None:
    rows = call("plan", "links", "levelling-up", "--json").data
    kinds = {each["title"]: each["kind"] for each in rows}
    assert kinds["OpenAI Playground"] == kinds["Codex"] == "moved"
    assert kinds["Advice on paper replication"] == "suspicious"
    assert kinds["How to pursue a career in technical AI alignment"] == "suspicious"
    assert all(each["reason"] for each in rows)
    assert "beta.openai.com" in call("plan", "links", "levelling-up").out


def test_a_goal_shows_its_evidence(call: Call, folder: PracticeFolder) -> None:
    call("plan", "meet", "levelling-up/goal-decision", "notes/decision.md")
    said = call("plan", "show", "levelling-up")
    assert said.out.count("not yet") == 24
    assert "notes/decision.md" in said.out
    assert "goal-decision" in call("plan", "meet", "levelling-up/goal-decison", "x").err


def test_forget_asks_first_and_then_erases(call: Call, folder: PracticeFolder) -> None:
    event = folder.log.append("note", path="notes/secret.md", title="Secret")
    assert call("forget", event.id).last == f"next: palaestra forget {event.id} --yes"
    assert "secret" in folder.log.files()[0].read_text()
    call("forget", event.id, "--yes")
    assert "secret" not in folder.log.files()[0].read_text()
    assert call("forget", event.id).code == 2


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
    call: Call, folder: PracticeFolder, arguments: list[str], hint: str
) -> None:
    said = call(*arguments)
    assert said.code == 2
    assert hint in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err


def test_without_a_folder_an_import_says_how_to_make_one(call: Call, readme: Path) -> None:
    said = call("import", str(readme))
    assert said.code == 2
    assert "palaestra init" in said.err


def test_ones_own_path_with_a_mistake_is_refused_with_its_line(call: Call, folder: PracticeFolder) -> None:
    own = folder.root / "curricula" / "mine.toml"
    own.parent.mkdir()
    own.write_text('id = "mine"\ntitle = "Mine"\nauthor = "me"\nsummry = "x"\n')
    said = call("plan", "show", "mine")
    assert said.code == 2
    assert "mine.toml, line 4" in said.err
    assert "summary" in said.err
    assert call("plan", "show", "levelling-up").code == 0


def test_markup_in_a_tracker_is_text(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text("# [bold]x[/bold]\n- [x] <script>alert(1)</script> [red]a[/red]\n")
    said = call("import", str(file), "--yes")
    assert "<script>alert(1)</script> [red]a[/red]" in said.out
    shown = call("plan", "list", "--json").data
    own = next(each["id"] for each in shown if each["id"].startswith("my-"))
    assert "[x] <script>alert(1)</script> [red]a[/red]" in call("plan", "show", own).out


def test_the_plan_counts_the_exercises_passed(call: Call, folder: PracticeFolder) -> None:
    assert "0 of 8 exercises passed, 7 more if you like" in call("plan", "show").out
    for name in ("bandits/sample-average", "bandits/epsilon-greedy"):
        folder.log.append("attempt", exercise=name, verdict="passed", rung=5, rungs=5, help="alone", mode="build")
    assert "2 of 8 exercises passed, 7 more if you like" in call("plan", "show").out
