"""Whose names are whose: a learner's helpers become globals of the room, and must not take the room's names.

Definitions and assignments are compared before anything runs; imports are
compared while they run (`running`), since `import numpy as np` in both is fine
when it is the same object.
"""

import ast
import builtins
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

from palaestra.kit.holes.fills import FillError, Hole


@dataclass(frozen=True, slots=True)
class Names:
    """What a module's text binds and reads at module level."""

    defined: frozenset[str]
    """By `def`, `class` or assignment, also through `global`."""
    imported: frozenset[str]
    read: frozenset[str]
    """Read anywhere as a global or builtin."""

    @property
    def bound(self) -> frozenset[str]:
        return self.defined | self.imported

    @property
    def meant(self) -> frozenset[str]:
        """Every name that means something to this module: its own globals and the builtins it uses."""
        return self.bound | self.read

    def without(self, names: frozenset[str]) -> "Names":
        """The same without some definitions."""
        return Names(self.defined - names, self.imported, self.read)


def names_of(text: str, filename: str) -> Names:
    """The names of a module's text, as the compiler itself sorts them; nothing is run."""
    top = symtable.symtable(text, filename, "exec")
    defined, imported, read = set[str](), set[str](), set[str]()
    for table, symbol in _symbols(top):
        here = table is top or symbol.is_declared_global()
        if here and symbol.is_imported():
            imported.add(symbol.get_name())
        elif here and symbol.is_assigned():
            defined.add(symbol.get_name())
        if symbol.is_referenced() and (table is top or symbol.is_global()):
            read.add(symbol.get_name())
    return Names(frozenset(defined), frozenset(imported), frozenset(read))


def _symbols(table: symtable.SymbolTable) -> Iterator[tuple[symtable.SymbolTable, symtable.Symbol]]:
    for symbol in table.get_symbols():
        yield table, symbol
    for child in table.get_children():
        yield from _symbols(child)


def refuse_clashes(
    hole: Hole, learner: Names, tree: ast.Module, room: Names, others: frozenset[str], file: str
) -> None:
    """Refuse a helper that takes a name of the room, of a builtin the room uses, or of another filled hole's helper."""
    for name in sorted(learner.defined - {hole.top}):
        if name in room.bound:
            why = f"is already a name in {hole.module}"
        elif name in room.read:
            why = f"is a {'builtin' if hasattr(builtins, name) else 'name'} that {hole.module} uses"
        elif name in others:
            why = f"is also defined by the file of another hole in {hole.module}"
        elif name.startswith("__") and name.endswith("__"):
            why = f"belongs to {hole.module} itself"
        else:
            continue
        line = line_of(tree, name)
        place = f"{file}, line {line}: " if line else f"{file}: "
        mend = "Use the room's, or give yours another name; your file shares the room's names."
        raise FillError(f"{place}{name} {why}.", mend, file, line)


def line_of(tree: ast.Module, name: str) -> int:
    """The first line that binds the name at module level or as a global; 0 when none is found."""
    return min((node.lineno for node in ast.walk(tree) if isinstance(node, Binder) and _binds(node, name)), default=0)


Binder = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.alias | ast.Name


def _binds(node: Binder, name: str) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return node.name == name
    if isinstance(node, ast.alias):
        return (node.asname or node.name.partition(".")[0]) == name
    return isinstance(node.ctx, ast.Store) and node.id == name


class WithoutRoomImports(ast.NodeTransformer):
    """Drops `from <this room's module> import name`: the names are there already, and asking would be circular.

    Learners write such lines so that their editor knows the names. Imports
    inside functions stay, since they run later.
    """

    def __init__(self, hole: Hole, is_package: bool, room: Names, file: str) -> None:
        self.hole, self.room, self.file = hole, room, file
        self.package = hole.module if is_package else hole.module.rpartition(".")[0]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        source = self._absolute(node)
        if source == self.hole.module:
            for each in node.names:
                self._refuse_unless_same(each, node.lineno)
            return ast.copy_location(ast.Pass(), node)
        if self.hole.module.startswith(f"{source}."):
            node.names = [each for each in node.names if each.asname or each.name not in self.room.bound]
            if not node.names:
                return ast.copy_location(ast.Pass(), node)
        return node

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.package.split(".")
        kept = package[: len(package) - node.level + 1]
        return ".".join([*kept, *([node.module] if node.module else [])])

    def _refuse_unless_same(self, each: ast.alias, line: int) -> None:
        if each.name != "*" and each.name not in self.room.bound:
            what = f"{self.file}, line {line}: {self.hole.module} has no {each.name}."
            raise FillError(what, "Remove that import.", self.file, line)
        if each.asname and each.asname != each.name:
            what = f"{self.file}, line {line}: {each.name} is imported as {each.asname}."
            raise FillError(what, "Import it under its own name.", self.file, line)
