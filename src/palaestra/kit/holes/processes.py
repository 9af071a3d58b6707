"""The variables that make a child process, and its children, run with the learner's code."""

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from palaestra.kit.cache import cache_folder
from palaestra.kit.holes import rooms
from palaestra.kit.holes.fills import Fill, digest_of, to_text

CACHE_MARK = "palaestra-numba-"
"""A cache folder is this, 24 digits of the fills' digest, a dash, and 24 of the sources'."""
DAYS_KEPT = 30


def environment(fills: Sequence[Fill]) -> dict[str, str]:
    """Variables for a child process: `{**os.environ, **environment(fills)}`. For no fills they mean the reference.

    Every process that imports `palaestra` under them installs the fills:
    spawned and forked workers, subprocesses, Ray workers (set them before
    `ray.init`). A child started with a cleared environment loses them, so
    workers also do the handshake.

    Numba caches a compiled caller under the caller's own file, and serves it
    after a callee in another file changed; so the cache folder is named by
    everything it may have been compiled from: the fills and all sources.
    """
    return {"PALAESTRA_FILLS": to_text(fills), "NUMBA_CACHE_DIR": str(numba_cache(fills))}


def numba_cache(fills: Sequence[Fill]) -> Path:
    """The folder for Numba's cache under these fills and the sources as they are now."""
    given = Path(os.environ.get("NUMBA_CACHE_DIR") or cache_folder("numba"))
    parent = given.parent if given.name.startswith(CACHE_MARK) else given
    return parent / f"{_mark(fills)}{sources_digest(fills)[:24]}"


def is_given(fills: Sequence[Fill]) -> bool:
    """Whether this process was started with the variables `environment(fills)` gives."""
    cache = Path(os.environ.get("NUMBA_CACHE_DIR", ""))
    return os.environ.get("PALAESTRA_FILLS") == to_text(fills) and cache.name.startswith(_mark(fills))


def _mark(fills: Sequence[Fill]) -> str:
    return f"{CACHE_MARK}{digest_of(fills)[:24] or 'reference'}-"


def sources_digest(fills: Sequence[Fill]) -> str:
    """One digest of every Python file of Palaestra, of the further rooms, and of packages these fills are for."""
    total = hashlib.sha256()
    folders = {rooms.PACKAGE, *rooms.further_folders(), *(rooms.home_of(fill.hole) for fill in fills)}
    for folder in sorted(folders):
        for path in _python_files(folder):
            total.update(f"{path.relative_to(folder)}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def discard_old_caches(cache: Path) -> None:
    """Mark this cache folder as used now, and remove its neighbours that nobody used for a month.

    Every version of a learner's file has its own, so they would pile up.
    """
    if cache.is_dir():
        os.utime(cache)
    oldest = time.time() - DAYS_KEPT * 24 * 3600
    for other in cache.parent.glob(f"{CACHE_MARK}*") if cache.name.startswith(CACHE_MARK) else ():
        if other != cache and other.stat().st_mtime < oldest:
            shutil.rmtree(other, ignore_errors=True)


def _python_files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and each not in ("__pycache__", "tests")
        )
        yield from (Path(parent) / each for each in sorted(files) if each.endswith(".py"))
