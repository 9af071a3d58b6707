"""The parent's side of the grader: a warm server process, and the folders it works in.

    with Worker() as worker:
        check(exercise, file, worker=worker)       # about 0.1 s each, once warm
        check(exercise, file, worker=worker)

A worker may be kept for hours (`check --watch` and the web app do) and used
from several threads; it does one job at a time.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import palaestra
from palaestra.grader import processes
from palaestra.grader.kept import KeptAnswers
from palaestra.grader.protocol import Ended, Job, Outcome
from palaestra.kit import holes
from palaestra.kit.cache import cache_folder
from palaestra.kit.exercise import Exercise

MEMORY = 2 << 30
GRACE_SECONDS = 30.0
"""How long past every limit the server may stay silent before it is taken for dead."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS")
"""One thread in the server: forking a process with a busy thread pool can hang the child."""


class GraderBrokeError(RuntimeError):
    """The server ended by an error of its own, which is a fault of ours and no verdict; holds what it printed last."""


class Worker:
    """Runs jobs in forked children of one warm process. Close it, or use it in a `with`."""

    def __init__(self, memory: int = MEMORY, cache: Path | None = None) -> None:
        """memory: how many resident bytes a candidate and its descendants may hold together.

        cache: where stripped trees are kept from one worker to the next; the user's cache folder if not said.
        """
        self.memory = memory
        self.cache = cache or cache_folder("trees")
        self.scratch = Path(tempfile.mkdtemp(prefix="palaestra-grader-"))
        self.kept = KeptAnswers()
        self.mark = secrets.token_hex(16)
        """Stands in the environment of every process this worker starts."""
        self._lock = threading.RLock()
        self._trees: dict[str, Path] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._replies: Any = None

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, t: TracebackType | None) -> None:
        self.close()

    def run(self, do: str, exercise: Exercise, fill: Path, seconds: float = 0.0, **options: Any) -> Outcome:
        """Run one job in a child and return what came of it; nothing it started is left running.

        Raises GraderBrokeError when the server cannot work, even with a tree made anew.
        """
        with self._lock:
            try:
                try:
                    return self._exchange(self._job(do, exercise, fill, seconds, options))
                except GraderBrokeError:  # perhaps the kept tree is damaged
                    shutil.rmtree(self._trees.pop(exercise.id), ignore_errors=True)
                    return self._exchange(self._job(do, exercise, fill, seconds, options))
            except BaseException:
                self._stop()
                raise

    def _job(self, do: str, exercise: Exercise, fill: Path, seconds: float, options: Mapping[str, Any]) -> Job:
        limit = seconds or exercise.seconds
        private = private_folders(exercise)
        return Job(do, exercise, self.tree(exercise), fill, limit, self.memory, options, private)

    @property
    def server_process(self) -> int:
        """The server's process id; 0 when none runs."""
        return self._server.pid if self._server else 0

    def tree(self, exercise: Exercise) -> Path:
        """The folder with the package in which this exercise's reference is absent, made on first use."""
        with self._lock:
            if exercise.id not in self._trees:
                self._trees[exercise.id] = stage_tree(exercise, self.cache)
            return self._trees[exercise.id]

    def keep(self, text: str, name: str) -> Path:
        """A file with this text in the worker's own folder; the same text and name give the same file."""
        folder = self.scratch / "files" / hashlib.sha256(text.encode()).hexdigest()[:16]
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return file

    def close(self) -> None:
        """End the server and everything below it, and remove its folder."""
        with self._lock:
            self._stop()
            shutil.rmtree(self.scratch, ignore_errors=True)

    def _exchange(self, job: Job) -> Outcome:
        if self._server is None or self._server.poll() is not None:
            self._stop()
            self._start(job)
        assert self._socket is not None
        self._socket.settimeout(2 * job.seconds + GRACE_SECONDS)
        try:
            self._socket.sendall(job.to_line())
            line = self._replies.readline()
        except (TimeoutError, OSError):
            line = b""
        if line:
            return Outcome.from_line(line)
        ended = self._stop()
        if ended > 0:
            raise GraderBrokeError((self.scratch / "server.log").read_text(errors="replace")[-2000:])
        return Outcome(Ended.SIGNALLED, status=9, stderr="The process that ran the code was killed.")

    def _start(self, job: Job) -> None:
        ours, theirs = socket.socketpair()
        desk = self.scratch / "desk"
        desk.mkdir(exist_ok=True)
        with theirs, (self.scratch / "server.log").open("wb") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-u", "-m", "palaestra.grader.server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=desk,
                env=self.environment(job.tree),
                start_new_session=True,
            )
        self._socket, self._replies = ours, ours.makefile("rb")

    def environment(self, tree: Path) -> Mapping[str, str]:
        """The variables of a process that runs learner code: one thread, the stripped tree, nothing of ours besides."""
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PALAESTRA_", "PYTHON"))}
        return {
            **inherited,
            **dict.fromkeys(THREADS, "1"),
            "NUMBA_CACHE_DIR": str(self.scratch / "numba"),
            "PALAESTRA_ROOMS": os.environ.get("PALAESTRA_ROOMS", ""),
            "PYTHONPATH": str(tree),
            "PYTHONHASHSEED": "0",
            "PALAESTRA_GRADER": self.mark,
        }

    def _stop(self) -> int:
        """End the server; its exit status, negative when a signal ended it, 0 when there was none."""
        server, self._server = self._server, None
        for each in (self._replies, self._socket):
            if each is not None:
                with contextlib.suppress(OSError):
                    each.close()
        self._replies = self._socket = None
        if server is None:
            return 0
        try:
            status = server.wait(timeout=processes.SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            server.kill()
            status = server.wait()
        if status:
            processes.end_marked(self.mark)
        return status


def private_folders(exercise: Exercise) -> tuple[str, ...]:
    """The installed source: closed to the code under judgement."""
    package = os.path.realpath(Path(palaestra.__file__).parent)
    return tuple({package, os.path.realpath(exercise.folder.parent)})


def stage_tree(exercise: Exercise, cache: Path) -> Path:
    """A copy of the package without the reference of the hole and the exercise's own answers.

    It is kept, with what Python compiles in it, until the package changes: making it anew costs half a cold check.
    """
    package, room = (os.path.realpath(each) for each in (Path(palaestra.__file__).parent, exercise.folder.parent))
    place = hashlib.sha256(f"{package}\n{room}\n{sys.version}".encode()).hexdigest()[:12]
    target = cache / place / exercise.name
    target.parent.mkdir(parents=True, exist_ok=True)
    return holes.stripped_tree(target, [holes.Hole.of(exercise)])
