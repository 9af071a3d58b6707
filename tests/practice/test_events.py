"""Events: what a line of the log may be, and what it becomes."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.events import KINDS, BrokenLine, happened, parse, stamp, uuid7

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
facts = st.dictionaries(st.text(max_size=8), json_values.filter(lambda value: value is not None), max_size=4)


@given(st.sampled_from(sorted(KINDS)), facts, st.integers(0, 4_000_000_000_000_000_000))
def test_an_event_comes_back_from_its_line(kind: str, kept: dict[str, Any], moment: int) -> None:
    event = happened(kind, kept, moment)
    assert parse(event.line()) == event
    assert event.line().count(b"\n") == 1
    assert json.loads(event.line())["facts"] == kept


def test_a_line_reads_as_documented() -> None:
    line = (
        b'{"id":"a1","time":"2026-11-20T07:31:04Z","day":"2026-11-20","kind":"review",'
        b'"facts":{"card":"b/r","rating":3}}'
    )
    event = parse(line)
    assert (event.id, event.time, event.kind, event.subject) == ("a1", "2026-11-20T07:31:04.000000Z", "review", "b/r")
    assert event.schema == 1


@pytest.mark.parametrize(
    ("given", "utc"),
    [
        ("2026-11-20T09:00:00+02:00", "2026-11-20T07:00:00.000000Z"),
        ("2026-11-20T07:00:00.5", "2026-11-20T07:00:00.500000Z"),
        ("2026-11-20", "2026-11-20T00:00:00.000000Z"),
    ],
)
def test_other_ways_of_writing_a_time_are_understood(given: str, utc: str) -> None:
    assert parse(json.dumps({"id": "a", "time": given, "kind": "x"}).encode()).time == utc


@pytest.mark.parametrize(
    ("day", "kept"),
    [("2026-11-21", "2026-11-21"), ("2027-11-20", "2026-11-20"), ("soon", "2026-11-20"), (7, "2026-11-20")],
)
def test_the_day_is_the_learners_if_it_was_that_day_anywhere(day: object, kept: str) -> None:
    line = json.dumps({"id": "a", "time": "2026-11-20T23:30:00Z", "kind": "x", "day": day}).encode()
    assert parse(line).day == kept


def test_half_a_character_is_replaced_so_that_it_can_be_shown() -> None:
    event = parse(b'{"id":"a","time":"2026-11-20T07:31:04Z","kind":"review","facts":{"card":"\\ud83d"}}')
    assert event.subject == "?"
    whole = parse(b'{"id":"a","time":"2026-11-20T07:31:04Z","kind":"review","facts":{"card":"\\ud83d\\ude00"}}')
    assert whole.subject == "😀"


def test_an_unknown_kind_and_a_later_schema_survive() -> None:
    line = b'{"id":"a","time":"2031-01-01T00:00:00Z","kind":"telepathy","schema":7,"facts":{"to":"b"}}'
    event = parse(line)
    assert (event.kind, event.schema, event.facts) == ("telepathy", 7, {"to": "b"})


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "whole"),
        (b'{"id":"a","time":"2026-', "whole"),
        (b"[1,2]", "object"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\x00\x00\x00", "whole"),
        (b"<<<<<<< HEAD", "merge"),
        (b"=======", "merge"),
        (b">>>>>>> other", "merge"),
        (b'{"time":"2026-11-20T00:00:00Z","kind":"note"}', "id"),
        (b'{"id":"../x","time":"2026-11-20T00:00:00Z","kind":"note"}', "id"),
        (b'{"id":"a","kind":"note"}', "time"),
        (b'{"id":"a","time":"yesterday","kind":"note"}', "time"),
        (b'{"id":"a","time":"0001-01-01T00:00:00+14:00","kind":"note"}', "time"),
        (b'{"id":"a","time":"9999-01-01T00:00:00Z","kind":"note"}', "between 1970 and 2999"),
        (b'{"id":"a","time":"2026-11-20T00:00:00Z","kind":7}', "kind"),
        (b'{"id":"a","time":"2026-11-20T00:00:00Z","kind":"note","facts":[]}', "facts"),
        (b'{"id":"a","time":"2026-11-20T00:00:00Z","kind":"note","schema":"new"}', "schema"),
        (b"[" * 100_000, "whole"),
        (b'{"id":' + b"9" * 5000 + b"}", "whole"),
    ],
)
def test_a_line_that_is_no_event_says_why(line: bytes, why: str) -> None:
    with pytest.raises(BrokenLine, match=why):
        parse(line)


@given(st.binary(max_size=60))
def test_any_bytes_are_an_event_or_a_broken_line(line: bytes) -> None:
    with pytest.raises(BrokenLine):
        parse(line)


@given(st.lists(st.integers(1_600_000_000_000_000_000, 2_000_000_000_000_000_000), min_size=2, max_size=5, unique=True))
def test_ids_are_uuids_of_version_7_that_sort_by_time(moments: list[int]) -> None:
    moments = [moment // 1000 * 1000 for moment in moments]
    ids = [uuid7(moment) for moment in sorted(set(moments))]
    assert ids == sorted(ids)
    for moment, text in zip(sorted(set(moments)), ids, strict=True):
        made = uuid.UUID(text)
        assert (made.version, made.variant) == (7, uuid.RFC_4122)
        assert made.int >> 80 == moment // 1_000_000


def test_ids_of_one_moment_differ() -> None:
    assert len({uuid7(1_700_000_000_000_000_000) for _ in range(1000)}) == 1000


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)))
def test_stamps_have_one_length_so_text_order_is_time_order(moment: datetime) -> None:
    assert len(stamp(moment)) == 27
    assert datetime.fromisoformat(stamp(moment)) == moment


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(Refusal, match="no kind of event"):
        happened("telepathy", {})
    with pytest.raises(Refusal, match="cannot be kept"):
        happened("note", {"path": object()})
    with pytest.raises(Refusal, match="cannot be kept"):
        happened("note", {"path": float("nan")})
    with pytest.raises(Refusal, match="cannot be kept"):
        happened("note", {"path": "\ud800"})


def test_a_fact_of_another_kind_than_expected_is_none() -> None:
    odd = happened("goal", {"text": 3, "labs": ["a", 1, None], "scores": [2, "2", None], "path": "p", "one": "x"})
    assert (odd.text("text"), odd.text("path"), odd.text("nothing")) == ("", "p", "")
    assert (odd.texts("labs"), odd.texts("one"), odd.texts("nothing")) == (("a",), (), ())
    assert (odd.numbers("scores"), odd.numbers("text")) == ((2,), ())
