"""Trackers are read as they are, whatever kind of list, and ticked by one character."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.exchange.tracker import mended, parse, read_tracker, ticked
from tests.trackers import matched_one


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
    assert matched_one(line) == "levelling-up/superintelligence"


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


def test_a_file_that_is_too_large_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    began = time.process_time()
    with pytest.raises(Refusal, match="50 MB"):
        read_tracker(file)
    assert time.process_time() - began < 0.5


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
    began = time.process_time()
    parse(text)
    assert time.process_time() - began < 2.0
