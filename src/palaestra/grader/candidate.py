"""What happens in the forked child: the hole is filled, the room imported, the work done and sent as frames.

Nothing here is trusted by the parent beyond what it can compare with another
process: the same answers from the reference, computed elsewhere.
"""

import builtins
import contextlib
import copy
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from palaestra.grader import answers, observing, pacing, tracebacks
from palaestra.grader.borrowing import load_borrowed
from palaestra.grader.guard_tests import run_tests
from palaestra.grader.protocol import Job
from palaestra.kit import checks, holes
from palaestra.kit.exercise import ExerciseCode, load_code
from palaestra.kit.seeding import stream

SLOW_IMPORTS = ("numba", "scipy", "sklearn", "torch")
CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.truncate", "shutil.rmtree"}


@dataclass(frozen=True, slots=True)
class Channel:
    """The private pipe to the server."""

    pipe: int
    token: str

    def send(self, kind: str, **facts: Any) -> None:
        line = f"{self.token} {json.dumps({'kind': kind, **facts})}\n".encode()
        while line:
            line = line[os.write(self.pipe, line) :]


@dataclass(slots=True)
class Trespass:
    """Keeps the installed source closed and the stripped tree as it is; remembers the first look at the former."""

    private: tuple[str, ...]
    tree: str
    path: str = ""

    def watch(self) -> None:
        """From now on, for the life of this process: an audit hook cannot be removed."""
        sys.addaudithook(self._on)

    def _on(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._on_open(arguments[0], arguments[2])
        elif event in CHANGES:
            for each in arguments[:2]:
                if self._is_in_the_tree(each):
                    raise PermissionError(f"{each} is part of the library")

    def _on_open(self, file: object, flags: int) -> None:
        if not isinstance(file, str):
            return
        path = os.path.realpath(file)
        if path.startswith(self.private):
            self.path = self.path or path
            raise PermissionError(f"the installed source {path} is closed while code is judged")
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_TRUNC) and self._is_in_the_tree(file):
            raise PermissionError(f"{path} is part of the library")

    def _is_in_the_tree(self, file: object) -> bool:
        """Whether a change there would spoil the next run; Python's own caches of compiled code would not."""
        return isinstance(file, str) and "__pycache__" not in file and os.path.realpath(file).startswith(self.tree)


def work(job: Job, pipe: int, token: str) -> int:
    """Do the job and return the process's exit status. The last frame is `end`."""
    channel = Channel(pipe, token)
    trespass = Trespass(tuple(f"{each}{os.sep}" for each in job.private), f"{os.path.realpath(job.tree)}{os.sep}")
    use_tree(job.tree, job.private)
    trespass.watch()
    works = {"judge": judge, "answers": answer, "guard": guard, "survey": survey, "observe": observe, "pace": pace}
    works[job.do](job, channel)
    if trespass.path:
        channel.send("trespass", path=trespass.path)
    with contextlib.suppress(Exception):
        sys.stdout.flush()
        sys.stderr.flush()
    channel.send("end", imported=[name for name in SLOW_IMPORTS if name in sys.modules])
    return 0


def use_tree(tree: Path, private: Sequence[str] = ()) -> None:
    """Import rooms from this stripped tree from now on; none may have been imported before.

    Folders of further rooms stay importable. One that holds the room itself leaves the environment,
    because `kit.holes` reads every file of those to name Numba's cache.
    """
    systems = importlib.import_module("palaestra.systems")
    more = [each for each in os.environ.get("PALAESTRA_ROOMS", "").split(os.pathsep) if each]
    systems.__path__[:] = [str(tree / "palaestra" / "systems"), *more]
    closed = {os.path.dirname(each) for each in private}  # noqa: PTH120  (strings, as in the variable)
    os.environ["PALAESTRA_ROOMS"] = os.pathsep.join(each for each in more if os.path.realpath(each) not in closed)
    os.environ["PYTHONPATH"] = str(tree)


def load(job: Job) -> tuple[ModuleType, ExerciseCode]:
    """The room's module with its hole filled, and the exercise's code."""
    holes.install([holes.Fill.of(holes.Hole.of(job.exercise), job.fill)])
    if borrowed := job.options.get("borrowed"):
        builtins.theirs = load_borrowed(Path(borrowed["path"]), borrowed["name"])  # type: ignore[attr-defined]  # ours
    return importlib.import_module(job.exercise.module), load_code(job.exercise)


def judge(job: Job, channel: Channel) -> None:
    """Climb the rungs until one does not hold."""
    loaded = _load_or_say_why(job, channel)
    if loaded is None:
        return
    room, code = loaded
    channel.send("phase")
    started = time.perf_counter()
    for rung_id, rung in code.rungs.items():
        channel.send("rung", id=rung_id)
        if failure := first_failure(rung(room), own_files(job)):
            channel.send("failure", seconds=time.perf_counter() - started, **failure)
            return
    channel.send("passed", seconds=time.perf_counter() - started)


def survey(job: Job, channel: Channel) -> None:
    """Run every rung to its end, whatever fails: one frame a rung with all its checks. For those who write checks."""
    loaded = _load_or_say_why(job, channel)
    if loaded is None:
        return
    room, code = loaded
    channel.send("phase")
    for rung_id, rung in code.rungs.items():
        seen: list[dict[str, Any]] = []
        raised = ""
        try:
            for check in rung(room):
                seen.append(check.to_json())  # noqa: PERF401  (what came before an exception counts)
        except Exception as error:
            raised = f"{type(error).__name__}: {error}"
        channel.send("surveyed", id=rung_id, checks=seen, raised=raised)


def first_failure(rung: Iterator[checks.Check], files: Sequence[str]) -> dict[str, Any] | None:
    """What the first check that does not hold has to say, or None when all hold."""
    place = 0
    try:
        for place, check in enumerate(rung, 1):
            if not check.holds:
                return {"verdict": "wrong", "check": check.to_json(), "place": place - 1}
    except BaseException as error:
        return {**_failure_from(error, files), "place": place}
    return None


def _failure_from(error: BaseException, files: Sequence[str]) -> dict[str, Any]:
    trace = tracebacks.learners_frames(error, files)
    call = str(getattr(error, "palaestra_call", ""))
    if isinstance(error, MemoryError):
        return {"verdict": "out_of_memory", "traceback": trace, "call": call, "reason": "Python ran out of memory."}
    if not isinstance(error, Exception):
        reason = f"The code ended the run with {type(error).__name__}."
        return {"verdict": "crashed", "traceback": trace, "call": call, "reason": reason}
    if tracebacks.is_wrong_signature(error, files):
        reason = f"The call does not fit the signature: {error}."
    elif tracebacks.reaches(error, files):
        reason = f"The code raised {type(error).__name__}."
    else:
        reason = f"What the code gave cannot be used: {tracebacks.said(error)}."
    return {"verdict": "wrong", "traceback": trace, "call": call, "reason": reason}


def own_files(job: Job) -> Sequence[str]:
    return job.options.get("own_files", (str(job.fill),))


def _load_or_say_why(job: Job, channel: Channel) -> tuple[ModuleType, ExerciseCode] | None:
    try:
        return load(job)
    except holes.FillError as error:
        channel.send("import_error", reason=str(error), traceback="")
    except Exception as error:
        trace = tracebacks.learners_frames(error, own_files(job))
        channel.send("import_error", reason=f"Reading the file raised {type(error).__name__}.", traceback=trace)
    except BaseException as error:
        channel.send("failure", seconds=0.0, **_failure_from(error, own_files(job)))
    return None


def answer(job: Job, channel: Channel) -> None:
    """Send what the code answers to the author's inputs and to fresh draws.

    options: `inputs` (whether the author's are wanted), `seed`, `draws` (how many fresh
    ones), `skip` (how many before them belong to others), `show` (whether to show inputs).
    """
    loaded = _load_or_say_why(job, channel)
    if loaded is None:
        return
    room, code = loaded
    channel.send("phase")
    started = time.perf_counter()
    is_all = True
    for is_fresh, given in _inputs(job, code):
        if time.perf_counter() - started > job.options.get("patience", job.seconds):
            is_all = False
            break
        shown = {"shown": checks.show(given)} if job.options.get("show") else {}
        channel.send("answer", fresh=is_fresh, value=_one_answer(code.answer, room, given), **shown)
    channel.send("answered", seconds=time.perf_counter() - started, all=is_all)


def observe(job: Job, channel: Channel) -> None:
    """What the code does besides answering (`observing`). options: as for `answer`."""
    loaded = _load_or_say_why(job, channel)
    if loaded is not None:
        channel.send("phase")
        observing.observe(job.exercise, *loaded, _inputs(job, loaded[1]), channel.send)


def pace(job: Job, channel: Channel) -> None:
    """One round of what the code costs. options: as for `answer`, and `peak` (whether memory is measured)."""
    loaded = _load_or_say_why(job, channel)
    if loaded is not None:
        channel.send("phase")
        inputs = _inputs(job, loaded[1])
        pacing.pace(job.exercise, *loaded, inputs, channel.send, bool(job.options.get("peak")))


def _inputs(job: Job, code: ExerciseCode) -> Iterator[tuple[bool, Any]]:
    """Each input, and whether it is fresh rather than the author's."""
    if job.options.get("inputs"):
        yield from ((False, copy.deepcopy(each)) for each in code.inputs)
    first = int(job.options.get("skip", 0))
    for number in range(first, first + int(job.options["draws"])):
        yield True, code.draw(stream(int(job.options["seed"]), job.exercise.id, number))


def _one_answer(give: Callable[[ModuleType, Any], Any], room: ModuleType, given: Any) -> answers.Plain:
    try:
        return answers.plain(give(room, given))
    except Exception as error:
        return answers.raised(error)


def guard(job: Job, channel: Channel) -> None:
    """Run a learner's tests against whatever fills the hole; one frame a test.

    options: `tests`, the path of the test file.
    """
    if _load_or_say_why(job, channel) is not None:
        channel.send("phase")
        for name, failure in run_tests(Path(job.options["tests"])):
            channel.send("test", name=name, failure=failure)
        channel.send("tested")
