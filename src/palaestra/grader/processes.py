"""Who descends from a process, how much memory they hold, and how to end them all.

On Linux the grader's server is a subreaper: a descendant that forks twice or
opens a session of its own still ends up as its child, so none escapes. There
is no such thing on macOS; there every process seen while polling is remembered
and ended, which misses one that appears and detaches between two polls.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path

LINUX = sys.platform.startswith("linux")
PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")
SET_PDEATHSIG, SET_CHILD_SUBREAPER = 1, 36  # <sys/prctl.h>
SECONDS_TO_DIE = 5.0

_seen: set[int] = set()


def adopt_orphans() -> None:
    """From now on, every orphaned descendant of this process becomes its child (Linux)."""
    if LINUX:
        ctypes.CDLL(None, use_errno=True).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def die_with_parent() -> None:
    """This process is killed when its parent ends, and is the first to go when the machine runs out of memory."""
    if LINUX:
        ctypes.CDLL(None, use_errno=True).prctl(SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        with contextlib.suppress(OSError):  # a container may forbid it; the memory limit still holds
            (PROC / "self" / "oom_score_adj").write_text("1000")


def descendants(root: int) -> list[int]:
    """Every living process below `root`, not `root` itself."""
    if not LINUX:
        return _descendants_through_psutil(root)
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208  (a Path for each process would double the cost)
        if name.isdigit() and (parent := _parent(int(name))):
            children.setdefault(parent, []).append(int(name))
    found: list[int] = []
    waiting = [root]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def resident_bytes(processes: list[int]) -> int:
    """The memory these processes hold, in bytes; what they share is counted for each."""
    return sum(_resident_bytes(each) for each in processes)


def end_all(root: int) -> int:
    """Kill and reap everything below `root` (this process); returns how many were found at first.

    Killing goes round until nothing is left, because a process may fork while it is being looked for.
    """
    alive = descendants(root)
    ended, give_up = len(alive), time.monotonic() + SECONDS_TO_DIE
    while alive and time.monotonic() < give_up:
        for each in alive:
            _kill(each)
        _reap()
        alive = descendants(root)
        if alive:
            time.sleep(0.001)
    _reap()
    _seen.clear()
    return ended


def end_marked(mark: str) -> None:
    """Kill every process of this user that was started with `mark` in its environment.

    For the one case in which the tree is lost: the server itself was killed.
    """
    import psutil

    for process in psutil.process_iter():
        try:
            if mark in process.environ().values():
                process.kill()
        except psutil.Error:
            continue


def _parent(process: int) -> int:
    """The parent of a living process; 0 when it is gone or only waits to be reaped."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123  (a Path costs more than the read)
            state, parent = file.read().rpartition(b")")[2].split()[:2]
    except OSError:
        return 0
    return int(parent) if state not in (b"Z", b"X") else 0


def _resident_bytes(process: int) -> int:
    if not LINUX:
        import psutil

        try:
            return int(psutil.Process(process).memory_info().rss)
        except psutil.Error:
            return 0
    try:
        with open(f"/proc/{process}/statm", "rb") as file:  # noqa: PTH123  (as above)
            return int(file.read().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _descendants_through_psutil(root: int) -> list[int]:
    import psutil

    with contextlib.suppress(psutil.Error):
        _seen.update(each.pid for each in psutil.Process(root).children(recursive=True))
    _seen.intersection_update(psutil.pids())
    _seen.discard(root)
    return sorted(_seen)


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGKILL)


def _reap() -> None:
    """Take the exit status of every child that has ended, so that no zombie is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
