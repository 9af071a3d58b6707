"""The log on disk: what is acknowledged stays, what is broken is set aside, whatever the disk does."""

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.events import Event, happened
from palaestra.practice.log import Log, machine_name

NANOSECONDS = 1_795_165_200_000_000_000  # 20 November 2026, 9:00 UTC


def test_an_appended_event_is_a_line_in_this_machines_file_of_the_month(log: Log) -> None:
    event = log.append("note", path="notes/ä.md", title=None)
    (path,) = log.files()
    assert log.name_of(path) == f"log/{log.machine}/2026-11.jsonl"
    assert json.loads(path.read_bytes()) == event.to_json()
    assert event.facts == {"path": "notes/ä.md"}
    assert log.read().events == (event,)


def test_the_machines_name_is_kept_and_comes_out_the_same_when_it_is_lost(log: Log) -> None:
    log.append("note", path="a")
    first = log.machine
    (log.derived / "machine").unlink()
    assert log.machine == first == machine_name(log.root)
    (log.derived / "machine").write_text("my-laptop\n")
    log.append("note", path="b")
    assert (log.folder / "my-laptop").is_dir()
    (log.derived / "machine").write_text("../../elsewhere")
    assert log.machine == first


def test_a_batch_is_one_write(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append("note", path="first")
    writes: list[int] = []
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: writes.append(len(data)) or write(file, data))
    events = log.append_all([("tick", {"item": f"m/{n}"}) for n in range(64)])
    assert len(writes) == 1
    assert log.read().events[1:] == tuple(events)
    assert log.append_all([]) == []


def test_an_append_closes_a_torn_tail_and_the_torn_line_is_set_aside(log: Log) -> None:
    first = log.append("note", path="a")
    (path,) = log.files()
    with path.open("ab") as file:
        file.write(b'{"id":"torn')
    assert log.read().set_aside[0].why.startswith("torn")
    second = log.append("note", path="b")
    reading = log.read()
    assert reading.events == (first, second)
    assert [(each.line, each.text) for each in reading.set_aside] == [(2, '{"id":"torn')]
    assert b'{"id":"torn\n' in path.read_bytes()


def test_a_whole_last_line_without_its_newline_counts_once(log: Log) -> None:
    event = log.append("note", path="a")
    (path,) = log.files()
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert log.read().events == (event,)
    second = log.append("note", path="b")
    assert log.read().events == (event, second)
    assert log.read().set_aside == ()


def test_truncation_at_every_byte_loses_only_what_was_cut(log: Log) -> None:
    events = [log.append("note", path=name) for name in ("a", "b", "ç")]
    (path,) = log.files()
    whole = path.read_bytes()
    ends = [whole.index(event.line()) + len(event.line()) - 1 for event in events]
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        kept = [event for event, end in zip(events, ends, strict=True) if end <= cut]
        assert list(log.read().events) == kept, cut
        added = log.append("note", path="after")
        assert list(log.read().events) == [*kept, added], cut


def test_a_retraction_hides_an_event_and_keeps_its_line(log: Log) -> None:
    event = log.append("note", path="a")
    retraction = log.retract(event.id, "by mistake")
    reading = log.read()
    assert (reading.events, reading.retracted) == ((retraction,), (event,))
    assert event.line() in log.files()[0].read_bytes()


def test_forgetting_erases_the_line_and_a_merge_cannot_bring_it_back(log: Log) -> None:
    log.append("note", path="a")
    secret = log.append("note", path="secret")
    (path,) = log.files()
    with path.open("ab") as file:
        file.write(b"a broken line\n")
    before = path.read_bytes()
    assert log.forget(secret.id) == 1
    assert b"secret" not in path.read_bytes()
    assert b"a broken line" in path.read_bytes()
    (log.folder / "other").mkdir()
    (log.folder / "other" / "2026-11.jsonl").write_bytes(before)
    assert [each.facts.get("path") for each in log.read().events] == ["a", None]


def test_a_clock_that_goes_backwards_only_changes_the_order(log: Log, clock: Any) -> None:
    late = log.append("note", path="late")
    clock.go(days=-400)
    early = log.append("note", path="early")
    assert log.read().events == (early, late)


def test_a_file_replaced_while_it_is_written_gets_the_line_again(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    first = log.append("note", path="a")
    (path,) = log.files()
    fsync, merged = os.fsync, iter([b"", None])

    def merge_then_sync(file: int) -> None:
        if next(merged, None) is not None:
            other = path.with_suffix(".new")
            other.write_bytes(first.line())
            other.replace(path)
        fsync(file)

    monkeypatch.setattr(os, "fsync", merge_then_sync)
    second = log.append("note", path="b")
    assert log.read().events == (first, second)


WRITER = """
import os, sys, time
from pathlib import Path
from palaestra.practice.log import Log
log = Log(Path(sys.argv[1]))
write = os.write
def slow(file, data):   # a busy disk: several writes a line, and others in between
    time.sleep(0)
    return write(file, bytes(data)[:40])
os.write = slow
sys.stdin.readline()
for n in range(300):
    print(log.append("note", path=f"{sys.argv[2]}{n}" * 40).id)
"""


def test_two_processes_writing_at_once_keep_every_event(log: Log) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(log.root), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    time.sleep(0.5)
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=60)[0].split() for process in running]
    assert [len(ids) for ids in printed] == [300, 300]
    reading = log.read()
    assert sorted(event.id for event in reading.events) == sorted(printed[0] + printed[1])
    assert reading.set_aside == ()
    writers = [str(event.facts["path"])[0] for event in reading.events]
    assert sum(one != two for one, two in pairwise(writers)) > 3, "they took turns: nothing was shown"


def test_no_acknowledged_event_is_lost_to_200_kills() -> None:
    script = Path(__file__).with_name("kill_while_appending.py")
    ran = subprocess.run(
        [sys.executable, str(script), "200", "7"], capture_output=True, text=True, timeout=120, check=True
    )
    found = json.loads(ran.stdout)
    print(found)
    assert found["kills"] == 200
    assert found["lost"] == 0
    assert found["acknowledged"] >= 200
    assert found["torn"] >= 8, "no kill fell inside a write: the test shows nothing"


# --- a disk that fails -------------------------------------------------------------------------------------------

CALLS = ("stat", "open", "write", "fsync", "pread", "fstat", "mkdir", "replace", "fchmod", "ftruncate")
Failure = Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]


def _full(name: str, call: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


def _short(name: str, call: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    return call(given[0], bytes(given[1])[:7]) if name == "write" else _full(name, call, given)


def _short_then_full(name: str, call: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    if name == "write":
        call(given[0], bytes(given[1])[:7])
    return _full(name, call, given)


class Disk:
    """Counts calls to the system and makes the chosen ones fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fails: Callable[[int], bool], failure: Failure) -> None:
        self.count = 0
        self.failed: list[str] = []
        self.is_healthy = False
        for name in CALLS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name), fails, failure))

    def _wrapped(self, name: str, call: Callable[..., Any], fails: Callable[[int], bool], failure: Failure) -> Any:
        def wrapped(*given: Any, **named: Any) -> Any:
            if self.is_healthy:
                return call(*given, **named)
            self.count += 1
            if fails(self.count):
                self.failed.append(name)
                return failure(name, call, given)
            return call(*given, **named)

        return wrapped


def _append_three(root: Path, disk: Disk) -> tuple[list[Event], int]:
    """The events that were acknowledged, and how many appends were refused."""
    log, acknowledged, refused = Log(root), [], 0
    for name in ("a", "b", "c"):
        try:
            acknowledged.append(log.append("note", path=name * 30))
        except Refusal:
            refused += 1
    disk.is_healthy = True
    return acknowledged, refused


@pytest.mark.parametrize("failure", [_full, _short, _short_then_full])
@pytest.mark.parametrize("lasting", [False, True])
def test_a_call_that_fails_never_loses_an_acknowledged_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Failure, lasting: bool
) -> None:
    with monkeypatch.context() as patch:
        disk = Disk(patch, lambda _: False, failure)
        _append_three(tmp_path / "count", disk)
    assert disk.count > 30
    seen: set[str] = set()
    for number in range(1, disk.count + 1):
        root = tmp_path / str(number)
        with monkeypatch.context() as patch:
            broken = Disk(patch, lambda call, n=number: call >= n if lasting else call == n, failure)
            acknowledged, refused = _append_three(root, broken)
        seen.update(broken.failed)
        log = Log(root)
        found = log.read()
        assert [event for event in acknowledged if event not in found.events] == [], (number, broken.failed)
        if not lasting and failure is not _short:
            assert len(found.events) == len(acknowledged), "what was refused was kept all the same"
            assert acknowledged, number
        if lasting:
            assert refused, number
        after = log.append("note", path="after")
        assert after in log.read().events
        assert len(acknowledged) + refused == 3
    assert {"write", "fsync", "open", "mkdir"} <= seen


def test_nothing_is_acknowledged_before_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: dict[int, int] = {}
    fsync = os.fsync

    def watched(file: int) -> None:
        fsync(file)
        there = os.fstat(file)
        synced[there.st_ino] = there.st_size

    monkeypatch.setattr(os, "fsync", watched)
    log = Log(tmp_path)
    for name in "abc":
        log.append("note", path=name)
        (path,) = log.files()
        assert synced[path.stat().st_ino] == path.stat().st_size
        if name == "a":
            for folder in (path.parent, log.folder, tmp_path):
                assert folder.stat().st_ino in synced, folder
        synced.clear()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "may not write"), (errno.EIO, "kept")],
)
def test_a_refused_write_says_why_and_what_to_do(
    log: Log, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    log.append("note", path="a")

    def refuse(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(Refusal, match=words):
        log.append("note", path="b")


# --- any lines at all --------------------------------------------------------------------------------------------

events = st.builds(
    lambda number, kind, offset: Event(
        f"e{number:03}",
        happened("note", {}, NANOSECONDS + offset * 1_000_000_000).time,
        "2026-11-20",
        kind,
        {"n": number},
    ),
    st.integers(0, 300),
    st.sampled_from(["note", "goal", "telepathy"]),
    st.integers(-5, 5),
)
rubbish = st.sampled_from(
    [
        b"",
        b"{",
        b"<<<<<<< HEAD",
        b"=======",
        b">>>>>>> theirs",
        b"\xff\xff",
        b"\x00" * 9,
        b"null",
        b'{"id":"x"}',
        b"{}}",
    ]
)


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[Event], list[list[bytes]], int]:
    """Distinct events; files holding each at least once, in any order, among rubbish; how many lines are rubbish."""
    wanted = draw(st.lists(events, max_size=8, unique_by=lambda event: event.id))
    lines = [event.line().rstrip(b"\n") for event in wanted]
    lines += draw(st.lists(st.sampled_from(lines), max_size=4)) if lines else []
    junk = draw(st.lists(rubbish, max_size=5))
    shuffled = draw(st.permutations(lines + junk))
    cut = draw(st.integers(0, len(shuffled)))
    return wanted, [shuffled[:cut], shuffled[cut:]], sum(bool(line) for line in junk)


@given(logs(), st.booleans())
@settings(max_examples=150)
def test_torn_duplicate_unknown_and_reordered_lines(
    made: tuple[list[Event], list[list[bytes]], int], ends: bool
) -> None:
    wanted, files, junk = made
    with _temporary() as root:
        for name, lines in zip("ab", files, strict=True):
            (root / "log" / name).mkdir(parents=True)
            text = b"\n".join(lines) + (b"\n" if ends else b"")
            (root / "log" / name / "2026-11.jsonl").write_bytes(text)
        reading = Log(root).read()
    assert list(reading.events) == sorted(wanted, key=lambda event: (event.time, event.id))
    assert len(reading.set_aside) == junk


def test_two_different_events_of_one_id_are_settled_the_same_from_either_side(tmp_path: Path) -> None:
    one, two = (happened("note", {"path": name}, NANOSECONDS) for name in "ab")
    two = Event(one.id, two.time, two.day, two.kind, two.facts)
    found = []
    for name, lines in {"x": (one, two), "y": (two, one)}.items():
        for machine, event in zip("ab", lines, strict=True):
            (tmp_path / name / "log" / machine).mkdir(parents=True)
            (tmp_path / name / "log" / machine / "2026-11.jsonl").write_bytes(event.line())
        found.append(Log(tmp_path / name).read().events)
    assert found[0] == found[1] == (one,)


def _temporary() -> Any:
    import tempfile
    from contextlib import contextmanager

    @contextmanager
    def opened() -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as name:
            yield Path(name)

    return opened()
