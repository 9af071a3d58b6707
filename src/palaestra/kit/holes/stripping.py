"""A copy of the library in which the reference of some holes is absent, for the child that runs learner code."""

import ast
import contextlib
import hashlib
import importlib.util
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from palaestra.kit.holes import rooms
from palaestra.kit.holes.definitions import blanked, first_line, last_line, locate
from palaestra.kit.holes.fills import FillError, Hole

PARTS = ("kit", "systems", "grader")
LEFT_OUT = {"__pycache__", "tests", "lessons", "figures", "results"}
"""Compiled references, worked answers, and what no import needs."""
MARK = ".stripped"
KNOWN = {"mistake", "alternative"}


def stripped_tree(target: Path, holes: Sequence[Hole], source: Path = rooms.PACKAGE) -> Path:
    """A folder to put first on `sys.path`: the package without the reference of these holes.

    `source` is the palaestra package folder, of a wheel or a checkout. In the
    copy each hole's body is `raise NotImplementedError` with every other line
    where it was, and the known mistakes and alternative solutions of that room
    are blank. Rooms found through `PALAESTRA_ROOMS` that hold one of the holes
    are copied too. Files are hard links where the file system allows.

    An existing target is kept when it is up to date and built anew otherwise;
    processes may ask for the same target at once.
    """
    files = {into: path for path, into in _files(holes, source)}
    mark = _mark(holes, files)
    target = target.absolute()
    if _is(target, mark):
        return target
    work = target.with_name(f"{target.name}.{os.getpid()}.partial")
    shutil.rmtree(work, ignore_errors=True)
    try:
        _copy(files, work)
        _strip(work, holes)
        (work / MARK).write_text(mark, encoding="utf-8")
        _move(work, target, mark)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _files(holes: Sequence[Hole], source: Path) -> Iterator[tuple[Path, Path]]:
    """Pairs of a file and where it goes in the tree; a pair may come twice."""
    package = Path("palaestra")
    yield from ((path, package / path.name) for path in sorted(source.glob("*.py")))
    for part in PARTS:
        yield from _walk(source / part, package / part)
    for hole in {hole.module: hole for hole in holes}.values():
        parts = hole.module.split(".")
        if parts[0] != "palaestra":
            yield from _walk(rooms.home_of(hole), Path(parts[0]))
        elif parts[1] == "systems" and not (source / "systems" / parts[2]).is_dir():
            yield from _walk(rooms.home_of(hole), package / "systems" / parts[2])


def _walk(folder: Path, into: Path) -> Iterator[tuple[Path, Path]]:
    if folder.is_file():
        yield folder, into.with_suffix(folder.suffix)
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if each not in LEFT_OUT)
        for name in sorted(files):
            path = Path(parent) / name
            yield path, into / path.relative_to(folder)


def _mark(holes: Iterable[Hole], files: Mapping[Path, Path]) -> str:
    total = hashlib.sha256("\n".join(sorted(map(str, holes))).encode())
    for into, path in files.items():
        state = path.stat()
        total.update(f"\n{into} {path} {state.st_mtime_ns} {state.st_size}".encode())
    return total.hexdigest()


def _is(target: Path, mark: str) -> bool:
    try:
        return (target / MARK).read_text(encoding="utf-8") == mark
    except OSError:
        return False


def _copy(files: Mapping[Path, Path], work: Path) -> None:
    made: set[Path] = set()
    for into, path in files.items():
        copy = work / into
        if copy.parent not in made:
            copy.parent.mkdir(parents=True, exist_ok=True)
            made.add(copy.parent)
        try:
            os.link(path, copy)
        except OSError:  # another file system, or one without hard links
            shutil.copyfile(path, copy)


def _strip(work: Path, holes: Sequence[Hole]) -> None:
    by_file: dict[Path, list[Hole]] = {}
    for hole in holes:
        by_file.setdefault(_file_of(work, hole), []).append(hole)
    for path, inside in by_file.items():
        text = importlib.util.decode_source(path.read_bytes())
        tree = ast.parse(text)
        found = [(hole, locate(tree, hole)) for hole in inside]
        for hole, nodes in found:
            if hole.qualname and not nodes:
                raise FillError(f"{hole.module} has no {hole.qualname}.", "Only what is there can be stripped.")
        _rewrite(path, blanked(text, [node for _, nodes in found for node in nodes]))
    for folder in {room for hole in holes for room in _exercises(work, hole)}:
        for path in folder.glob("*.py"):
            _rewrite(path, without_known_answers(importlib.util.decode_source(path.read_bytes())))


def _file_of(work: Path, hole: Hole) -> Path:
    stem = work.joinpath(*hole.module.split("."))
    module, package = stem.with_suffix(".py"), stem / "__init__.py"
    if not module.is_file() and not package.is_file():
        raise FillError(f"There is no module {hole.module} to strip.", "`palaestra systems` lists the rooms.")
    return module if module.is_file() else package


def _exercises(work: Path, hole: Hole) -> list[Path]:
    """Every `exercises` folder beside or above the hole's module, inside the tree."""
    folder = _file_of(work, hole).parent
    above = [folder, *(each for each in folder.parents if work in each.parents)]
    return [each / "exercises" for each in above if (each / "exercises").is_dir()]


def without_known_answers(text: str) -> str:
    """An exercise's code without its mistakes and alternatives; every other line stays where it was."""
    lines = text.encode().splitlines(keepends=True)
    for node in ast.parse(text).body:
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        if any(_is_known(each) for each in decorators):
            for number in range(first_line(node), last_line(node) + 1):
                lines[number - 1] = b"\n"
    return b"".join(lines).decode()


def _is_known(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
    return name in KNOWN


def _rewrite(path: Path, text: str) -> None:
    """Replace the copy; writing into it would write into the library, which it is a hard link to."""
    path.unlink()
    path.write_text(text, encoding="utf-8")


def _move(work: Path, target: Path, mark: str) -> None:
    """Put the finished tree in place; another process may have put the same one there first."""
    try:
        work.rename(target)
    except OSError:
        if not _is(target, mark):
            _discard(target)
            work.rename(target)


def _discard(target: Path) -> None:
    old = target.with_name(f"{target.name}.{os.getpid()}.old")
    if any(target.iterdir()) and not (target / MARK).exists():
        raise FillError(f"{target} holds something else.", "Name an empty folder for the stripped tree.")
    with contextlib.suppress(OSError):
        target.rename(old)
    shutil.rmtree(old, ignore_errors=True)
