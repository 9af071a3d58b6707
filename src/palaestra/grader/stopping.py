"""`--pdb`: the failing check again, in a process with the terminal attached, stopping in the learner's code.

    python -m palaestra.grader.stopping JOB RUNG

The process sees the stripped tree like any candidate, but runs the learner's
own file, so that pdb shows it, and has no limits: a person is thinking.
"""

import bdb
import io
import pdb
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from palaestra.grader import candidate
from palaestra.grader.protocol import Job
from palaestra.grader.worker import Worker
from palaestra.kit import checks
from palaestra.kit.exercise import Exercise


def stop_in(exercise: Exercise, file: Path, rung: str, worker: Worker) -> int:
    """Run the rung up to its failing check and hand the terminal to pdb there; returns the exit status."""
    job = Job("stop", exercise, worker.tree(exercise), file.absolute(), exercise.seconds, worker.memory)
    line = job.to_line().strip().decode()
    command = [sys.executable, "-P", "-m", "palaestra.grader.stopping", line, rung]
    return subprocess.run(command, env=dict(worker.environment(job.tree)), check=False).returncode


def main(arguments: Sequence[str]) -> None:
    """In the process with the terminal: find the failing check, then run it again under pdb."""
    job = Job.from_line(arguments[0].encode())
    candidate.use_tree(job.tree, job.private)
    room, code = candidate.load(job)
    rung = code.rungs[arguments[1]]
    stop_at(rung(room), find_failing(rung(room)), str(job.fill))


@dataclass(frozen=True, slots=True)
class Failing:
    """Where a rung fails: how many checks hold before, and which call of the code it is (0: none made by `call`)."""

    held: int
    call: int


class Calls:
    """Counts the calls `kit.checks` makes of the learner's code, and hands one of them to pdb."""

    def __init__(self, debugger: "Stopper | None" = None, stop_at: int = 0) -> None:
        self.made, self.debugger, self.stop_at = 0, debugger, stop_at

    @contextmanager
    def counted(self) -> Generator[None]:
        original = checks.Call.run

        def run(function: Callable[..., Any], given: Any, named: Any) -> checks.Call:
            self.made += 1
            if self.debugger and self.made == self.stop_at:
                came = self.debugger.runcall(original, function, given, named)
                if came is None:
                    raise bdb.BdbQuit  # runcall gives nothing back once the learner has quit
                return came
            return original(function, given, named)

        checks.Call.run = run  # type: ignore[method-assign,assignment]  # watched while it runs, then put back
        try:
            yield
        finally:
            checks.Call.run = original  # type: ignore[method-assign]  # put back


def find_failing(rung: Iterator[checks.Check]) -> Failing:
    """Run the rung once, to know where it fails."""
    held, before, calls = 0, 0, Calls()
    with calls.counted(), redirect_stdout(io.StringIO()):
        try:
            for check in rung:
                if not check.holds:
                    break
                held, before = held + 1, calls.made
        except Exception:
            return Failing(held, calls.made if calls.made > before else 0)
    return Failing(held, calls.made if calls.made > before else 0)


def stop_at(rung: Iterator[checks.Check], failing: Failing, file: str) -> None:
    """Run the rung again; pdb takes over in the failing call, or, without one, somewhere in the failing check."""
    debugger = Stopper(file)
    with Calls(debugger, failing.call).counted():
        for _ in range(failing.held):
            next(rung)
        try:
            _ = next(rung) if failing.call else debugger.runcall(next, rung)
        except bdb.BdbQuit:
            return
        except Exception as error:
            sys.stdout.write(f"{type(error).__name__}: {error}\n")


class Stopper(pdb.Pdb):
    """pdb that runs on by itself wherever it is not in the learner's file."""

    def __init__(self, file: str) -> None:
        super().__init__(nosigint=True)
        self.file = self.canonic(file)

    def is_theirs(self, frame: FrameType) -> bool:
        return self.canonic(frame.f_code.co_filename) == self.file

    def user_call(self, frame: FrameType, argument_list: Any) -> None:
        """Say nothing: the first line of the function is where to stop."""

    def user_line(self, frame: FrameType) -> None:
        if self.is_theirs(frame):
            super().user_line(frame)

    def user_return(self, frame: FrameType, return_value: Any) -> None:
        if self.is_theirs(frame):
            super().user_return(frame, return_value)

    def user_exception(self, frame: FrameType, exc_info: Any) -> None:
        if self.is_theirs(frame):
            super().user_exception(frame, exc_info)


if __name__ == "__main__":
    main(sys.argv[1:])
