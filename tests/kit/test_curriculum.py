"""Curricula as data: the shipped ones are complete, and a broken one names file, line and mend."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import SHIPPED, Curriculum, curricula, find, missing_references, read_curriculum
from palaestra.kit.curriculum.toml_lines import line_of
from palaestra.kit.refusal import Refusal
from tests.trackers import LEVELLING_UP

OWN = '''\
id = "mine"
title = "Mine"
author = "me"
summary = """
[[stages]] in a text is no table
"""

[[stages]]
id = "one"
title = "One"
objective = "Begin."

[[stages.modules]]
id = "first"
title = "First"
why = "To begin."

[[stages.modules.resources]]
id = "book"
title = "A book"
options = [
  { id = "a", title = "Chapter A" },
  { id = "b", title = "Chapter B" },
]
choose = { min = 1 }

[[stages]]
id = "two"
title = "Two"
objective = "Go on."

[[stages.modules]]
id = "second"
title = "Second"
why = "To go on."
requires = ["first"]

[[stages.modules.resources]]
id = "book-again"
title = "A book"
revisits = "book"
'''


@pytest.fixture(scope="module")
def levelling_up() -> Curriculum:
    return find("levelling-up")


def read(tmp_path: Path, text: str, name: str = "mine") -> Curriculum:
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return read_curriculum(path, own=True)


def test_levelling_up_has_five_levels_64_boxes_and_25_goals(levelling_up: Curriculum) -> None:
    boxes = [sum(len(each.resources) for each in stage.modules if not each.optional) for stage in levelling_up.stages]
    assert boxes == [13, 17, 12, 11, 11]
    assert len(levelling_up.resources) == 64
    assert [len(stage.goals) for stage in levelling_up.stages] == [6, 7, 4, 4, 4]
    assert all(stage.objective for stage in levelling_up.stages)


def test_each_list_of_boxes_is_a_module(levelling_up: Curriculum) -> None:
    assert [len(each.resources) for each in levelling_up.asked] == [13, 6, 4, 7, 8, 4, 8, 3, 9, 2]
    assert levelling_up.to_json()["modules"] == 10


def test_every_link_of_the_tracker_is_there_as_often_as_it_gives_it(levelling_up: Curriculum) -> None:
    theirs = Counter(re.findall(r"\]\((http[^)]*)\)", LEVELLING_UP.read_text(encoding="utf-8")))
    ours = Counter(option.given for _, _, each in levelling_up.every_resource() for option in each.options)
    ours[levelling_up.source] += 1
    for source in levelling_up.sources:
        ours[next((each.was for each in source.corrections), source.url)] += 1
    assert sum(theirs.values()) == 70
    assert ours == theirs


def test_groups_are_3_of_one_3_of_one_to_two_2_of_one_to_three_and_1_of_two_or_more(levelling_up: Curriculum) -> None:
    groups = Counter(str(each.choose) for each in levelling_up.resources if each.choose)
    assert groups == {"1": 3, "1–2": 3, "1–3": 2, "2 or more": 1}


def test_the_same_title_at_two_levels_is_two_boxes(levelling_up: Curriculum) -> None:
    titles = Counter(each.title for each in levelling_up.resources)
    assert {title for title, count in titles.items() if count > 1} == {
        "Deep Learning",
        "Post-hoc Interpretability for Neural NLP: A Survey",
        "Locating and Editing Factual Associations in GPT (ROME)",
        "Agreement-on-the-Line: Predicting the Performance of Neural Networks under Distribution Shift",
    }
    again = [each for each in levelling_up.resources if each.revisits]
    assert len(again) == 4
    assert all(levelling_up.resource(each.revisits).title == each.title for each in again)
    assert len({each.id for each in levelling_up.resources}) == 64


def test_a_specialisation_is_one_of_three_optional_modules(levelling_up: Curriculum) -> None:
    optional = [each for each in levelling_up.modules if each.optional]
    assert [len(each.resources[0].options) for each in optional] == [3, 2, 3]
    assert {each.group for each in optional} == {"specialisation"}
    assert all(str(each.resources[0].choose) == "1–2" for each in optional)


def test_several_links_in_one_box_are_ticked_singly(levelling_up: Curriculum) -> None:
    box = levelling_up.resource("transformers-from-scratch")
    assert box.items == (box.id, f"{box.id}#mlab", f"{box.id}#hilton")
    attention = levelling_up.resource("transformer-architecture").options[0]
    assert len(attention.parts) == 3


def test_characters_that_were_broken_are_right_and_none_is_left() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in SHIPPED.glob("*.toml"))
    for whole in ("Aurélien Géron", "🤗", "DALL·E 2", "Anthropic’s", "Tech’s"):
        assert whole in text
    assert not re.search(r"Ã|â€|ðŸ|Â·", text)


def test_wrong_links_carry_a_reason(levelling_up: Curriculum) -> None:
    options = {option.id: option for _, _, each in levelling_up.every_resource() for option in each.options}
    assert options["playground"].corrections[0].kind == "moved"
    assert options["codex"].corrections[0].now == options["codex"].url
    post = "2fCvdP4YnW9X6vA7x"
    doubtful = [each for each in (*options.values(), *levelling_up.sources) for c in each.corrections if post in c.was]
    assert {each.title for each in doubtful} == {
        "Advice on paper replication",
        "How to pursue a career in technical AI alignment",
    }
    everything = [c for each in (*options.values(), *levelling_up.sources) for c in each.corrections]
    assert all(len(each.reason) > 20 for each in everything)


def test_the_default_path_begins_with_bandits_and_reaches_agents_within_ten_modules() -> None:
    path = find("research-engineer")
    assert path.modules[0].id == "research-engineer/bandits"
    assert not path.modules[0].planned
    first_ten = [each.system for each in path.modules[:10]]
    assert "deep_rl" in first_ten
    assert first_ten.index("optimizers") == first_ten.index("autograd") - 1
    assert "first-reproduction" in [each.id.split("/")[1] for each in path.modules[:10]]


def test_planned_modules_say_what_serves_meanwhile() -> None:
    planned = [each for each in find("research-engineer").modules if each.planned]
    assert len(planned) == 31
    for module in planned:
        assert 1 <= len(module.resources) <= 3
        assert all(each.title and each.authors and each.url.startswith("http") for each in module.resources)


def test_the_default_path_goes_through_every_room() -> None:
    rooms = SHIPPED.parent / "systems" / "planned.toml"
    names = {each["id"] for each in tomllib.loads(rooms.read_text(encoding="utf-8"))["systems"]}
    assert names <= {each.system for each in find("research-engineer").modules}


def test_the_bandits_module_offers_all_of_its_room() -> None:
    room = Catalogue.installed().system("bandits")
    module = find("research-engineer").modules[0]
    assert sorted(module.exercises + module.extra_exercises) == sorted(each.id for each in room.exercises)
    assert sorted(module.lessons) == sorted(each.id for each in room.lessons)
    assert sorted(module.experiments) == sorted(each.id for each in room.experiments)
    assert sorted(module.cards) == sorted(each.id for each in room.cards if not each.core)
    assert sorted(module.core_cards) == sorted(each.id for each in room.cards if each.core)


@pytest.mark.parametrize("path", curricula(), ids=lambda each: each.id)
def test_every_id_a_path_names_exists(path: Curriculum) -> None:
    assert missing_references(path, Catalogue.installed()) == []


def test_an_id_no_room_holds_is_named(tmp_path: Path) -> None:
    text = OWN.replace('requires = ["first"]', 'exercises = ["bandits/no-such"]\ncards = ["bandits/none"]')
    found = missing_references(read(tmp_path, text), Catalogue.installed())
    assert found == ["mine/second: bandits/no-such", "mine/second: bandits/none"]


def test_a_learners_own_path_is_the_same_toml(tmp_path: Path) -> None:
    own = read(tmp_path, OWN)
    assert own.own
    assert own.resource("book").id == own.resource("mine/book").id == "mine/book"
    assert own.module("second").requires == ("mine/first",)
    assert [each.id for each in curricula(tmp_path)][-1] == "mine"
    assert find("mine", tmp_path).title == "Mine"


def test_the_example_in_the_docs_is_read(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "paths.md").read_text(encoding="utf-8")
    own = read(tmp_path, page.split("```toml\n")[1].split("```")[0], "my-autumn")
    assert missing_references(own, Catalogue.installed()) == []
    assert own.resource("probability").items[-1] == "my-autumn/probability#mackay:2"


def test_former_ids_are_found(tmp_path: Path) -> None:
    own = read(tmp_path, OWN.replace('id = "book-again"', 'id = "book-again"\naliases = ["old-name"]'))
    assert own.resource("old-name").id == "mine/book-again"


BROKEN = [
    ("an unknown key", 'why = "To begin."', 'wy = "To begin."', 16, "Did you mean why"),
    ("a missing key", 'title = "First"\n', "", 13, "Add title"),
    ("text for a list", 'requires = ["first"]', 'requires = "first"', 36, "requires = [ ... ]"),
    ("a number for text", 'title = "Second"', "title = 2", 34, 'Write title = "2"'),
    ("a day without quotes", 'why = "To go on."', 'why = "To."\nadded = 2026-11-21', 36, 'Write added = "2026-11-21"'),
    ("an id used twice", 'id = "second"', 'id = "first"', 33, "another id"),
    ("an id that is none", 'id = "second"', 'id = "Second One"', 33, "small letters"),
    ("a requirement that is not there", '["first"]', '["frist"]', 36, "mine/first"),
    ("a revisit of nothing", 'revisits = "book"', 'revisits = "bok"', 41, "mine/book"),
    ("an option with an unknown key", '{ id = "b", title', '{ id = "b", titel', 23, "Did you mean title"),
    ("a choice that cannot be met", "choose = { min = 1 }", "choose = { min = 3 }", 25, "Mend min"),
    ("an option's id used twice", '{ id = "b", ', '{ id = "a", ', 23, "another id"),
    ("true in quotes", 'why = "To go on."', 'why = "To go on."\noptional = "yes"', 36, "Change the value"),
    ("a name that is not the file's", 'id = "mine"', 'id = "yours"', 1, 'id = "mine"'),
]


@pytest.mark.parametrize(("before", "after", "line", "mend"), [each[1:] for each in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_mistake_names_file_line_and_mend(tmp_path: Path, before: str, after: str, line: int, mend: str) -> None:
    assert OWN.count(before) == 1
    with pytest.raises(Refusal) as refused:
        read(tmp_path, OWN.replace(before, after))
    assert f"{tmp_path / 'mine.toml'}, line {line}:" in refused.value.what
    assert mend in refused.value.mend


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"mine\.toml, line 3: "):
        read(tmp_path, OWN.replace('author = "me"', "author = me"))
    with pytest.raises(Refusal, match=r"mine\.toml, line 3: the closing quotes are missing"):
        read(tmp_path, OWN.replace('author = "me"', 'author = "me'))
    with pytest.raises(Refusal, match=rf"mine\.toml, line {len(OWN.splitlines()) + 1}: "):
        read(tmp_path, OWN + 'why = """me')


def test_text_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(OWN.replace('"One"', '"Onä"').encode("latin-1"))
    with pytest.raises(Refusal, match="line 10: this is not UTF-8"):
        read_curriculum(path)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert read_curriculum(path).title == "Mine"


def test_an_unknown_path_suggests_the_nearest() -> None:
    with pytest.raises(Refusal, match="levelling-up"):
        find("leveling-up")


def test_the_line_of_a_table_counts_tables_not_texts() -> None:
    assert line_of(OWN, ("stages", 0)) == 8
    assert line_of(OWN, ("stages", 1, "modules", 0, "requires", 0)) == 36
    assert line_of(OWN, ("stages", 0, "modules", 0, "resources", 0, "options", 1)) == 23


def test_aged_sources_of_levelling_up_say_what_changed(levelling_up: Curriculum) -> None:
    changed = [each for each in levelling_up.resources if each.changed]
    assert len(changed) >= 12
    assert all(each.changed.endswith(".") and len(each.changed.split()) >= 6 for each in changed)
    old = [each.id for each in levelling_up.resources if 0 < each.year <= 2016 and not each.changed]
    assert old == []


def test_levelling_up_asks_for_what_its_goals_name(levelling_up: Curriculum) -> None:
    first, last = levelling_up.module("safety-readings"), levelling_up.module("research")
    assert {each.kind for each in first.artefacts} == {"reading-group", "reflection", "decision"}
    assert {each.kind: each.count for each in last.artefacts} == {"question": 5, "proposal": 1, "application": 1}
    named = {each for goal in levelling_up.goals for each in goal.met_by}
    assert "levelling-up/five-papers" in named
    assert sum(bool(goal.met_by) for goal in levelling_up.goals) == 20


def test_artefacts_a_path_asks_for_are_of_a_kind_there_is() -> None:
    kinds = tomllib.loads((SHIPPED.parent / "practice" / "writing" / "kinds.toml").read_text(encoding="utf-8"))
    asked = {wanted.kind for path in curricula() for module in path.modules for wanted in module.artefacts}
    assert asked <= set(kinds)
    assert {"drawing", "certificate", "distillation", "article", "decision"} <= asked
