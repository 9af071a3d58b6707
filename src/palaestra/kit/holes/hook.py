"""The import hook: a finder first on `sys.meta_path` that hands out filled rooms, and what this process knows of it."""

import linecache
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from palaestra.kit.holes import rooms, running
from palaestra.kit.holes.fills import Fill, FillError, digest_of, from_text
from palaestra.kit.holes.processes import discard_old_caches, environment, is_given
from palaestra.kit.holes.splicing import Room, Spliced, place, splice


class Finder:
    """Finds the modules that have a filled hole, through whoever else would, and swaps the loader.

    A finder and a loader by their methods alone: importing `importlib.abc`
    would cost every worker 10 ms.
    """

    def __init__(self, fills: Sequence[Fill]) -> None:
        self.fills = tuple(fills)
        self.by_module: dict[str, list[Fill]] = {}
        for fill in fills:
            self.by_module.setdefault(fill.hole.module, []).append(fill)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        fills = self.by_module.get(fullname)
        if fills is None:
            return None
        for finder in sys.meta_path:
            look = None if finder is self else getattr(finder, "find_spec", None)
            spec: ModuleSpec | None = look(fullname, path, target) if look else None
            # A loader without get_source (pytest's rewriter) claims modules it cannot show us; ask the next one.
            if spec is not None and hasattr(spec.loader, "get_source"):
                filled: Any = Loader(spec, fills)
                spec.loader = filled
                return spec
        return None


class Loader:
    """Loads a room with its holes filled; everything but the code comes from the loader it stands for.

    It overrides `get_code`, never `source_to_code`: the latter would write the
    filled code into the `.pyc`, where the next unfilled run would find it.
    """

    def __init__(self, spec: ModuleSpec, fills: Sequence[Fill]) -> None:
        self.original: Any = spec.loader
        self.spec = spec
        self.fills = fills

    def __getattr__(self, name: str) -> Any:
        if name in ("original", "spec", "fills"):
            raise AttributeError(name)
        return getattr(self.original, name)

    def create_module(self, spec: ModuleSpec) -> None:
        """None: an ordinary module."""

    def is_package(self, fullname: str) -> bool:
        return self.spec.submodule_search_locations is not None

    def get_source(self, fullname: str) -> str:
        """The room's text with the reference blanked: nothing that asks nicely sees the solution."""
        return self._spliced().masked

    def get_code(self, fullname: str) -> CodeType:
        spliced = self._spliced()
        running.register(self.spec.name, spliced.entries)
        for path, text in {**spliced.learner_texts, self._path: spliced.masked}.items():
            _show_instead(path, text)
        return spliced.code

    def exec_module(self, module: ModuleType) -> None:
        try:
            exec(self.get_code(self.spec.name), vars(module))
        except BaseException as error:
            for note in self._notes(error):
                error.add_note(note)
            raise

    @property
    def _path(self) -> str:
        return self.spec.origin or self.spec.name

    def _spliced(self) -> Spliced:
        name = self.spec.name
        text = rooms.source_by(ModuleSpec(name, self.original, origin=self.spec.origin), name)
        return splice(Room(name, self._path, text, self.is_package(name)), self.fills)

    def _notes(self, error: BaseException) -> list[str]:
        """Decorators and defaults of a method run in the class body, whose code is the room's: say the true line."""
        notes: list[str] = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.spec.origin:
                index, line = place(trace.tb_lineno)
                if index >= 0:
                    notes.append(f'In your file: "{self.fills[index].file}", line {line}')
            trace = trace.tb_next
        return notes


def install(fills: Sequence[Fill]) -> None:
    """Run with these fills in this process and in those it starts.

    Nothing happens for no fills, or when the same ones are installed already.
    Refused when other fills are installed, when two holes overlap, when a file
    has changed, or when a room is imported already: who imported from it would
    keep the reference.
    """
    if not fills or digest_of(fills) == digest():
        return
    if installed():
        raise FillError("This process already runs other fills.", "Start a new process for these.")
    refuse_overlaps(fills)
    for fill in fills:
        fill.read()
        if fill.hole.module in sys.modules:
            what = f"{fill.hole.module} is already imported, so {fill.hole} cannot be filled any more."
            raise FillError(what, "Install the fills before anything imports the room.")
    finder: Any = Finder(fills)
    sys.meta_path.insert(0, finder)
    if not is_given(fills):  # a worker of a process that did this need not hash all sources again
        os.environ.update(environment(fills))
        if "numba" in sys.modules:  # it read the variable when it was imported
            sys.modules["numba"].config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]
    discard_old_caches(Path(os.environ["NUMBA_CACHE_DIR"]))


def install_from_environment() -> None:
    """Install what `PALAESTRA_FILLS` holds; called when `palaestra` is imported."""
    install(from_text(os.environ.get("PALAESTRA_FILLS", "")))


def installed() -> tuple[Fill, ...]:
    """The fills of this process, in the order they were given."""
    return next((finder.fills for finder in sys.meta_path if isinstance(finder, Finder)), ())


def digest() -> str:
    """What names this process's fills, whatever their order; empty when it runs the reference."""
    return digest_of(installed())


def handshake(expected: str) -> None:
    """Refuse to work when this process does not run the fills `expected` names, or a room slipped past the hook.

    Every worker does this first: a worker started without the environment
    would otherwise answer with the reference.
    """
    if digest() != expected:
        ours, theirs = (each[:12] or "the reference" for each in (digest(), expected))
        what = f"This worker runs {ours}, but the run asked for {theirs}."
        raise FillError(what, "Start workers with kit.holes.environment(fills) set.")
    for fill in installed():
        if fill.hole.module in sys.modules and fill.hole.module not in running.loaded():
            what = f"{fill.hole.module} was loaded past the import hook, so {fill.hole} is not filled."
            raise FillError(what, "Remove the other import hook from this process.")


def called() -> dict[str, bool]:
    """For each filled hole of this process, whether its code was ever called here.

    Left out are holes that are compiled (Numba): a flag cannot stand in them,
    `unwatched` names them, and the sabotage run tells. A class counts as called
    when one of its functions is, or, having none, when an instance is made.
    """
    hidden = unwatched_holes()
    flags = {str(fill.hole): running.flag_of(fill.hole)[0] for fill in installed()}
    return {hole: was for hole, was in flags.items() if hole not in hidden}


def unwatched_holes() -> tuple[str, ...]:
    """The filled holes `called` can say nothing about, since their whole body is compiled."""
    return tuple(str(entry.fill.hole) for entry in running.entries() if not entry.watched)


def true_place(file: str, line: int) -> tuple[str, int]:
    """Where a traceback's line really is: a method's decorators and defaults are numbered far beyond the room's end."""
    index, true_line = place(line)
    for finder in sys.meta_path:
        if index >= 0 and isinstance(finder, Finder):
            for module, fills in finder.by_module.items():
                if getattr(sys.modules.get(module), "__file__", None) == file or rooms.find(module).origin == file:
                    return str(fills[index].file), true_line
    return file, line


def examine(fills: Sequence[Fill]) -> None:
    """Refuse, without importing or running anything, what can be refused: kinds, clashes, missing names, syntax."""
    refuse_overlaps(fills)
    for module, each in Finder(fills).by_module.items():
        text, path = rooms.source(module)
        is_package = rooms.find(module).submodule_search_locations is not None
        splice(Room(module, path, text, is_package), each)


def refuse_overlaps(fills: Sequence[Fill]) -> None:
    """Refuse two fills of which one would replace what the other fills."""
    for number, one in enumerate(fills):
        for other in fills[:number]:
            if one.hole.overlaps(other.hole):
                raise FillError(f"{one.hole} and {other.hole} are filled together.", "Choose one of the two.")


def _show_instead(path: str, text: str) -> None:
    # No modification time: linecache then never looks at the file itself, where the reference is.
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
