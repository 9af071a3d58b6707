"""Finding a definition in a syntax tree, and blanking the bodies of definitions in text."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator, Sequence

from palaestra.kit.holes.fills import Hole

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Edit = tuple[tuple[int, int], tuple[int, int], str]
"""From (line, byte column) to (line, byte column), lines from 1, and what stands there instead."""

BARE = "raise NotImplementedError"


def named(body: Iterable[ast.stmt], name: str) -> list[Definition]:
    """The definitions of that name directly in a body: more than one for a property with a setter."""
    return [each for each in body if isinstance(each, Definition) and each.name == name]


def enclosing(tree: ast.Module, hole: Hole) -> list[ast.ClassDef] | None:
    """The classes around a hole, outermost first; None when one is missing or there twice."""
    classes: list[ast.ClassDef] = []
    body = tree.body
    for name in hole.classes:
        found = [each for each in named(body, name) if isinstance(each, ast.ClassDef)]
        if len(found) != 1:
            return None
        classes.append(found[0])
        body = found[0].body
    return classes


def locate(tree: ast.Module, hole: Hole) -> list[Definition]:
    """The definitions that are the hole; for a whole module all definitions in it. Empty when missing."""
    if not hole.qualname:
        return [each for each in tree.body if isinstance(each, Definition)]
    classes = enclosing(tree, hole)
    if classes is None:
        return []
    return named(classes[-1].body if classes else tree.body, hole.name)


def first_line(node: ast.stmt) -> int:
    """The line a statement starts on, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])


def last_line(node: ast.stmt) -> int:
    """The line a statement ends on."""
    assert node.end_lineno is not None
    return node.end_lineno


def functions_in(definition: ast.AST) -> Iterator[Function]:
    """The function itself, or the methods of a class and of the classes inside it; never a function's insides."""
    if isinstance(definition, Function):
        yield definition
        return
    for child in ast.iter_child_nodes(definition):
        if isinstance(child, ast.stmt):
            yield from functions_in(child)


def has_docstring(body: Sequence[ast.stmt]) -> bool:
    """Whether a body begins with a string that stands alone."""
    first = body[0] if body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)


def is_bare(function: Function) -> bool:
    """Whether a function's body is only a docstring and `raise NotImplementedError` (or `pass`, or `...`)."""
    rest = function.body[has_docstring(function.body) :]
    return not rest or (len(rest) == 1 and ast.unparse(rest[0]) in (BARE, f"{BARE}()", "pass", "..."))


def blanked(text: str, definitions: Iterable[ast.AST], body: str = BARE, keep_lines: bool = True) -> str:
    """The text with each function's body replaced; decorators, signatures and docstrings stay.

    `keep_lines` pads with empty lines, so that everything else keeps its line number.
    """
    lines = text.encode().splitlines(keepends=True)
    edits: list[Edit] = []
    functions = {each.lineno: each for definition in definitions for each in functions_in(definition)}
    for function in functions.values():
        edits += [_blank(function, lines, body, keep_lines), *_comments_after(function, lines, keep_lines)]
    for start, end, instead in sorted(edits, reverse=True):
        _apply(lines, start, end, instead)
    return b"".join(lines).decode()


def _blank(function: Function, lines: Sequence[bytes], body: str, keep_lines: bool) -> Edit:
    assert function.end_lineno is not None
    assert function.end_col_offset is not None
    end = function.end_lineno, function.end_col_offset
    header = _header_line(function, lines)
    statement = function.body[0]
    inline = first_line(statement) == header
    indent = "" if inline else lines[statement.lineno - 1][: statement.col_offset].decode()
    if has_docstring(function.body):
        assert statement.end_lineno is not None
        assert statement.end_col_offset is not None
        start = statement.end_lineno, statement.end_col_offset
        crowded = inline or start[0] == end[0]
        instead = f"; {body}" if crowded else f"\n{indent}{body}"
    elif inline:
        start, instead = (statement.lineno, statement.col_offset), body
    else:
        start, instead = (header, len(lines[header - 1].rstrip(b"\n"))), f"\n{indent}{body}"
    padding = end[0] - start[0] - instead.count("\n") if keep_lines else 0
    return start, end, instead + "\n" * padding


def _header_line(function: Function, lines: Sequence[bytes]) -> int:
    """The line of the colon that ends `def name(...) -> ...:`."""
    rest = io.BytesIO(b"".join(lines[function.lineno - 1 : function.end_lineno]))
    depth = 0
    for token in tokenize.generate_tokens(lambda: rest.readline().decode()):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and depth == 0:
                return function.lineno + token.start[0] - 1
    raise AssertionError("a function has a colon")


def _comments_after(function: Function, lines: Sequence[bytes], keep_lines: bool) -> Iterator[Edit]:
    """Comments at the end of a body belong to it, though the syntax tree does not know."""
    for number in range(last_line(function) + 1, len(lines) + 1):
        line = lines[number - 1]
        indent = len(line) - len(line.lstrip())
        if line.strip() and not (line.lstrip().startswith(b"#") and indent > function.col_offset):
            return
        if line.strip():
            yield (number, 0), (number, len(line)), "\n" if keep_lines else ""


def _apply(lines: list[bytes], start: tuple[int, int], end: tuple[int, int], instead: str) -> None:
    before = lines[start[0] - 1][: start[1]]
    after = lines[end[0] - 1][end[1] :]
    changed = before + instead.encode() + after
    lines[start[0] - 1 : end[0]] = changed.splitlines(keepends=True)


def slice_of(text: str, nodes: Sequence[ast.stmt]) -> str:
    """The whole lines of some neighbouring statements, decorators included, one empty line between them."""
    lines = text.encode().splitlines(keepends=True)
    blocks = [b"".join(lines[first_line(node) - 1 : last_line(node)]).decode().rstrip("\n") for node in nodes]
    return "\n\n".join(blocks) + "\n"
