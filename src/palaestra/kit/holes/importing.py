"""The import lines at the top of a learner's starting file."""

import ast
import sys
from collections.abc import Iterable

from palaestra.kit.holes.names import names_of


def import_lines(room: ast.Module, module: str, wanted: Iterable[str]) -> list[str]:
    """Lines that bind the wanted names as the room does: its own import of each, else an import from the room.

    Names the room does not bind (builtins) are passed over.
    """
    bound = names_of(ast.unparse(room), module).bound
    left = set(wanted) & bound
    lines: list[str] = []
    for node in room.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and not getattr(node, "level", 0):
            kept = [each for each in node.names if (each.asname or each.name.partition(".")[0]) in left]
            left -= {each.asname or each.name.partition(".")[0] for each in kept}
            if kept:
                lines.append(ast.unparse(_with(node, kept)))
    if left:
        lines.append(f"from {module} import {', '.join(sorted(left))}")
    return lines


def import_lines_of(text: str) -> list[str]:
    """The lines of an exercise's `imports`; a `__future__` import stands in every stub already."""
    lines = [ast.unparse(node) for node in ast.parse(text).body]
    return [line for line in lines if not line.startswith("from __future__")]


def in_order(lines: Iterable[str]) -> str:
    """Standard library, other people's, Palaestra's: three blocks, each sorted, imports from one module merged."""
    plain = {line for line in lines if not line.startswith("from ")}
    merged: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("from "):
            source, _, names = line.removeprefix("from ").partition(" import ")
            merged.setdefault(source, set()).update(names.split(", "))
    every = sorted(plain) + [f"from {source} import {', '.join(sorted(merged[source]))}" for source in sorted(merged)]
    blocks = [[line for line in every if _block(line) == number] for number in range(3)]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _block(line: str) -> int:
    top = line.split()[1].partition(".")[0]
    return 2 if top == "palaestra" else 0 if top in sys.stdlib_module_names else 1


def _with(node: ast.Import | ast.ImportFrom, names: list[ast.alias]) -> ast.stmt:
    if isinstance(node, ast.Import):
        return ast.Import(names)
    return ast.ImportFrom(node.module, names, 0)
