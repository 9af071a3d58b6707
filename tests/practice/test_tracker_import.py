"""Importing: a preview first, twice changes nothing, and what no path knows becomes one of the learner's own."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.curriculum import find
from palaestra.practice.exchange.tracker import read_tracker, ticked
from palaestra.practice.exchange.tracker_import import prepare
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.facts import gather
from palaestra.practice.path.plan import make_plan
from tests.trackers import LEVELLING_UP


def test_a_preview_writes_nothing_and_applying_twice_changes_nothing(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    data = ticked(read_tracker(LEVELLING_UP), {0: True, 13: True, 45: True})
    file.write_bytes(data)
    first = prepare(folder, file)
    assert [facts["item"] for _, facts in first.changes] == [
        "levelling-up/precipice",
        "levelling-up/python-programming",
        "levelling-up/alignment-forum-interpretability",
    ]
    assert folder.log.read().events == ()
    first.apply()
    assert len(folder.log.read().events) == 3
    second = prepare(folder, file)
    assert second.is_empty
    second.apply()
    assert len(folder.log.read().events) == 3
    assert file.read_bytes() == data


def test_a_box_cleared_in_the_file_does_not_clear_a_tick(folder: PracticeFolder, tmp_path: Path) -> None:
    folder.log.append("tick", item="levelling-up/precipice", ticked=True)
    assert prepare(folder, LEVELLING_UP).changes == ()


def test_boxes_of_no_shipped_path_become_a_path_of_ones_own(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text(
        '# My "list"\n## Habits\n- [x] Juggle <script>alert(1)</script>\n- [ ] Juggle\n- [ ] Juggle\n'
        "- [ ] 本を読む\n- [x] 🎉\n## Books\n- [ ] Two: [a](https://a.example) and [b](https://b.example)\n"
        "- [ ] With parts\n  - [x] part \\ one\n  - [ ] part two\n",
        encoding="utf-8",
    )
    first = prepare(folder, file)
    assert len(first.own_boxes) == 9
    first.apply()
    again = prepare(folder, file)
    assert again.is_empty
    own = find("my-list", folder.root / "curricula")
    assert [stage.title for stage in own.stages] == ["Habits", "Books"]
    plan = make_plan(own, gather(folder.index()))
    assert [box.done for box in plan.boxes] == [True, False, False, False, True, False, False]
    assert plan.boxes[6].counts == "1 of 2"
    assert plan.boxes[0].resource.title == "Juggle <script>alert(1)</script>"


def test_new_lines_join_ones_own_path_and_edits_to_it_stay(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_text("# Mine\n- [ ] Juggle\n")
    prepare(folder, file).apply()
    path = folder.root / "curricula" / "my-mine.toml"
    path.write_text(path.read_text().replace("# Made from", "# My own comment, made from"))
    file.write_text("# Mine\n- [ ] Juggle\n- [x] Whistle\n")
    prepare(folder, file).apply()
    assert prepare(folder, file).is_empty
    assert "# My own comment" in path.read_text()
    assert [each.title for each in find("my-mine", path.parent).resources] == ["Juggle", "Whistle"]


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=25)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "  "]), st.booleans(), NAMES), max_size=8), NAMES)
def test_any_list_imports_once(tmp_path_factory: pytest.TempPathFactory, lines, title: str) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / "practice.toml").write_text("")
    folder = PracticeFolder.open(home)
    file = home / "list.md"
    text = "\n".join(f"{pad}- [{'x' if done else ' '}] {name}" for pad, done, name in lines)
    file.write_text(f"# {title}\n{text}\n", encoding="utf-8")
    first = prepare(folder, file)
    assert len(first.preview.matches) == len(first.preview.tracker.boxes)
    first.apply()
    assert prepare(folder, file).is_empty


def test_a_long_tracker_imports_in_bounded_time(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    file.write_text("".join(f"- [x] thing number {number} of a long list\n" for number in range(2_000)))
    began = time.process_time()
    prepare(folder, file).apply()
    assert prepare(folder, file).is_empty
    assert time.process_time() - began < 20
