"""The derived index: always what the log alone adds up to, and never in the way."""

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.events import Event
from palaestra.practice.index import Index, Worked
from palaestra.practice.log import Log


def recomputed(root: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What an index made from nothing holds."""
    with tempfile.TemporaryDirectory() as name:
        log = Log(root)
        log.derived = Path(name)
        return Index(log).refresh().dump()


def test_what_is_appended_is_found_at_the_next_refresh(log: Log) -> None:
    index = Index(log)
    first = log.append(
        "attempt", exercise="bandits/ucb", verdict="wrong", rung=2, rungs=5, mistake="no-log", seconds=0.2
    )
    last = log.append("attempt", exercise="bandits/ucb", verdict="passed", rung=5, rungs=5, help="hints")
    log.append("attempt", exercise="bandits/ucb", mode="debug", verdict="wrong")
    record = index.refresh().exercises()["bandits/ucb"]
    assert (record.attempts, record.best_rung, record.rungs, record.passed_day) == (2, 5, 5, "2026-11-20")
    assert (record.last.id, record.last.help, record.last.mode) == (last.id, "hints", "build")
    assert [each.id for each in index.attempts("bandits/ucb")][2] == first.id
    assert index.attempts("bandits/ucb", limit=1)[0].mode == "debug"
    assert list(index.exercises("debug")) == ["bandits/ucb"]
    assert index.event(first.id) == first


def test_events_of_a_kind_come_newest_first_by_subject_day_and_number(log: Log, clock: Any) -> None:
    index = Index(log)
    a = log.append("note", path="notes/a.md")
    clock.go(days=1)
    b = log.append("note", path="notes/b.md")
    c = log.append("note", path="notes/a.md")
    log.append("goal", text="x")
    assert index.refresh().events("note") == [c, b, a]
    assert index.events("note", "notes/a.md") == [c, a]
    assert index.events("note", first_day="2026-11-21") == [c, b]
    assert index.events("note", limit=1) == [c]
    assert index.day("2026-11-20") == [a]


def test_the_last_tick_counts(log: Log) -> None:
    for item, ticked in (("l1/a", True), ("l1/b", True), ("l1/a", False)):
        log.append("tick", item=item, ticked=ticked)
    assert Index(log).refresh().ticks() == {"l1/a": False, "l1/b": True}


def test_a_retracted_event_is_nowhere_to_be_seen(log: Log) -> None:
    index = Index(log)
    events = [
        log.append("review", card="b/regret", rating=3),
        log.append("attempt", exercise="b/x", verdict="passed"),
        log.append("tick", item="i"),
        log.append("minutes", minutes=30, text="x"),
        log.append("note", path="n"),
    ]
    index.refresh()
    for event in events:
        log.retract(event.id)
    index.refresh()
    assert index.cards() == {}
    assert index.exercises() == {}
    assert index.ticks() == {}
    assert index.minutes("2026-11-20", "2026-11-20") == []
    assert index.events("note") == []
    assert index.event(events[0].id) is None
    assert index.dump() == recomputed(log.root)


def test_a_retraction_that_arrives_before_its_event_hides_it(log: Log) -> None:
    index = Index(log)
    log.append("retraction", event="later")
    index.refresh()
    line = Event("later", "2026-11-20T09:00:00.000000Z", "2026-11-20", "tick", {"item": "x"}).line()
    (log.folder / "other").mkdir()
    (log.folder / "other" / "2026-11.jsonl").write_bytes(line)
    assert index.refresh().ticks() == {}


def test_a_retraction_taken_back_shows_everything_again(log: Log) -> None:
    index = Index(log)
    log.append("review", card="b/regret", rating=3)
    kept = log.append("minutes", minutes=30, text="x")
    before = index.refresh().dump()["minutes"]
    retraction = log.retract(kept.id)
    assert index.refresh().minutes("2026-11-20", "2026-11-20") == [Worked("2026-11-20", "b", "theory", 1.0, True)]
    again = log.retract(retraction.id)
    assert index.refresh().dump()["minutes"] == before
    assert [each.id for each in index.events("retraction")] == [again.id]
    log.retract(again.id)
    assert index.refresh().dump()["minutes"] == []
    assert index.dump() == recomputed(log.root)


def test_what_was_forgotten_is_not_shown_again(log: Log) -> None:
    kept = log.append("note", path="secret")
    line = kept.line()
    log.forget(kept.id)
    (tombstone,) = Index(log).refresh().events("retraction")
    log.retract(tombstone.id)
    (log.folder / "other").mkdir()
    (log.folder / "other" / "2026-11.jsonl").write_bytes(line)
    index = Index(log).refresh()
    assert index.events("note") == []
    assert [each.kind for each in log.read().events] == ["retraction", "retraction"]


def test_set_aside_lines_are_listed_until_they_are_whole(log: Log) -> None:
    index = Index(log)
    log.append("note", path="a")
    (path,) = log.files()
    line = Event("e2", "2026-11-20T09:00:00.000000Z", "2026-11-20", "tick", {"item": "x"}).line()
    with path.open("ab") as file:
        file.write(line[:20])
    assert [each.line for each in index.refresh().set_aside()] == [2]
    with path.open("ab") as file:
        file.write(line[20:] + b"rubbish\n")
    assert [(each.line, each.text) for each in index.refresh().set_aside()] == [(3, "rubbish")]
    assert index.ticks() == {"x": True}


@pytest.mark.parametrize("first", ["a", "b"])
def test_two_events_of_one_id_are_settled_the_same_whichever_came_first(log: Log, first: str) -> None:
    index = Index(log)
    for machine in sorted("ab", reverse=first == "b"):
        event = Event("e1", "2026-11-20T09:00:00.000000Z", "2026-11-20", "review", {"card": machine, "rating": 3})
        act(log.root, "append", machine, [event.line().strip()])
        index.refresh()
    assert list(index.cards()) == ["a"]
    assert index.dump() == recomputed(log.root)
    log.append("tick", item="x")
    assert index.refresh().dump() == recomputed(log.root)


def test_a_last_line_that_is_written_on_is_read_again(log: Log) -> None:
    index = Index(log)
    log.append("tick", item="x")
    (path,) = log.files()
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert index.refresh().ticks() == {"x": True}
    path.write_bytes(path.read_bytes() + b"rubbish")
    assert index.refresh().ticks() == {}
    assert len(index.set_aside()) == 1


FACTS = st.sampled_from(
    [
        ("review", {"card": "b/a", "rating": 3, "seconds": 4.0}),
        ("review", {"card": "b/a", "rating": 1}),
        ("review", {"card": "b/b", "rating": 4}),
        ("review", {"card": "b/b", "rating": "good"}),
        ("review", {"card": 7, "rating": 3, "seconds": "slow"}),
        ("review", {"card": "half \ud83d", "rating": 2}),
        ("attempt", {"exercise": "b/x", "verdict": "passed", "rung": 5, "rungs": 5}),
        ("attempt", {"exercise": "b/x", "verdict": None, "rung": 10**30, "rungs": [1], "seconds": 1e300}),
        ("tick", {"item": "i", "ticked": True}),
        ("tick", {"item": "i", "ticked": False}),
        ("minutes", {"minutes": 30, "day": "2026-11-20", "text": "x"}),
        ("minutes", {"minutes": 30, "day": "2026-11-21", "instead": True}),
        ("minutes", {"minutes": "many"}),
        ("session", {"does": "stop", "minutes": 5, "since": "2026-11-20T00:00:00.000000Z", "since_day": "2026-11-20"}),
        ("telepathy", {"to": ["anyone"]}),
        ("note", {"path": "n.md"}),
    ]
)
EVENT = st.builds(
    lambda number, hours, made: Event(
        f"e{number}",
        f"2026-11-{20 + hours // 24:02}T{hours % 24:02}:00:00.000000Z",
        f"2026-11-{20 + hours // 24:02}",
        *made,
    ),
    st.integers(0, 25),
    st.integers(0, 60),
    FACTS,
)
RETRACTION = st.builds(
    lambda number, target, forgotten: Event(
        f"r{number}",
        f"2026-11-21T0{number % 3}:00:00.000000Z",
        "2026-11-21",
        "retraction",
        {"event": target} | ({"forgotten": True} if forgotten else {}),
    ),
    st.integers(0, 5),
    st.sampled_from([*(f"e{number}" for number in range(26)), *(f"r{number}" for number in range(6))]),
    st.sampled_from([False, False, True]),
)
LINE = st.one_of(EVENT, EVENT, EVENT, RETRACTION).map(
    lambda event: json.dumps(event.to_json()).encode()
) | st.sampled_from([b"{", b"<<<<<<< HEAD", b"\xff"])
ACTION = st.one_of(
    st.tuples(st.just("append"), st.sampled_from("ab"), st.lists(LINE, min_size=1, max_size=4)),
    st.tuples(st.just("tear"), st.sampled_from("ab"), LINE),
    st.tuples(st.just("rewrite"), st.sampled_from("ab"), st.integers(0, 3)),
    st.tuples(st.just("delete"), st.sampled_from("ab"), st.just(0)),
)


def act(root: Path, does: str, machine: str, what: Any) -> None:
    """Something that may happen to a log between two looks at it."""
    path = root / "log" / machine / "2026-11.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.read_bytes() if path.exists() else b""
    if does == "append":
        path.write_bytes(held + (b"\n" if held and not held.endswith(b"\n") else b"") + b"\n".join(what) + b"\n")
    elif does == "tear":
        path.write_bytes(held + what[: len(what) // 2])
    elif does == "rewrite" and held:
        lines = held.split(b"\n")
        path.write_bytes(b"\n".join(lines[: what % len(lines)] + lines[what % len(lines) + 1 :]))
    elif does == "delete":
        path.unlink(missing_ok=True)


@given(st.lists(ACTION, max_size=12))
@settings(max_examples=80, deadline=None)
def test_after_any_edits_it_equals_one_computed_from_nothing(actions: list[tuple[str, str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        log = Log(root)
        index = Index(log)
        for action in actions:
            act(root, *action)
            index.refresh()
            held = index.rows("SELECT id FROM events WHERE hidden = 0 ORDER BY time, id")
            assert [row[0] for row in held] == [event.id for event in log.read().events]
            assert len(index.set_aside()) == len(log.read().set_aside)
        assert index.dump() == recomputed(root)


def test_what_was_recalled_of_a_card_follows_its_reviews(log: Log) -> None:
    """A review taken back, brought back, or arriving late from another machine changes what came after it."""

    def review(day: int, rating: int) -> bytes:
        facts = {"card": "b/a", "rating": rating}
        return Event(f"d{day}", f"2026-11-{day}T09:00:00.000000Z", f"2026-11-{day}", "review", facts).line().strip()

    index = Index(log)
    days: list[list[str]] = []
    for machine, lines in (
        ("a", [review(11, 4), review(19, 3), review(28, 1)]),
        ("b", [review(14, 4)]),
        ("a", [Event("r", "2026-11-29T09:00:00.000000Z", "2026-11-29", "retraction", {"event": "d19"}).line().strip()]),
        ("b", [Event("s", "2026-11-29T10:00:00.000000Z", "2026-11-29", "retraction", {"event": "d11"}).line().strip()]),
        ("b", [Event("t", "2026-11-29T11:00:00.000000Z", "2026-11-29", "retraction", {"event": "r"}).line().strip()]),
    ):
        act(log.root, "append", machine, lines)
        assert index.refresh().dump() == recomputed(log.root)
        days.append([row[0][-2:] for row in index.rows("SELECT day FROM recalls ORDER BY day")])
    assert days == [["19", "28"], ["14", "19", "28"], ["14", "28"], ["28"], ["19", "28"]]
    assert [row[0] for row in index.rows("SELECT held FROM recalls ORDER BY day")] == [1, 0]


def test_a_broken_index_is_thrown_away_and_rebuilt(log: Log) -> None:
    log.append("tick", item="x")
    Index(log).refresh()
    path = log.derived / "index.sqlite"
    for rubbish in (b"this is not SQLite at all" * 100, b"", path.read_bytes()[:100] + b"\0" * 5000):
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(rubbish)
        assert Index(log).refresh().ticks() == {"x": True}


def test_an_index_broken_while_it_is_open_is_rebuilt_at_the_question(log: Log) -> None:
    for number in range(300):
        log.append_all([("tick", {"item": f"x/{number}/{n}"}) for n in range(10)])
    index = Index(log).refresh()
    index.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    path = log.derived / "index.sqlite"
    path.write_bytes(b"\x55" * path.stat().st_size)
    index._connection.close()
    index._connection = sqlite3.connect(path, isolation_level=None)
    assert len(index.ticks()) == 3000


def test_an_index_of_another_version_is_made_anew(log: Log) -> None:
    log.append("tick", item="x")
    index = Index(log).refresh()
    index.rows("DROP TABLE ticks")
    index.rows("CREATE TABLE ticks(old TEXT)")
    index.rows("PRAGMA user_version = 999")
    del index
    assert Index(log).refresh().ticks() == {"x": True}


def test_it_may_be_deleted_at_any_time(log: Log) -> None:
    log.append("tick", item="x")
    index = Index(log).refresh()
    for path in log.derived.iterdir():
        path.unlink()
    log.append("tick", item="y")
    assert index.refresh().ticks() == {"x": True, "y": True}
    assert Index(log).refresh().ticks() == {"x": True, "y": True}


def test_a_folder_that_cannot_be_written_can_still_be_read(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append("tick", item="x")
    connect = sqlite3.connect

    def refuse(path: Any, **named: Any) -> sqlite3.Connection:
        if path != ":memory:":
            raise sqlite3.OperationalError("unable to open database file")
        return connect(path, **named)

    monkeypatch.setattr(sqlite3, "connect", refuse)
    assert Index(log).refresh().ticks() == {"x": True}


def test_a_disk_that_is_full_has_its_index_in_memory(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append("tick", item="x")
    connect = sqlite3.connect

    class Full(sqlite3.Connection):
        def executemany(self, *given: Any) -> Any:
            raise sqlite3.OperationalError("database or disk is full")

    def on_a_full_disk(path: Any, **named: Any) -> sqlite3.Connection:
        return connect(path, **named, **({} if path == ":memory:" else {"factory": Full}))

    monkeypatch.setattr(sqlite3, "connect", on_a_full_disk)
    index = Index(log).refresh()
    assert index.ticks() == {"x": True}
    log.append("tick", item="y")
    assert index.refresh().ticks() == {"x": True, "y": True}


def test_an_index_another_process_will_not_let_go_is_refused(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palaestra.practice.index.BUSY_SECONDS", 0.1)
    log.append("tick", item="x")
    index = Index(log).refresh()
    other = sqlite3.connect(log.derived / "index.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    log.append("tick", item="y")
    with pytest.raises(Refusal, match="nothing was lost"):
        index.refresh()
    other.execute("ROLLBACK")
    other.close()
    assert index.refresh().ticks() == {"x": True, "y": True}


def test_several_processes_refresh_one_index(log: Log) -> None:
    program = (
        "import sys; from pathlib import Path; from palaestra.practice.log import Log\n"
        "from palaestra.practice.index import Index\n"
        "log = Log(Path(sys.argv[1])); index = Index(log)\n"
        "for n in range(40): log.append('tick', item=f'{sys.argv[2]}/{n}'); index.refresh()\n"
        "print(len(index.ticks()))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(log.root), name], stdout=subprocess.PIPE, text=True)
        for name in "abc"
    ]
    counts = [int(process.communicate(timeout=60)[0]) for process in running]
    assert max(counts) == 120
    assert len(Index(log).refresh().ticks()) == 120
    assert Index(log).dump() == recomputed(log.root)
