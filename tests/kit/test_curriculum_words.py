"""Orders, niches, labs, audiences, skills, projects and evidence: read, refused with a line, and put in order."""

from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import Because, Curriculum, in_order, missing_references, read_curriculum
from palaestra.kit.refusal import Refusal

OWN = """\
id = "mine"
title = "Mine"
author = "me"
summary = "Short."
months = { min = 2 }
notes = ["It says two things."]
tips = ["Go slowly."]

[[questions]]
id = "why-you"
text = "Why you?"

[[orders]]
id = "quick"
title = "Quick"
why = "To see something soon."
later = [
  { module = "proof", because = "It can wait." },
]

[[orders.stages]]
id = "at-once"
title = "At once"
modules = ["agent", "numbers"]

[[niches]]
id = "theory"
title = "Theory"
why = "You like proofs."
needs = [
  { module = "proof", because = "It is the work." },
]
skips = [
  { module = "agent", because = "Not needed." },
]

[[laboratories]]
id = "lab"
title = "A lab"
url = "https://example.org"
rests_on = [{ module = "agent", because = "It builds them." }]

[[audiences]]
id = "readers"
title = "Readers"
why = "They read."
projects = [1]

[[skills]]
id = "care"
title = "Care"
why = "You take it."
projects = [1]

[[shelves]]
id = "books"
title = "Books"
options = [{ id = "old", title = "Old", year = 1990, changed = "It has aged." }]

[[stages]]
id = "one"
title = "One"
objective = "Begin."
months = { min = 1, max = 2 }
success = "It runs"

[[stages.goals]]
id = "goal-runs"
text = "It runs."
met_by = ["build", "bandits/ucb1"]

[[stages.modules]]
id = "numbers"
title = "Numbers"
why = "To count."
added = "2026-11-20"

[[stages.modules]]
id = "proof"
title = "Proof"
why = "To be sure."
requires = ["numbers"]

[[stages]]
id = "two"
title = "Two"
objective = "Go on."
months = {}

[[stages.modules]]
id = "agent"
title = "Agent"
why = "To see it."
requires = ["proof", "numbers"]
brings = [
  { module = "numbers", because = "It counts." },
]
project = { number = 1, value = "Shows something." }
resources = [
  { id = "build", title = "Build it", kind = "project", parts = ["One half", "The other"] },
  { id = "read", title = "Read it", added = "2026-11-01", changed = "A new edition." },
]

[[stages.modules]]
id = "rest"
title = "Rest"
why = "To end."
requires = ["agent", "proof"]
"""


def read(tmp_path: Path, text: str = OWN) -> Curriculum:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return read_curriculum(file, own=True)


def test_every_word_is_read_with_whole_ids(tmp_path: Path) -> None:
    path = read(tmp_path)
    assert [str(stage.months) for stage in path.stages] == ["1–2 months", "ongoing"]
    assert str(path.months) == "2 months or more"
    assert path.stages[0].success == "It runs"
    assert path.stages[0].success_id == "mine/one-success"
    assert path.goals[0].met_by == ("mine/build", "bandits/ucb1")
    assert path.orders[0].later == (Because("mine/proof", "It can wait."),)
    assert path.orders[0].stages[0].modules == ("mine/agent", "mine/numbers")
    assert path.niches[0].needs[0].module == "mine/proof"
    assert path.laboratories[0].rests_on[0].module == "mine/agent"
    assert path.projects[1].id == "mine/agent"
    assert path.module("agent").brings[0].module == "mine/numbers"
    assert path.module("numbers").added == "2026-11-20"
    assert path.resource("read").changed == "A new edition."
    assert path.resource("books").options[0].changed == "It has aged."
    assert (path.notes, path.tips) == (("It says two things.",), ("Go slowly.",))
    assert path.questions[0].text == "Why you?"


def test_an_order_takes_its_modules_first_and_what_it_leaves_comes_last(tmp_path: Path) -> None:
    order = in_order(read(tmp_path), "quick")
    assert [[each.id for each in stage.modules] for stage in order.stages] == [
        ["mine/agent", "mine/numbers"],
        [],
        ["mine/rest"],
        ["mine/proof"],
    ]
    assert order.stages[1].success == "It runs"
    assert order.stages[1].goals
    assert order.stages[-1].id == "mine/quick-later"


def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    path = read(tmp_path)
    order = in_order(path, "quick")
    assert sorted(each.id for each in order.modules) == sorted(each.id for each in path.modules)
    assert order.goals == path.goals
    assert order.ids == path.ids


def test_what_comes_later_in_an_order_holds_nobody_up(tmp_path: Path) -> None:
    order = in_order(read(tmp_path), "quick")
    assert order.module("agent").requires == ()
    assert order.module("rest").requires == ("mine/agent",)
    assert order.module("proof").requires == ("mine/numbers",)


def test_without_an_order_the_path_is_as_written(tmp_path: Path) -> None:
    path = read(tmp_path)
    assert in_order(path, "") is path
    with pytest.raises(Refusal, match="quikc") as refused:
        in_order(path, "quikc")
    assert "quick" in refused.value.what + refused.value.mend


def test_an_order_that_leaves_nothing_has_no_last_stage(tmp_path: Path) -> None:
    path = read(tmp_path, OWN.replace('later = [\n  { module = "proof", because = "It can wait." },\n]\n', ""))
    order = in_order(path, "quick")
    assert [short.id for short in order.stages] == ["mine/at-once", "mine/one", "mine/two"]
    assert [each.id for each in order.stages[1].modules] == ["mine/proof"]


def test_evidence_the_rooms_do_not_hold_is_named(tmp_path: Path) -> None:
    path = read(tmp_path, OWN.replace('"bandits/ucb1"', '"bandits/none"'))
    assert missing_references(path, Catalogue.installed()) == ["mine/goal-runs: bandits/none"]


BROKEN = [
    ("an order's unknown module", '["agent", "numbers"]\n\n', '["agnet", "numbers"]\n\n', 24, "mine/agent"),
    ("an order's module twice", '["agent", "numbers"]\n\n', '["agent", "agent"]\n\n', 24, "once"),
    (
        "left for later and taken",
        '{ module = "proof", because = "It can',
        '{ module = "agent", because = "It can',
        18,
        "once",
    ),
    ("a reason without a because", ', because = "It can wait."', "", 18, "because"),
    ("a niche's unknown module", '"agent", because = "Not', '"agnt", because = "Not', 34, "mine/agent"),
    ("a niche's module needed and skipped", '"agent", because = "Not', '"proof", because = "Not', 34, "once"),
    ("a lab's unknown module", '"agent", because = "It builds', '"agnet", because = "It builds', 41, "mine/agent"),
    (
        "an audience's unknown project",
        'why = "They read."\nprojects = [1]',
        'why = "They read."\nprojects = [2]',
        47,
        "1",
    ),
    (
        "a skill's unknown project",
        'why = "You take it."\nprojects = [1]',
        'why = "You take it."\nprojects = [7]',
        53,
        "1",
    ),
    ("an added day that is none", 'added = "2026-11-20"', 'added = "20 Nov"', 76, "2026-11-20"),
    ("a box's added day that is none", 'added = "2026-11-01"', 'added = "2026-13-01"', 101, "2026-11-20"),
    ("evidence that is not there", '["build", ', '["bild", ', 70, "mine/build"),
    (
        "brings an unknown module",
        '"numbers", because = "It counts."',
        '"numbrs", because = "It counts."',
        96,
        "mine/numbers",
    ),
    ("an order's stage with a stage's id", 'id = "at-once"', 'id = "one"', 22, "another id"),
    ("two of a list with one id", 'id = "lab"', 'id = "Lab"', 38, "small letters"),
]


@pytest.mark.parametrize(("before", "after", "line", "mend"), [each[1:] for each in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_mistake_names_file_line_and_mend(tmp_path: Path, before: str, after: str, line: int, mend: str) -> None:
    assert OWN.count(before) == 1
    with pytest.raises(Refusal) as refused:
        read(tmp_path, OWN.replace(before, after))
    assert f"{tmp_path / 'mine.toml'}, line {line}:" in refused.value.what
    assert mend in refused.value.mend


def test_two_niches_of_one_id_are_refused(tmp_path: Path) -> None:
    twice = OWN.replace(
        "[[laboratories]]", '[[niches]]\nid = "theory"\ntitle = "Again"\nwhy = "Twice."\n\n[[laboratories]]'
    )
    with pytest.raises(Refusal, match="line 38: the id 'theory' is used twice"):
        read(tmp_path, twice)


def test_two_projects_of_one_number_are_refused(tmp_path: Path) -> None:
    twice = OWN.replace('why = "To end."\n', 'why = "To end."\nproject = { number = 1, value = "Shows it again." }\n')
    with pytest.raises(Refusal, match="line 108: project 1 is mine/agent already"):
        read(tmp_path, twice)


def test_the_second_example_in_the_docs_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "paths.md").read_text(encoding="utf-8")
    file = tmp_path / "my-year.toml"
    file.write_text(page.split("```toml\n")[2].split("```")[0], encoding="utf-8")
    own = read_curriculum(file, own=True)
    assert missing_references(own, Catalogue.installed()) == []
    assert [each.id for each in in_order(own, "agents-first").modules] == ["my-year/agents", "my-year/proofs"]
