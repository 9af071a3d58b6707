"""Trackers: read as they are, matched without guessing, imported once, ticked by one character."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.curriculum import Curriculum, curricula, find
from palaestra.kit.refusal import Refusal
from palaestra.practice.facts import gather
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.plan import Facts, Pick, make_plan
from palaestra.practice.tracker import Tracker, mended, parse, read_tracker, ticked
from palaestra.practice.tracker_export import export, fresh_tracker
from palaestra.practice.tracker_import import prepare
from palaestra.practice.tracker_match import changes, match, pick_item

TRACKER = Path(__file__).parent / "trackers" / "levelling_up.md"
SHIPPED = curricula()


@pytest.fixture(scope="module")
def known() -> tuple[Curriculum, ...]:
    return SHIPPED


@pytest.fixture(scope="module")
def tracker() -> Tracker:
    return read_tracker(TRACKER)


def items(text: str) -> dict[str, str]:
    """What each box of a text matches, by its title."""
    found = parse(text)
    return {found.boxes[each.box].title: each.item for each in match(found, SHIPPED).matches}


def one(text: str) -> str | None:
    return next(iter(items(text).values()), None)


# --- reading


def test_every_box_of_the_tracker_is_read_and_matched_in_order(tracker: Tracker, known) -> None:
    assert len(tracker.boxes) == 64
    preview = match(tracker, known)
    assert [each.item for each in preview.matches] == [each.id for each in find("levelling-up").resources]
    assert preview.unknown == ()
    assert tracker.odd == ()


@pytest.mark.parametrize(
    ("line", "is_ticked"),
    [
        ("- [ ] Superintelligence", False),
        ("- [x] Superintelligence", True),
        ("* [X] *Superintelligence* by Nick Bostrom   ", True),
        ("+ [ ] **Superintelligence**", False),
        ("1. [x] _Superintelligence_ by Nick Bostrom", True),
        ("12) [ ] [Superintelligence](https://example.org/book_(2014))", False),
        ("   -   [x]   Superintelligence (a book)", True),
        ("> - [x] Superintelligence - Nick Bostrom", True),
        ("\t- [ ] SUPERINTELLIGENCE\t", False),
    ],
)
def test_every_kind_of_box_is_read(line: str, is_ticked: bool) -> None:
    (box,) = parse(line).boxes
    assert box.ticked == is_ticked
    assert one(line) == "levelling-up/superintelligence"


@pytest.mark.parametrize(
    "line", ["- [v] Superintelligence", "-[x] Superintelligence", "- [] Superintelligence", "- [x]x"]
)
def test_what_only_looks_like_a_box_is_listed_with_its_line(line: str) -> None:
    found = parse(f"# A\n\n{line}\n- [ ] Superintelligence\n")
    assert [(each.line, each.text) for each in found.odd] == [(3, line)]
    assert len(found.boxes) == 1


def test_boxes_in_code_and_comments_are_no_boxes() -> None:
    found = parse("```\n- [ ] a\n```\n<!--\n- [ ] b\n-->\n<!-- - [ ] c -->\n- [x] d\n~~~md\n- [ ] e\n~~~\n")
    assert [box.title for box in found.boxes] == ["d"]


def test_boxes_know_their_headings_and_what_they_stand_under() -> None:
    text = "# T\n## A\n**Part**:\n- [ ] one\n  - [x] two\n    - [ ] three\n- [ ] four\n## B\n  - [ ] five\n"
    found = parse(text)
    assert [box.parent for box in found.boxes] == [None, 0, 1, None, None]
    assert found.boxes[0].headings == ("T", "A", "Part")
    assert found.boxes[4].headings == ("T", "B")


def test_links_are_read_wherever_they_stand() -> None:
    (box,) = parse("- [ ] See [a_b](https://a.org/x_(y)), <https://b.org/> and https://c.org/d.").boxes
    assert [link.url for link in box.links] == ["https://a.org/x_(y)", "https://b.org/", "https://c.org/d"]
    assert box.links[0].title == "a_b"


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        ("AurÃ©lien GÃ©ron", "Aurélien Géron"),
        ("Anthropicâ€™s", "Anthropic’s"),
        ("ðŸ¤—", "🤗"),
        ("DALLÂ·E 2", "DALL·E 2"),
        ("AurÃƒÂ©lien", "Aurélien"),
        ("Géron, 🤗, Â naïve, £5", "Géron, 🤗, Â naïve, £5"),
    ],
)
def test_characters_read_in_the_wrong_encoding_are_mended(broken: str, right: str) -> None:
    assert mended(broken) == right


@given(st.text(max_size=60))
def test_text_that_went_through_windows_comes_back(text: str) -> None:
    if mended(text) != text:
        return
    misread = "".join(
        bytes([each]).decode("cp1252", errors="ignore") or chr(each) for each in text.encode(errors="replace")
    )
    assert mended(misread) == mended(text.encode(errors="replace").decode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le+bom", "utf-16-be+bom", "cp1252"])
def test_every_encoding_is_read_and_given_back(encoding: str) -> None:
    text = "# Géron\r\n- [ ] Aurélien Géron\r\n"
    codec, _, with_mark = encoding.partition("+")
    data = (f"\ufeff{text}" if with_mark else text).encode(codec)
    found = parse(data)
    assert [box.title for box in found.boxes] == ["Aurélien Géron"]
    assert found.title == "Géron"
    assert found.text.encode(found.encoding) == data
    assert parse(ticked(found, {0: True})).boxes[0].ticked


# --- one character


BOX = st.builds(
    "{}{} [{}] {}".format,
    st.sampled_from(["", "  ", "    ", "> ", "\t"]),
    st.sampled_from(["-", "*", "+", "1.", "2)"]),
    st.sampled_from([" ", "x", "X"]),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"), max_size=20),
)
LINE = st.one_of(BOX, st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"), max_size=30))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    lines = draw(st.lists(LINE, max_size=12))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (end.join(lines) + draw(st.sampled_from(["", end]))).encode()


@given(files(), st.data())
def test_a_tick_changes_one_character_and_ticking_back_restores_every_byte(data: bytes, drawn: st.DataObject) -> None:
    try:
        found = parse(data)
    except Refusal:
        assert b"\0" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")
        return
    assert ticked(found, {number: box.ticked for number, box in enumerate(found.boxes)}) == data
    if not found.boxes:
        return
    number = drawn.draw(st.integers(0, len(found.boxes) - 1))
    was = found.boxes[number].ticked
    changed = ticked(found, {number: not was})
    assert len(changed) == len(data)
    assert sum(one != two for one, two in zip(changed, data, strict=True)) == 1
    again = parse(changed)
    assert [box.ticked for box in again.boxes] == [box.ticked != (n == number) for n, box in enumerate(found.boxes)]
    back = ticked(again, {number: was})
    assert back == data or (was and back.lower() == data.lower())


# --- matching


def test_the_same_title_at_two_levels_is_kept_apart_by_its_heading() -> None:
    rome = "- [x] *Locating and Editing Factual Associations in GPT (ROME)* by Meng et al.\n"
    assert one(f"## Level 4\n{rome}") == "levelling-up/rome"
    assert one(f"## Level 5: Advanced AI Safety Research\n{rome}") == "levelling-up/rome-again"
    assert one(rome) == "levelling-up/rome"
    both = parse(f"{rome}{rome}")
    assert [each.item for each in match(both, SHIPPED).matches] == ["levelling-up/rome", "levelling-up/rome-again"]


def test_goodfellow_at_level_3_leaves_level_2_open(folder: PracticeFolder, tmp_path: Path) -> None:
    lines = TRACKER.read_text(encoding="utf-8").splitlines(keepends=True)
    numbers = [number for number, line in enumerate(lines) if "Goodfellow" in line]
    lines[numbers[1]] = lines[numbers[1]].replace("- [ ]", "- [x]")
    file = tmp_path / "README.md"
    file.write_text("".join(lines), encoding="utf-8")
    prepare(folder, file).apply()
    plan = make_plan(find("levelling-up"), gather(folder.index()))
    assert plan.box("goodfellow-advanced").done
    assert not plan.box("goodfellow-fundamentals").done
    assert plan.boxes_done == 1


@pytest.mark.parametrize(
    "line",
    [
        "- [x] Deep Learning Nanodegree",
        "- [x] Human Resources",
        "- [x] Human Comparable",
        "- [x] Learn to juggle",
        "- [x] Transformers (the film)",
    ],
)
def test_what_is_something_else_is_not_guessed(line: str) -> None:
    assert items(line) == {}


def test_a_slip_of_the_pen_is_forgiven_and_another_number_is_not() -> None:
    assert one("- [ ] Alignement Newsletter") == "levelling-up/alignment-newsletter"
    assert one("- [ ] Implement 6+ papers") is None


def test_a_line_of_its_own_may_be_one_option_of_a_box() -> None:
    video = "[videos](https://www.youtube.com/playlist?list=PLZHQObOWTQDMsr9K-rj53DwVRMYO3t5Yr/)"
    assert one(f"- [ ] My maths: {video}") == "levelling-up/calculus#essence"
    assert one("- [x] Git Immersion") == "levelling-up/git#immersion"
    assert one("- [x] Transformers course ([link](https://huggingface.co/course/chapter1))") == (
        "levelling-up/hugging-face-course#course"
    )


def test_several_links_of_a_box_mean_the_box() -> None:
    links = "[a](https://gitimmersion.com) [b](https://skills.github.com/) [c](https://example.org)"
    assert one(f"- [x] version control: {links}") == "levelling-up/git"


def test_boxes_may_stand_inside_a_box_for_their_level() -> None:
    text = """- [ ] Level 5
  - [x] *Locating and Editing Factual Associations in GPT (ROME)* by Meng et al.
  - [ ] Open questions
      - [x] AI Safety Ideas
"""
    assert list(items(text).values()) == [
        "levelling-up/rome-again",
        "levelling-up/open-questions",
        "levelling-up/open-questions#apart",
    ]


def test_old_addresses_find_a_box_too() -> None:
    line = "- [ ] Toys: [a](https://beta.openai.com/playground), [b](https://openai.com/dall-e-2)"
    assert one(line) == "levelling-up/deployed-transformers"


def test_old_and_new_addresses_both_find_an_option() -> None:
    text = """- [ ] Experiment with deployed transformers
  - [x] [the playground](https://beta.openai.com/playground)
  - [x] [codex paper](https://openai.com/index/openai-codex/)
  - [ ] Elicit
"""
    box = "levelling-up/deployed-transformers"
    assert list(items(text).values()) == [box, f"{box}#playground", f"{box}#codex", f"{box}#elicit"]


def test_parts_inside_a_box_are_ticked_singly() -> None:
    text = "- [ ] Study the transformer architecture\n    - [x] Section 2\n"
    assert list(items(text).values())[1] == "levelling-up/transformer-architecture#attention:2"


def test_posts_under_a_broad_box_become_its_picks(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(
        "## Level 1\n- [ ] Alignment Forum posts\n  - [x] [Risks from Learned Optimization](https://a.example/r)\n"
        "  - [ ] Goodhart taxonomy\n"
    )
    prepare(folder, file).apply()
    assert prepare(folder, file).is_empty
    box = make_plan(find("levelling-up"), gather(folder.index())).box("alignment-forum-introductions")
    assert [(pick.title, pick.url, done) for pick, done in box.picks] == [
        ("Risks from Learned Optimization", "https://a.example/r", True),
        ("Goodhart taxonomy", "", False),
    ]


# --- importing


def test_a_preview_writes_nothing_and_applying_twice_changes_nothing(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    data = ticked(read_tracker(TRACKER), {0: True, 13: True, 45: True})
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
    assert prepare(folder, TRACKER).changes == ()


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
    own = find("my-my-list", folder.root / "curricula")
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


# --- exporting


def test_export_ticks_what_the_folder_knows_one_character_a_box(tracker: Tracker, known) -> None:
    ticks = frozenset(
        {"levelling-up/rome", "levelling-up/probability#harvard", "levelling-up/transformers-from-scratch#mlab"}
    )
    data = TRACKER.read_bytes()
    written = export(tracker, known, Facts(ticked=ticks))
    assert len(written) == len(data)
    different = [index for index, (one, two) in enumerate(zip(written, data, strict=True)) if one != two]
    assert len(different) == 2
    assert all(written[index : index + 1] == b"x" and data[index : index + 1] == b" " for index in different)
    lines = {data[:index].count(b"\n") for index in different}
    texts = [data.splitlines()[line].decode() for line in sorted(lines)]
    assert "Probability: Choose 1" in texts[0]
    assert "ROME" in texts[1]


def test_export_clears_only_what_was_cleared_here(tracker: Tracker, known) -> None:
    data = parse(ticked(tracker, {0: True, 1: True}))
    written = parse(export(data, known, Facts(cleared=frozenset({"levelling-up/superintelligence"}))))
    assert [box.ticked for box in written.boxes[:3]] == [True, False, False]


@settings(max_examples=40, deadline=None)
@given(st.frozensets(st.integers(0, 63)))
def test_ticks_imported_and_exported_give_the_same_file(numbers: frozenset[int]) -> None:
    tracker = read_tracker(TRACKER)
    data = ticked(tracker, dict.fromkeys(numbers, True))
    preview = match(parse(data), SHIPPED[:1])
    facts = Facts(ticked=frozenset(facts["item"] for _, facts in changes(preview, Facts())))
    assert len(facts.ticked) == len(numbers)
    assert export(tracker, SHIPPED[:1], facts) == data


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_picks_are_written_beneath_their_box_and_read_back(known, end: str, last: bool) -> None:
    box = "levelling-up/alignment-forum-introductions"
    item = pick_item(box, "A [post]")
    text = f"## Level 1{end}1. [ ] Alignment Forum posts"
    text += "" if last else f"{end}   - [ ] other{end}   text of it{end}- [x] Superintelligence{end}"
    facts = Facts(picks={box: (Pick(item, "A [post]", "https://a.example"),)}, ticked=frozenset({item}))
    before = parse(text.encode())
    written = export(before, known, facts)
    line = b"   - [x] [A (post)](https://a.example)"
    assert written.replace(end.encode() + line, b"", 1) == text.encode()
    again = match(parse(written), known)
    assert item in [each.item for each in again.matches]
    assert export(parse(written), known, facts) == written


def test_a_fresh_tracker_reads_back_as_the_same_ticks(known) -> None:
    path = find("levelling-up")
    ticks = frozenset(path.resources[number].id for number in (1, 20, 40)) | {"levelling-up/git#immersion"}
    facts = Facts(ticked=ticks)
    text = fresh_tracker(path, facts)
    preview = match(parse(text), known)
    assert preview.unknown == ()
    assert {facts["item"] for _, facts in changes(preview, Facts())} == ticks
    assert export(parse(text), known, facts) == text.encode()


# --- bad input


def test_a_file_that_is_too_large_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    began = time.perf_counter()
    with pytest.raises(Refusal, match="50 MB"):
        read_tracker(file)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01\x02", b"\xff\xfe\x00\xd8\x00", b"- [ ] a\n" * 101, b"".join(b"- [ ] %d\n" % n for n in range(5_001))],
)
def test_what_is_no_tracker_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_tracker(file)
    assert refused.value.mend


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="No such file"):
        read_tracker(tmp_path / "none.md")
    with pytest.raises(Refusal, match="directory"):
        read_tracker(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        " " * 2_000_000 + "x",
        "- [ ] " + "[a](" * 500_000,
        "# " + "# " * 900_000 + "b",
        "> " * 900_000,
        "**" * 900_000,
        "- [ ] " + "[" * 1_900_000,
        "- [ ] " + "Ã" * 1_900_000,
        "- [ ] " + "x_" * 900_000,
    ],
    ids=["spaces", "links", "hashes", "quotes", "stars", "brackets", "misread", "underscores"],
)
def test_strange_long_lines_take_no_longer(text: str) -> None:
    began = time.perf_counter()
    parse(text)
    assert time.perf_counter() - began < 2.0


def test_a_long_tracker_imports_in_bounded_time(folder: PracticeFolder, tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    file.write_text("".join(f"- [x] thing number {number} of a long list\n" for number in range(2_000)))
    began = time.perf_counter()
    prepare(folder, file).apply()
    assert prepare(folder, file).is_empty
    assert time.perf_counter() - began < 20


def test_an_empty_file_has_no_boxes(known) -> None:
    assert match(parse(b""), known).matches == ()
    assert export(parse(b""), known, Facts()) == b""
