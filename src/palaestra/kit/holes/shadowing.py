"""A learner's helper that has a name of the room: it is the learner's inside their file, and the room keeps its own.

The file runs in the room's globals, so a helper called `softmax` would take
the room's `softmax` away from the rest of the room. Where it can be done
without guessing, such a helper is bound under a name of its own, and every
mention of it in the file follows; tracebacks and `__name__` still say what the
learner wrote.
"""

import ast
import symtable
from collections.abc import Iterator
from types import CodeType

from palaestra.kit.holes.names import Names

MARK = "__yours_"


def apart(text: str, filename: str, tree: ast.Module, learner: Names, taken: frozenset[str]) -> frozenset[str]:
    """Which of the `taken` names a file defines can be set apart: those that mean one thing throughout it.

    A name that is a parameter, a local, an attribute of a class, imported, or bound by a pattern somewhere in the
    file is left: it would have to be guessed which mention means which. So is one the file never mentions again: who
    writes that means to change the room, and must hear that it cannot be.
    """
    wanted = {each for each in learner.defined & learner.read & taken if not each.startswith("__")} - learner.imported
    defined = {each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)}
    stored = {node.id for each in tree.body for node in _targets(each)}
    top = symtable.symtable(text, filename, "exec")
    other = {symbol.get_name() for table in _below(top) for symbol in table.get_symbols() if not symbol.is_global()}
    return frozenset(wanted & (defined | stored)) - other - set(_bound_by_words(tree))


def set_apart(tree: ast.Module, names: frozenset[str], index: int) -> ast.Module:
    """The tree with these names given another, here and in everything that mentions them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = _own(node.id, index)
        elif isinstance(node, ast.Global):
            node.names = [_own(each, index) if each in names else each for each in node.names]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names:
            node.name = _own(node.name, index)
    return tree


def as_written(code: CodeType, index: int) -> CodeType:
    """The compiled file with its functions called what the learner called them."""
    constants = tuple(as_written(each, index) if isinstance(each, CodeType) else each for each in code.co_consts)
    end = f"{MARK}{index}"
    name, qualname = code.co_name.replace(end, ""), code.co_qualname.replace(end, "")
    return code.replace(co_consts=constants, co_name=name, co_qualname=qualname)


def _own(name: str, index: int) -> str:
    return f"{name}{MARK}{index}"


def _targets(node: ast.stmt) -> Iterator[ast.Name]:
    """The names a plain assignment at the top level binds."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        for each in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(each, ast.Name):
                yield each


def _below(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for child in table.get_children():
        yield child
        yield from _below(child)


def _bound_by_words(tree: ast.Module) -> Iterator[str]:
    """Names bound by something that is no name in the tree: `except ... as`, patterns, type parameters."""
    for node in ast.walk(tree):
        for field in ("name", "rest"):
            value = getattr(node, field, None)
            if isinstance(value, str) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.alias):
                yield value
