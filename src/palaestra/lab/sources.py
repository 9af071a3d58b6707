"""What code an experiment runs, as one hash: found by reading source, importing nothing.

The hash covers the syntax trees of every Palaestra module the experiment
reaches: its own, the room's, those of rooms it builds on, and the kit's.
Comments, docstrings, layout and line numbers do not count. A name imported
from a package whose `__init__` only re-exports is followed to the module that
defines it, so an experiment does not go stale when a neighbour changes.

Not seen: imports by computed name, and data files.
"""

import ast
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment
from palaestra.kit.syntax import digest_of, parsed

PACKAGE = Path(__file__).parent.parent
FRAME = {"palaestra", "palaestra.systems", "palaestra.kit", "palaestra.kit.experiment", "palaestra.kit.refusal"}
"""Modules that carry words and no numbers; a version or a message may change without making results stale."""


def source_hash(experiment: Experiment) -> str:
    """The hash of the syntax trees an experiment reaches: 16 hexadecimal digits, the same on every Python version."""
    modules = reached(experiment)
    digest = hashlib.sha256()
    for name in sorted(modules):
        digest.update(f"{name}:{_parsed(modules[name]).digest}\n".encode())
    return digest.hexdigest()[:16]


def reached(experiment: Experiment) -> dict[str, Path]:
    """Every module the experiment reaches, by dotted name, with its file."""
    tree = _Tree(experiment)
    found: dict[str, Path] = {}
    waiting = [experiment.module]
    while waiting:
        name = waiting.pop()
        path = tree.file(name)
        if path is None or name in found or name in FRAME:
            continue
        found[name] = path
        for imported in _parsed(path).imports:
            waiting.extend(tree.modules(imported.absolute(name, path)))
    return found


class _Import:
    """One import statement's module and name: `from MODULE import NAME`, or `import MODULE` (name empty)."""

    def __init__(self, module: str, name: str = "", level: int = 0, as_name: str = "") -> None:
        self.module, self.name, self.level, self.as_name = module, name, level, as_name or name

    def absolute(self, importer: str, path: Path) -> tuple[str, str]:
        if not self.level:
            return self.module, self.name
        package = importer.split(".") if path.name == "__init__.py" else importer.split(".")[:-1]
        parts = package[: len(package) - self.level + 1]
        return ".".join([*parts, self.module] if self.module else parts), self.name


class _Parsed:
    """What one file says: a digest of its tree, its imports, and whether it only re-exports."""

    def __init__(self, tree: ast.Module) -> None:
        self.digest = digest_of(tree)
        self.imports = tuple(_imports(tree))
        self.only_exports = all(isinstance(node, ast.Import | ast.ImportFrom) or _names_all(node) for node in tree.body)


class _Tree:
    """Where modules lie, and which modules an import reaches."""

    def __init__(self, experiment: Experiment) -> None:
        self.own = experiment.folder.parent
        self.folders = Catalogue.installed().folders

    def file(self, module: str) -> Path | None:
        parts = module.split(".")
        if parts[0] != "palaestra":
            return None
        folder = PACKAGE
        if parts[1:2] == ["systems"] and len(parts) > 2:
            folder, parts = self._room(parts[2]), parts[2:]
        path = folder.joinpath(*parts[1:])
        if path.is_dir():
            path = path / "__init__.py"
            return path if path.exists() else None
        path = path.with_suffix(".py") if len(parts) > 1 else path
        return path if path.is_file() else None

    def _room(self, name: str) -> Path:
        if name == self.own.name:
            return self.own
        beside = self.own.parent / name
        places = [beside, *(folder / name for folder in self.folders)]
        return next((each for each in places if each.is_dir()), beside)

    def modules(self, imported: tuple[str, str]) -> Iterator[str]:
        module, name = imported
        path = self.file(module)
        if path is None:
            return
        if name and self.file(f"{module}.{name}"):
            yield f"{module}.{name}"
            return
        if name and path.name == "__init__.py" and _parsed(path).only_exports:
            origins = [each for each in _parsed(path).imports if each.as_name == name]
            for each in origins:
                yield from self.modules(each.absolute(module, path))
            if origins:
                return
        yield module


def _imports(tree: ast.Module) -> Iterator[_Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield _Import(each.name, as_name=each.asname or "")
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                name = "" if each.name == "*" else each.name
                yield _Import(node.module or "", name, node.level, each.asname or "")


def _parsed(path: Path) -> _Parsed:
    status = path.stat()
    return _parse(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2048)
def _parse(path: Path, _changed: int, _size: int) -> _Parsed:
    return _Parsed(parsed(path.read_text(encoding="utf-8"), str(path)))


def _names_all(node: ast.stmt) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(each, ast.Name) and each.id == "__all__" for each in targets)
