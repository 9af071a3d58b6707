"""Writing that survives a crash: whole files replaced in one step, a lock between processes, clear refusals.

Calls go through the `os` module by name, so that tests can make any of them fail.
"""

import errno
import fcntl
import os
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from palaestra.kit.refusal import Refusal

MENDS = {
    errno.ENOSPC: ("the disk is full", "Free some space and do it again"),
    errno.EDQUOT: ("your disk quota is used up", "Free some space and do it again"),
    errno.EROFS: ("the disk is read-only", "Make it writable, or name another folder with --home"),
    errno.EACCES: ("you may not write there", "Make the folder yours (chown, chmod), or name another with --home"),
    errno.EPERM: ("you may not write there", "Make the folder yours (chown, chmod), or name another with --home"),
    errno.ENOTDIR: ("a part of that path is a file", "Move that file, or name another folder with --home"),
    errno.ENAMETOOLONG: ("that name is too long", "Choose a shorter one"),
}
READING = {
    errno.ENOENT: "there is no such file",
    errno.EISDIR: "it is a folder",
    errno.EACCES: "you may not read it",
    errno.ENOTDIR: "a part of that path is a file",
}
LOCK_SECONDS = 20.0


def refuse(path: Path, error: OSError, done: str = "written") -> Refusal:
    """The refusal for a write (or what else was to be `done`) that failed, with the reason in words and what to do."""
    if done == "read":
        why = READING.get(error.errno or 0, error.strerror or str(error))
        return Refusal(f"{path} could not be read: {why}.", "Look at the name and the folder it is in.")
    why, mend = MENDS.get(error.errno or 0, (error.strerror or str(error), "Look at the disk and do it again"))
    return Refusal(f"{path} could not be written: {why}.", f"{mend}; what was there is kept.")


@contextmanager
def refusing(path: Path, done: str = "written") -> Generator[None]:
    """Turn an OSError inside into the refusal about `path`."""
    try:
        yield
    except OSError as error:
        raise refuse(path, error, done) from error


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte; the system may take fewer at a time."""
    view = memoryview(data)
    while view:
        written = os.write(descriptor, view)
        if written <= 0:
            raise OSError(errno.EIO, "the disk took nothing")
        view = view[written:]


def sync_folder(folder: Path) -> None:
    """Make a created, renamed or removed name last."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, so that their names last."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):
            each.mkdir()
        sync_folder(each.parent)


def replace_file(path: Path, content: str | bytes) -> None:
    """Give a file new content in one step: after a crash it is wholly the old or wholly the new one."""
    with refusing(path):
        make_folder(path.parent)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            try:
                write_all(descriptor, content.encode() if isinstance(content, str) else content)
                os.fchmod(descriptor, mode)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


@contextmanager
def locked(path: Path) -> Generator[None]:
    """Hold the lock file `path` alone among all processes and threads; the system frees it when a process dies."""
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            _wait_for(descriptor, path, deadline)
            # The file may have been deleted (and made anew by someone else) while we waited.
            if is_still(descriptor, path):
                yield
                return
        finally:
            os.close(descriptor)


def _wait_for(descriptor: int, path: Path, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Refusal(
                    f"Another palaestra has held {path} for {LOCK_SECONDS:g} seconds.",
                    "Let it finish or end it, then do this again; nothing was written.",
                ) from None
            time.sleep(0.002)


def is_still(descriptor: int, path: Path) -> bool:
    """Whether an open file is still the one of that name: another process may have put one in its place."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(descriptor)
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)
