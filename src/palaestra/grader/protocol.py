"""What the grader's processes say to each other.

    parent  --Job-->  server  --fork-->  candidate
    parent <-Outcome- server <--frames-- candidate

A frame is one line of JSON on a private pipe, led by a token drawn for the job,
so that what the code under judgement prints or writes is never taken for a
verdict. Jobs and outcomes travel as one line each between processes that trust
one another.
"""

import base64
import json
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from palaestra.kit.exercise import Exercise


class Ended(StrEnum):
    """How a candidate's process came to its end."""

    FINISHED = "finished"
    """It said it was done; whatever it left running was ended with it."""
    EXITED = "exited"
    SIGNALLED = "signalled"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    TOO_MANY_PROCESSES = "too_many_processes"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work for one forked child."""

    do: str
    """`judge`, `answers`, `guard`, `observe`, ...: see `candidate`."""
    exercise: Exercise
    tree: Path
    """The folder that holds the stripped package."""
    fill: Path
    """What fills the hole."""
    seconds: float
    """Wall-clock limit for one phase of the work."""
    memory: int
    """Resident bytes the child and all its descendants may hold together."""
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    private: tuple[str, ...] = ()
    """Folders the code may not open files in: the installed source."""

    def to_line(self) -> bytes:
        return base64.b64encode(pickle.dumps(self)) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Job":
        job = pickle.loads(base64.b64decode(line))
        assert isinstance(job, Job)
        return job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: how it ended, the frames it sent, and what it printed."""

    ended: Ended
    status: int = 0
    """Exit status, or the signal's number."""
    frames: tuple[Mapping[str, Any], ...] = ()
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0
    left_running: int = 0
    """Processes that were still alive when the job was over, and were ended."""
    imported: tuple[str, ...] = ()

    def of(self, kind: str) -> Iterator[Mapping[str, Any]]:
        return (each for each in self.frames if each["kind"] == kind)

    def first(self, kind: str) -> Mapping[str, Any] | None:
        return next(self.of(kind), None)

    def to_line(self) -> bytes:
        plain = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(plain).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Outcome":
        plain = json.loads(line)
        plain["ended"] = Ended(plain["ended"])
        plain["frames"], plain["imported"] = tuple(plain["frames"]), tuple(plain["imported"])
        return cls(**plain)
