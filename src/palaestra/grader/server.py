"""The grader's server: a warm process that forks one child per job and watches over it.

    python -m palaestra.grader.server FD

It imports NumPy and the third-party packages exercises need, never a room, and
never runs a line of learner code itself. FD is a socket to the parent: a job
comes in, an outcome goes out, and when the parent is gone so is the server and
everything below it.
"""

import contextlib
import importlib
import json
import os
import secrets
import select
import socket
import sys
import time
from collections.abc import Mapping
from typing import Any

from palaestra.grader import processes
from palaestra.grader.protocol import Ended, Job, Outcome

TICK_SECONDS = 0.01
WATCH_SECONDS = 0.03
"""How often the processes of a job are counted and weighed."""
KEPT_OUTPUT = 32_768
KEPT_FRAMES = 64 << 20
MOST_PROCESSES = 64
IMPORT_SECONDS = 2.0
"""Granted for importing the room, on top of the job's own limit."""
READY = ("numpy", "numpy.random", "palaestra.systems", "palaestra.grader.candidate")
"""What every candidate needs, imported once before forking."""
PRELOAD = {"numba", "scipy", "sklearn", "torch"}
"""Slow third-party packages: once a job has imported one, the next finds it ready."""


def main() -> None:
    """Serve jobs from the socket given as the only argument until it closes."""
    for name in READY:
        importlib.import_module(name)
    processes.adopt_orphans()
    parent = socket.socket(fileno=int(sys.argv[1]))
    parent.set_inheritable(False)
    for line in parent.makefile("rb"):
        outcome = run(line, parent.fileno())
        parent.sendall(outcome.to_line())
        for name in PRELOAD.intersection(outcome.imported):
            importlib.import_module(name)
    processes.end_all(os.getpid())


def run(line: bytes, parent: int) -> Outcome:
    """Fork a child for the job on this line and watch it to its end."""
    job, token = Job.from_line(line), secrets.token_hex(16).encode()
    pipes = {name: os.pipe() for name in ("frames", "stdout", "stderr")}
    child = os.fork()
    if child == 0:
        _become_candidate(job, token, {name: ends[1] for name, ends in pipes.items()})
    for _, writing in pipes.values():
        os.close(writing)
    watch = Watch(job, child, token, {ends[0]: name for name, ends in pipes.items()}, parent)
    try:
        return watch.to_the_end()
    finally:
        for reading, _ in pipes.values():
            os.close(reading)


def _become_candidate(job: Job, token: bytes, pipes: Mapping[str, int]) -> None:
    """In the forked child: cut every tie to the server but the three pipes, then do the job. Never returns."""
    status = 70
    try:
        os.setsid()
        processes.die_with_parent()
        empty = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((empty, 0), (pipes["stdout"], 1), (pipes["stderr"], 2)):
            os.dup2(source, target, inheritable=True)
        os.dup2(pipes["frames"], 3, inheritable=False)
        os.closerange(4, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") < 4096 else 4096)
        status = importlib.import_module("palaestra.grader.candidate").work(job, 3, token.decode())
    finally:
        os._exit(status)


class Watch:
    """One child under watch: its pipes drained, its time and memory limited, its descendants ended with it."""

    def __init__(self, job: Job, child: int, token: bytes, pipes: Mapping[int, str], parent: int) -> None:
        self.job, self.child, self.token = job, child, token
        self.pipes, self.parent = dict(pipes), parent
        self.received = {name: bytearray() for name in pipes.values()}
        self.dropped = dict.fromkeys(pipes.values(), 0)
        self.frames: list[Mapping[str, Any]] = []
        self.started = time.monotonic()
        self.deadline = self.started + job.seconds + IMPORT_SECONDS
        self.peak = 0
        self.status = 0
        for reading in pipes:
            os.set_blocking(reading, False)

    def to_the_end(self) -> Outcome:
        """Watch until the child is done, dead, late or too big; nothing below this process is left alive."""
        ended: Ended | None = None
        next_look = 0.0
        while ended is None:
            self._read(TICK_SECONDS)
            ended = self._has_ended()
            if ended is None and time.monotonic() >= next_look:
                ended = self._is_over_a_limit()
                next_look = time.monotonic() + WATCH_SECONDS
        seconds = time.monotonic() - self.started
        left = processes.end_all(os.getpid()) - (ended not in (Ended.EXITED, Ended.SIGNALLED))
        self._drain()
        return Outcome(
            ended,
            self.status,
            tuple(self.frames),
            self._text("stdout"),
            self._text("stderr"),
            seconds,
            self.peak,
            max(left, 0),
            tuple(self.frames[-1].get("imported", ())) if self.frames else (),
        )

    def _has_ended(self) -> Ended | None:
        if self.frames and self.frames[-1]["kind"] == "end":
            return Ended.FINISHED
        process, status = os.waitpid(self.child, os.WNOHANG)
        if not process:
            return None
        self._drain()
        if self.frames and self.frames[-1]["kind"] == "end":
            return Ended.FINISHED
        if os.WIFSIGNALED(status):
            self.status = os.WTERMSIG(status)
            return Ended.SIGNALLED
        self.status = os.WEXITSTATUS(status)
        return Ended.EXITED

    def _is_over_a_limit(self) -> Ended | None:
        alive = processes.descendants(os.getpid())
        held = processes.resident_bytes(alive)
        self.peak = max(self.peak, held)
        if len(alive) > MOST_PROCESSES:  # first: so many hold too much memory as well, and this says why
            return Ended.TOO_MANY_PROCESSES
        if held > self.job.memory:
            return Ended.OUT_OF_MEMORY
        if time.monotonic() > self.deadline:
            return Ended.TIMED_OUT
        return None

    def _read(self, wait: float) -> None:
        """Take what has arrived. End of file means nothing: a descendant may hold a pipe open, or have closed it."""
        ready, _, _ = select.select([*self.pipes, self.parent], [], [], wait)
        if self.parent in ready and not _is_open(self.parent):
            processes.end_all(os.getpid())
            os._exit(0)
        for reading in ready:
            if reading != self.parent:
                self._take(reading, self.pipes[reading])
        self._parse_frames()

    def _drain(self) -> None:
        """Take everything already written to the pipes."""
        before = -1
        while before != (
            before := sum(map(len, self.received.values())) + len(self.frames) + sum(self.dropped.values())
        ):
            self._read(0.0)

    def _take(self, reading: int, name: str) -> None:
        with contextlib.suppress(BlockingIOError):
            arrived = os.read(reading, 1 << 16)
            if not arrived:
                del self.pipes[reading]
            limit = KEPT_FRAMES if name == "frames" else KEPT_OUTPUT
            room = limit - len(self.received[name])
            self.received[name] += arrived[:room]
            self.dropped[name] += len(arrived[room:]) if room < len(arrived) else 0

    def _parse_frames(self) -> None:
        *lines, rest = bytes(self.received["frames"]).split(b"\n")
        self.received["frames"] = bytearray(rest)
        for line in lines:
            token, _, frame = line.partition(b" ")
            if token == self.token:
                self._accept(json.loads(frame))

    def _accept(self, frame: Mapping[str, Any]) -> None:
        self.frames.append(frame)
        if frame["kind"] == "phase":
            self.deadline = time.monotonic() + self.job.seconds

    def _text(self, name: str) -> str:
        text = self.received[name].decode("utf-8", errors="replace")
        return text + (f"\n... and {self.dropped[name]:,} bytes more" if self.dropped[name] else "")


def _is_open(parent: int) -> bool:
    """Whether the parent still holds its end (it sends nothing while a job runs, so readable means closed)."""
    with socket.socket(fileno=os.dup(parent)) as peek:
        try:
            return bool(peek.recv(1, socket.MSG_PEEK))
        except OSError:
            return False


if __name__ == "__main__":
    main()
