"""How a piece of code is built, as facts of its syntax tree: lines, loops, branches, names, whole-array calls."""

import ast
from dataclasses import dataclass
from typing import Any

from palaestra.kit.holes import Hole
from palaestra.kit.holes.definitions import has_docstring, locate

LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
BRANCHES = (ast.If, ast.IfExp, ast.Match)


@dataclass(frozen=True, slots=True)
class Structure:
    """What a definition consists of, docstrings and comments apart."""

    lines: int
    """Lines with code on them."""
    loops: int
    """Statements and comprehensions that go item by item."""
    branches: int
    array_calls: int
    """Calls of NumPy."""
    definitions: int
    """Functions and classes of its own beside the hole."""
    names: tuple[str, ...]
    """The names it gives to values."""

    def to_json(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in self.__slots__}, "names": list(self.names)}


def structure_of(text: str, hole: Hole) -> Structure:
    """The structure of a learner's file, or of the reference written as one. Raises SyntaxError."""
    tree = ast.parse(text)
    own = [each for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    held = locate(tree, hole) or own
    helpers = [each for each in own if each.name != hole.top] if hole.qualname else []
    nodes = [node for each in [*held, *helpers] for node in ast.walk(each)]
    skipped = {id(each) for node in nodes for each in _docstring(node)}
    nodes = [node for node in nodes if id(node) not in skipped]
    lines = {
        line
        for node in nodes
        if isinstance(node, ast.stmt | ast.expr)
        for line in (node.lineno, node.end_lineno if isinstance(node, ast.expr) and node.end_lineno else node.lineno)
    }
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return Structure(
        len(lines),
        sum(isinstance(node, LOOPS) for node in nodes),
        sum(isinstance(node, BRANCHES) for node in nodes),
        sum(isinstance(node, ast.Call) and _root(node.func) in ("np", "numpy") for node in nodes),
        len(helpers),
        tuple(sorted(stored)),
    )


def _docstring(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and has_docstring(node.body):
        return list(ast.walk(node.body[0]))
    return []


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
