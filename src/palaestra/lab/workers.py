"""Workers: who runs the seeds. Local processes here; anything with the same three verbs will do.

A task is plain data (see `worker.perform`), so is an answer: a cluster behind
the same Protocol needs no other contract.
"""

import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from palaestra.kit import holes
from palaestra.kit.catalogue import SHIPPED
from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal

Task = Mapping[str, Any]
Answer = Mapping[str, Any]
READ_BYTES = 1 << 16


class WorkersFailed(Refusal):
    """A worker could not start, or would not run the code it was asked to run."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "`palaestra doctor` checks the installation.")


class Workers(Protocol):
    """Runs tasks in any order."""

    def submit(self, task: Task) -> None:
        """Hand over a task; returns at once."""
        ...

    def collect(self) -> tuple[Task, Answer]:
        """The next finished task with its answer, waiting for it. A worker that died is an answer with `error`."""
        ...

    def close(self) -> None:
        """Stop everything now; unfinished tasks are dropped."""
        ...


class LocalWorkers:
    """Child processes of this machine, started when there is work for them, each doing one task at a time."""

    def __init__(self, experiment: Experiment, fills: Sequence[holes.Fill] = (), count: int = 1) -> None:
        self._rooms = experiment.folder.parent.parent
        self._fills = tuple(fills)
        self._count = max(1, count)
        self._children: list[_Child] = []
        self._waiting: deque[Task] = deque()

    def __enter__(self) -> "LocalWorkers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, task: Task) -> None:
        self._waiting.append({**task, "rooms": str(self._rooms), "files": [str(each.file) for each in self._fills]})
        self._hand_out()

    def collect(self) -> tuple[Task, Answer]:
        while True:
            self._hand_out()
            busy = {child.replies: child for child in self._children if child.task is not None}
            if not busy:
                raise LookupError("no task is under way")
            with selectors.DefaultSelector() as selector:
                for replies in busy:
                    selector.register(replies, selectors.EVENT_READ)
                ready = [busy[key.fd] for key, _ in selector.select()]
            for child in ready:
                answer = child.read()
                if answer is not None:
                    return self._finished(child, answer)

    def close(self) -> None:
        for child in self._children:
            child.stop()
        self._children.clear()
        self._waiting.clear()

    def _hand_out(self) -> None:
        while self._waiting:
            idle = next((child for child in self._children if child.task is None), None)
            if idle is None:
                if len(self._children) >= self._count:
                    return
                idle = _Child(self._rooms, self._fills)
                self._children.append(idle)
            idle.start(self._waiting.popleft())

    def _finished(self, child: "_Child", answer: Answer) -> tuple[Task, Answer]:
        task, child.task = child.task, None
        assert task is not None
        if child.ended:
            self._children.remove(child)
            child.stop()
            if not child.greeted:
                raise WorkersFailed(str(answer["error"]))
        return task, answer


class _Child:
    """One worker process with the pipes to it."""

    def __init__(self, rooms: Path, fills: Sequence[holes.Fill]) -> None:
        self.replies, writing = os.pipe()
        self.noise: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the child, in stop()
        command = [sys.executable, "-P", "-m", "palaestra.lab.worker", str(writing), holes.digest_of(fills)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self.noise,
            env=_environment(rooms, fills),
            pass_fds=[writing],
        )
        os.close(writing)
        self.task: Task | None = None
        self.greeted = self.ended = False
        self._read = bytearray()

    def start(self, task: Task) -> None:
        self.task = task
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it has ended; read() says how
            self.process.stdin.write(json.dumps(task).encode() + b"\n")
            self.process.stdin.flush()

    def read(self) -> Answer | None:
        """What has arrived: an answer, or None while there is only a part of one."""
        arrived = os.read(self.replies, READ_BYTES)
        if not arrived:
            return self._end(self._last_words())
        self._read += arrived
        while b"\n" in self._read:
            line, _, rest = self._read.partition(b"\n")
            self._read = bytearray(rest)
            answer = json.loads(line)
            if self.greeted:
                return answer
            if "error" in answer:
                return self._end(answer["error"])
            self.greeted = True
        return None

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        if self.replies >= 0:
            os.close(self.replies)
            self.replies = -1
        self.noise.close()

    def _end(self, error: str) -> Answer:
        self.ended = True
        return {"error": error, "frames": [], "called": [], "unwatched": [], "printed": ""}

    def _last_words(self) -> str:
        code = self.process.wait()
        self.noise.seek(0)
        lines = self.noise.read().decode(errors="replace").strip().splitlines()
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        return f"the worker process ended {how}" + (f": {lines[-1]}" if lines else "")


def _environment(rooms: Path, fills: Sequence[holes.Fill]) -> dict[str, str]:
    """What makes a worker run the learner's code, and give the same numbers as any other worker."""
    environment = {**os.environ, **holes.environment(fills), "PYTHONHASHSEED": "0", "PYTHONFAULTHANDLER": "1"}
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(threads, "1")
    if rooms != SHIPPED:
        others = [each for each in environment.get("PALAESTRA_ROOMS", "").split(os.pathsep) if each]
        environment["PALAESTRA_ROOMS"] = os.pathsep.join(dict.fromkeys([str(rooms), *others]))
    return environment
