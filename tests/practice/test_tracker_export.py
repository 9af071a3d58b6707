"""Exporting: each changed box by one character, picks beneath theirs, and a fresh one that reads back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.curriculum import find
from palaestra.practice.exchange.tracker import Tracker, parse, read_tracker, ticked
from palaestra.practice.exchange.tracker_export import export, fresh_tracker
from palaestra.practice.exchange.tracker_match import changes, match, pick_item
from palaestra.practice.path.standing import Facts, Pick
from tests.trackers import LEVELLING_UP, SHIPPED

LEVELS = [each for each in SHIPPED if each.id == "levelling-up"]


@pytest.fixture(scope="module")
def tracker() -> Tracker:
    return read_tracker(LEVELLING_UP)


def test_export_ticks_what_the_folder_knows_one_character_a_box(tracker: Tracker) -> None:
    ticks = frozenset(
        {"levelling-up/rome", "levelling-up/probability#harvard", "levelling-up/transformers-from-scratch#mlab"}
    )
    data = LEVELLING_UP.read_bytes()
    written = export(tracker, SHIPPED, Facts(ticked=ticks))
    assert len(written) == len(data)
    different = [index for index, (one, two) in enumerate(zip(written, data, strict=True)) if one != two]
    assert len(different) == 2
    assert all(written[index : index + 1] == b"x" and data[index : index + 1] == b" " for index in different)
    lines = {data[:index].count(b"\n") for index in different}
    texts = [data.splitlines()[line].decode() for line in sorted(lines)]
    assert "Probability: Choose 1" in texts[0]
    assert "ROME" in texts[1]


def test_export_clears_only_what_was_cleared_here(tracker: Tracker) -> None:
    data = parse(ticked(tracker, {0: True, 1: True}))
    written = parse(export(data, SHIPPED, Facts(cleared=frozenset({"levelling-up/superintelligence"}))))
    assert [box.ticked for box in written.boxes[:3]] == [True, False, False]


@settings(max_examples=40, deadline=None)
@given(st.frozensets(st.integers(0, 63)))
def test_ticks_imported_and_exported_give_the_same_file(numbers: frozenset[int]) -> None:
    tracker = read_tracker(LEVELLING_UP)
    data = ticked(tracker, dict.fromkeys(numbers, True))
    preview = match(parse(data), LEVELS)
    facts = Facts(ticked=frozenset(facts["item"] for _, facts in changes(preview, Facts())))
    assert len(facts.ticked) == len(numbers)
    assert export(tracker, LEVELS, facts) == data


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_picks_are_written_beneath_their_box_and_read_back(end: str, last: bool) -> None:
    box = "levelling-up/alignment-forum-introductions"
    item = pick_item(box, "A [post]")
    text = f"## Level 1{end}1. [ ] Alignment Forum posts"
    text += "" if last else f"{end}   - [ ] other{end}   text of it{end}- [x] Superintelligence{end}"
    facts = Facts(picks={box: (Pick(item, "A [post]", "https://a.example"),)}, ticked=frozenset({item}))
    before = parse(text.encode())
    written = export(before, SHIPPED, facts)
    line = b"   - [x] [A (post)](https://a.example)"
    assert written.replace(end.encode() + line, b"", 1) == text.encode()
    again = match(parse(written), SHIPPED)
    assert item in [each.item for each in again.matches]
    assert export(parse(written), SHIPPED, facts) == written


def test_a_fresh_tracker_reads_back_as_the_same_ticks() -> None:
    path = find("levelling-up")
    ticks = frozenset(path.resources[number].id for number in (1, 20, 40)) | {"levelling-up/git#immersion"}
    facts = Facts(ticked=ticks)
    text = fresh_tracker(path, facts)
    preview = match(parse(text), SHIPPED)
    assert preview.unknown == ()
    assert {facts["item"] for _, facts in changes(preview, Facts())} == ticks
    assert export(parse(text), SHIPPED, facts) == text.encode()


def test_an_empty_file_has_no_boxes() -> None:
    assert match(parse(b""), SHIPPED).matches == ()
    assert export(parse(b""), SHIPPED, Facts()) == b""
