"""What Python source says, without how it is written: a digest of its syntax tree.

Comments, docstrings, layout and line numbers do not count; a changed constant does.
"""

import ast
import hashlib
from typing import Any, cast

from palaestra.kit.refusal import Refusal


def parsed(text: str, name: str) -> ast.Module:
    """The tree of a source text without its docstrings. Refuses what is not Python, with file and line."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        why = error.msg if isinstance(error, SyntaxError) else str(error)
        place = f"{name} line {line}" if line else name
        raise Refusal(f"{place} is not Python: {why}.", "Mend that line.") from error
    _drop_docstrings(tree)
    return tree


def digest_of(tree: ast.Module) -> str:
    """SHA-256 of a tree that `parsed` gave; the same on every Python version."""
    return hashlib.sha256(repr(_plain(tree)).encode()).hexdigest()


def _drop_docstrings(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            # A string standing alone does nothing, wherever it stands: attribute docstrings too.
            node.body = [each for each in node.body if not _is_text(each)]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _plain(node: Any) -> Any:
    """A tree as nested tuples without empty fields, since Python versions differ in which empty fields they list."""
    if isinstance(node, ast.AST):
        fields = (
            (name, _plain(value)) for name, value in ast.iter_fields(node) if name not in ("kind", "type_comment")
        )
        return (type(node).__name__, *((name, value) for name, value in fields if value is not None and value != ()))
    if isinstance(node, list):
        return tuple(map(_plain, cast("list[Any]", node)))
    if node is None or isinstance(node, str | int | float | complex | bytes | bool):
        return None if node is None else (type(node).__name__, repr(node))
    return repr(node)
