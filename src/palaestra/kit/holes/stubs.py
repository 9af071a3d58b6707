"""The file a learner starts from, and the reference as such a file."""

import ast
import importlib.util
from pathlib import Path

from palaestra.kit.holes import rooms
from palaestra.kit.holes.definitions import blanked, enclosing, functions_in, is_bare, locate, slice_of
from palaestra.kit.holes.fills import FillError, Hole, file_bytes
from palaestra.kit.holes.importing import import_lines, import_lines_of, in_order
from palaestra.kit.holes.names import names_of

FUTURE = "from __future__ import annotations\n"


def stub(hole: Hole, imports: str = "") -> str:
    """The learner's starting file: signature, decorators, docstring, and `raise NotImplementedError`.

    Above it stand `imports`, and imports of the names the signature and
    decorators use, so that an editor knows them. A method stands in a class of
    its outer class's name; a whole module keeps its imports and constants.
    """
    text, tree = _reference(hole)
    blank = blanked(text, locate(tree, hole), keep_lines=False)
    start = _as_file(hole, blank, imports)
    used = {node.id for node in ast.walk(ast.parse(start)) if isinstance(node, ast.Name)}
    wanted = used - names_of(start, str(hole)).bound
    offered = import_lines(tree, hole.module, wanted) if hole.qualname else []
    return _as_file(hole, blank, in_order([*import_lines_of(imports), *offered]))


def reference_source(hole: Hole) -> str:
    """The reference, written as a learner's file would hold it."""
    return _as_file(hole, _reference(hole)[0], "")


def is_untouched(hole: Hole, file: Path | str) -> bool:
    """Whether the learner's definition still is the stub. False when the file is not Python or lacks the hole."""
    try:
        tree = ast.parse(importlib.util.decode_source(file_bytes(Path(file))))
    except (SyntaxError, ValueError):
        return False
    found = locate(tree, hole)
    functions = [each for node in found for each in functions_in(node)]
    if functions:
        return all(map(is_bare, functions))
    start = locate(ast.parse(stub(hole)), hole)
    return bool(found) and [ast.dump(each) for each in found] == [ast.dump(each) for each in start]


def _reference(hole: Hole) -> tuple[str, ast.Module]:
    text, path = rooms.source(hole.module)
    tree = ast.parse(text, path)
    if hole.qualname and not locate(tree, hole):
        raise FillError(f"{hole.module} has no {hole.qualname}.", "A hole is a function, method, class or module.")
    return text, tree


def _as_file(hole: Hole, text: str, imports: str) -> str:
    """The hole cut out of a module's text, with the classes around it written as bare wrappers."""
    if not hole.qualname:
        return text
    tree = ast.parse(text)
    wrappers = [" " * each.col_offset + f"class {each.name}:\n" for each in enclosing(tree, hole) or []]
    above = f"{FUTURE}\n{imports.strip()}\n" if imports.strip() else FUTURE
    return f"{above}\n\n{''.join(wrappers)}{slice_of(text, locate(tree, hole))}"
