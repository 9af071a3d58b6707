"""The log: events on disk, one file a machine and month, appended and never edited.

An append is acknowledged (returns) only after the line and, for a new file, its
name have reached the disk. It first closes a line that a crash left torn. A
write that fails is taken back as far as the disk allows and refused; nothing
acknowledged is touched. Reading never stops at a broken line: it is set aside
with its place and the reason, and stays in the file.
"""

import os
import re
import socket
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal
from palaestra.practice.durable import (
    is_still,
    locked,
    make_folder,
    refusing,
    replace_file,
    sync_folder,
    write_all,
)
from palaestra.practice.events import BrokenLine, Event, happened, parse

Entry = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line of a log that could not be read; it is left where it is."""

    path: str
    """Relative to the practice folder."""
    line: int
    why: str
    text: str
    """Its first characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a log holds: every event once, in order of (time, id), retracted ones apart."""

    events: tuple[Event, ...]
    retracted: tuple[Event, ...]
    set_aside: tuple[SetAside, ...]


class Log:
    """The log of one practice folder, appended to in the name of this machine."""

    def __init__(self, root: Path, clock: Callable[[], int] = time.time_ns) -> None:
        self.root = root
        self.folder = root / "log"
        self.derived = root / ".palaestra"
        self._clock = clock

    def append(self, kind: str, **facts: Any) -> Event:
        """Keep one event; returns once it is on the disk. Raises Refusal when it could not be kept."""
        return self.append_all([(kind, facts)])[0]

    def append_all(self, entries: Iterable[Entry]) -> list[Event]:
        """Keep several events in one write, in order; returns once all are on the disk."""
        with refusing(self.folder):
            make_folder(self.derived)
            with locked(self.derived / "lock"):
                events = [happened(kind, facts, self._clock()) for kind, facts in entries]
                if events:
                    self._write(events)
        return events

    def read(self) -> Reading:
        """Every event of every machine. The plain path; what is shown comes from the index."""
        found: dict[str, Event] = {}
        aside: list[SetAside] = []
        for path in self.files():
            events, broken, _ = read_lines(path.read_bytes(), self.name_of(path))
            aside += broken
            for event in events:
                kept = found.setdefault(event.id, event)
                if kept is not event and event.rank < kept.rank:
                    found[event.id] = event
        events = sorted(found.values(), key=lambda each: (each.time, each.id))
        gone = hidden_by([each for each in events if each.kind == "retraction"])
        hidden = [each for each in events if each.id in gone]
        shown = [each for each in events if each.id not in gone]
        return Reading(tuple(shown), tuple(hidden), tuple(aside))

    def retract(self, event_id: str, why: str = "") -> Event:
        """Hide an event from everything shown; the line stays in the log. Retracting the retraction shows it again."""
        return self.append("retraction", event=event_id, why=why or None)

    def forget(self, event_id: str, why: str = "") -> int:
        """Erase an event's lines from this folder and leave a retraction, so that no merge shows it again.

        Returns the number of lines erased. Git history keeps what was committed before.
        """
        self.append("retraction", event=event_id, why=why or None, forgotten=True)
        erased = 0
        with locked(self.derived / "lock"):
            for path in self.files():
                lines = path.read_bytes().split(b"\n")
                kept = [line for line in lines if not _is_event(line, event_id)]
                if len(kept) < len(lines):
                    replace_file(path, b"\n".join(kept))
                    erased += len(lines) - len(kept)
        return erased

    def files(self) -> list[Path]:
        """Every log file there is, of every machine, in the order they are read."""
        return [self.root / name for name in self.stamps()]

    def stamps(self) -> dict[str, str]:
        """By name of each log file, in the order they are read, what changes when the file does."""
        found: dict[str, str] = {}
        for machine in _listed(self.folder):
            for file in _listed(machine.path) if machine.is_dir() else ():
                if file.name.endswith(".jsonl") and file.is_file():
                    there = file.stat()
                    stamp = f"{there.st_size}.{there.st_mtime_ns}.{there.st_ctime_ns}.{there.st_ino}"
                    found[f"log/{machine.name}/{file.name}"] = stamp
        return found

    def name_of(self, path: Path) -> str:
        """A log file's name inside the folder."""
        return path.relative_to(self.root).as_posix()

    @property
    def machine(self) -> str:
        """This machine's name in the log: chosen once, kept in `.palaestra/machine`, not shared."""
        kept = self.derived / "machine"
        with suppress(OSError, UnicodeDecodeError):
            name = kept.read_text(encoding="utf-8").strip()
            if re.fullmatch(r"[a-z0-9-]{1,60}", name):
                return name
        name = machine_name(self.root)
        replace_file(kept, name + "\n")
        return name

    def _write(self, events: list[Event]) -> None:
        folder = self.folder / self.machine
        make_folder(folder)
        path = folder / f"{events[0].time[:7]}.jsonl"
        data = b"".join(event.line() for event in events)
        # Git replaces a file by a new one of the same name; then what we wrote went to the old one: write again.
        for _ in range(3):
            if _append(path, data):
                return
        raise Refusal(
            f"{path} keeps being replaced while it is written.", "Wait for git to finish, then do this again."
        )


def hidden_by(retractions: Iterable[Event]) -> set[str]:
    """The ids that retractions hide, their own among them where a later one takes an earlier one back.

    Only a later one can, so that no two undo each other; what was forgotten stays so.
    """
    taken_back: set[str] = set()
    targets: set[str] = set()
    later_first = sorted(retractions, key=lambda each: (each.time, each.id), reverse=True)
    for each in later_first:
        if each.id in targets and each.facts.get("forgotten") is not True:
            taken_back.add(each.id)
        else:
            targets.add(each.subject)
    return targets - {each.id for each in later_first} | taken_back


def read_lines(data: bytes, name: str, first_line: int = 1) -> tuple[list[Event], list[SetAside], int]:
    """The events in some bytes of a log, what was set aside, and how many bytes were taken.

    A last line without its newline is taken only when it is a whole event: it may still
    be being written.
    """
    events: list[Event] = []
    aside: list[SetAside] = []
    taken = 0
    for number, line in enumerate(data.split(b"\n"), first_line):
        is_last = taken + len(line) == len(data)
        try:
            if line.strip():
                events.append(parse(line))
        except BrokenLine as broken:
            why = "torn at the end; the next event closes it" if is_last else str(broken)
            aside.append(SetAside(name, number, why, line[:80].decode(errors="replace")))
            if is_last:
                break
        taken += len(line) + (not is_last)
    return events, aside, taken


def _listed(folder: Path | str) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; names that are not text are passed over."""
    try:
        return sorted((each for each in os.scandir(folder) if _is_text(each.name)), key=lambda each: each.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def machine_name(root: Path) -> str:
    """A name for this machine and folder that comes out the same if `.palaestra` is deleted."""
    host = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().lower().partition(".")[0]).strip("-")[:40] or "machine"
    place = f"{host}\0{uuid.getnode()}\0{root.resolve()}"
    return f"{host}-{blake2b(place.encode(), digest_size=3).hexdigest()}"


def _append(path: Path, data: bytes) -> bool:
    """Append and sync; False when the file was replaced meanwhile. On failure it is cut back and OSError raised."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        size = os.fstat(descriptor).st_size
        if size == 0:
            sync_folder(path.parent)
        is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            write_all(descriptor, b"\n" + data if is_torn else data)
            os.fsync(descriptor)
            return is_still(descriptor, path)
        except BaseException:
            # Not acknowledged: take it back, so that doing it again does not count twice.
            with suppress(OSError):
                os.ftruncate(descriptor, size)
                os.fsync(descriptor)
            raise
    finally:
        os.close(descriptor)


def _is_event(line: bytes, event_id: str) -> bool:
    try:
        return parse(line).id == event_id
    except BrokenLine:
        return False
