"""Compiling a room with the learner's code in place of its holes.

A top-level hole becomes a call of `begin`, which runs the learner's whole file
under its own name in the room's globals. A method takes the place of the
room's in the syntax tree, so that `super()`, `__class__` and private names
compile as they should; its lines are shifted by a multiple of SHIFT, by which
its code objects are recognised afterwards and given the learner's file.
"""

import ast
import copy
from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType

from palaestra.kit.holes import running
from palaestra.kit.holes.definitions import (
    Definition,
    Function,
    blanked,
    enclosing,
    functions_in,
    has_docstring,
    locate,
)
from palaestra.kit.holes.fills import Fill, FillError
from palaestra.kit.holes.learner import (
    LearnerFile,
    future_flags,
    read,
    refuse_import_of_itself,
    refuse_missing_public,
    refuse_wrong_kind,
)
from palaestra.kit.holes.names import Names, WithoutRoomImports, names_of, refuse_clashes
from palaestra.kit.holes.running import Entry, flag_of
from palaestra.kit.holes.shadowing import apart, as_written, set_apart

SHIFT = 1 << 20
COMPILED = {"njit", "jit", "vectorize", "guvectorize", "cfunc", "stencil", "jitclass", "script"}
"""Decorators that compile a function's body: a flag in it would be an error, or be run once only."""


@dataclass(frozen=True)
class Room:
    """A room's module before it is filled. `text` may already have its holes blanked."""

    module: str
    path: str
    text: str
    is_package: bool


@dataclass(frozen=True)
class Spliced:
    """A filled module: its code, its text with the reference blanked, and what `running` needs."""

    code: CodeType
    masked: str
    entries: list[Entry]
    learner_texts: dict[str, str]
    """By path, the learner's text that was compiled; the file may change while the process runs."""


def splice(room: Room, fills: Sequence[Fill]) -> Spliced:
    """The room's module compiled with these fills, all of them its own; refused with a FillError."""
    tree = ast.parse(room.text, room.path)
    flags = future_flags(tree)
    holes = [_definitions(room, tree, fill) for fill in fills]
    masked = blanked(room.text, [node for nodes in holes for node in nodes])
    names = names_of(masked, room.path)
    files = [read(fill, flags) for fill in fills]
    for file, nodes in zip(files, holes, strict=True):
        if file.fill.hole.qualname:
            refuse_wrong_kind(file, nodes)
    if not fills[0].hole.qualname:
        return _whole_module(room, tree, masked, files[0])
    entries: list[Entry] = []
    for index, (file, nodes) in enumerate(zip(files, holes, strict=True)):
        others = frozenset(name for each in files if each is not file for name in _helpers(each))
        own = apart(file.text, file.path, file.tree, file.names, names.meant | others) - {file.fill.hole.top}
        refuse_clashes(file.fill.hole, file.names.without(own), file.tree, names, others, file.path)
        entries.append(_fill(room, tree, nodes, file, index, names, flags, own))
    tree.body.append(_call("finish", room.module, "", tree.body[-1]))
    code = compile(tree, room.path, "exec", dont_inherit=True)
    texts = {file.path: file.text for file in files}
    return Spliced(_unshift(code, [file.path for file in files]), masked, entries, texts)


def place(shifted: int) -> tuple[int, int]:
    """The index of the fill and its line, for a line number seen in a room; index -1 for the room's own lines."""
    index, line = divmod(shifted, SHIFT)
    return index - 1, line


def compiled(definition: Definition) -> bool:
    """Whether a decorator hands the body to a compiler (judged by its name)."""
    for each in definition.decorator_list:
        target = each.func if isinstance(each, ast.Call) else each
        name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
        if name in COMPILED:
            return True
    return False


def _definitions(room: Room, tree: ast.Module, fill: Fill) -> list[Definition]:
    nodes = locate(tree, fill.hole)
    if not nodes and fill.hole.qualname:
        raise FillError(f"{room.module} has no {fill.hole.qualname} to fill.", "`palaestra start` lists the exercises.")
    return nodes


def _helpers(file: LearnerFile) -> frozenset[str]:
    return file.names.defined - {file.fill.hole.top}


def _fill(
    room: Room,
    tree: ast.Module,
    nodes: list[Definition],
    file: LearnerFile,
    index: int,
    names: Names,
    flags: int,
    own: frozenset[str],
) -> Entry:
    """Put the learner's definitions where the room's were; the returned entry is what `begin` runs there.

    own: helpers that have a name of the room, and keep it inside the file only.
    """
    hole = file.fill.hole
    learner = _flagged(set_apart(copy.deepcopy(file.tree), own, index), file, _flag_name(index))
    outer = enclosing(tree, hole)
    mine = locate(learner, hole)
    if outer:
        _replace(outer[-1].body, nodes, [_shifted(node, SHIFT * (index + 1)) for node in mine])
        where = tree.body.index(outer[0])
        tree.body.insert(where, _call("begin", room.module, f"{index}, ", outer[0]))
        learner.body.remove((enclosing(learner, hole) or [])[0])
    else:
        _replace(tree.body, nodes, [_call("begin", room.module, f"{index}, ", nodes[0])])
    while has_docstring(learner.body):
        del learner.body[0]  # or it would become the room's docstring
    learner = WithoutRoomImports(hole, room.is_package, names, file.path).visit(learner)
    code = as_written(compile(learner, file.path, "exec", flags, dont_inherit=True), index)
    meant = names.meant - {hole.top}
    return Entry(file.fill, code, _flag_name(index), flag_of(hole), meant, _only_made(file.found), _watched(file.found))


def _whole_module(room: Room, tree: ast.Module, masked: str, file: LearnerFile) -> Spliced:
    refuse_import_of_itself(file.fill.hole, file.tree, file.path)
    refuse_missing_public(file.fill, file.names, tree, file.tree)
    learner = _flagged(file.tree, file, _flag_name(0))
    start = next((n for n, node in enumerate(learner.body) if not _comes_first(node, n)), len(learner.body))
    anchor = learner.body[min(start, len(learner.body) - 1)] if learner.body else ast.Pass(lineno=1, col_offset=0)
    learner.body.insert(start, _call("begin", room.module, "0, ", anchor))
    learner.body.append(_call("finish", room.module, "", learner.body[-1]))
    code = compile(learner, file.path, "exec", dont_inherit=True)
    entry = Entry(file.fill, None, _flag_name(0), flag_of(file.fill.hole), frozenset(), False, True)
    return Spliced(code, masked, [entry], {file.path: file.text})


def _comes_first(node: ast.stmt, index: int) -> bool:
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return future or (index == 0 and has_docstring([node]))


def _flagged(tree: ast.Module, file: LearnerFile, flag_name: str) -> ast.Module:
    """Each watched function starts with `if not FLAG[0]: FLAG[0] = True`, which costs 4 to 8 ns a call."""
    for definition in locate(tree, file.fill.hole):
        if compiled(definition):
            continue
        for function in functions_in(definition):
            if not compiled(function):
                _insert_flag(function, flag_name)
    return tree


def _insert_flag(function: Function, flag_name: str) -> None:
    position = int(has_docstring(function.body))
    anchor = function.body[min(position, len(function.body) - 1)]
    (statement,) = ast.parse(f"if not {flag_name}[0]: {flag_name}[0] = True").body
    for node in ast.walk(statement):
        if "lineno" in node._attributes:
            ast.copy_location(node, anchor)
    function.body.insert(position, statement)


def _watched(found: Sequence[Definition]) -> bool:
    """Whether a flag can stand in the hole, or its instances can be seen being made."""
    functions = [each for node in found for each in functions_in(node)]
    return not any(map(compiled, found)) and not (functions and all(map(compiled, functions)))


def _only_made(found: Sequence[Definition]) -> bool:
    """Whether the hole is a class without functions of its own, such as a record."""
    return not any(True for node in found for _ in functions_in(node))


def _flag_name(index: int) -> str:
    return f"__palaestra_called_{index}__"  # ends in underscores, so that classes do not mangle it


def _call(name: str, module: str, index: str, where: ast.stmt) -> ast.stmt:
    source = f"__import__({running.__name__!r}, None, None, ('{name}',)).{name}({module!r}, {index}globals())"
    (statement,) = ast.parse(source).body
    for node in ast.walk(statement):
        if "lineno" in node._attributes:
            ast.copy_location(node, where)
    return statement


def _replace(body: list[ast.stmt], old: Sequence[ast.stmt], new: Sequence[ast.stmt]) -> None:
    position = body.index(old[0])
    for node in old:
        body.remove(node)
    body[position:position] = new


def _shifted(node: Definition, by: int) -> Definition:
    for each in ast.walk(node):
        if isinstance(each, ast.stmt | ast.expr | ast.arg | ast.keyword | ast.alias | ast.excepthandler | ast.pattern):
            each.lineno += by
            if each.end_lineno is not None:
                each.end_lineno += by
    return node


def _unshift(code: CodeType, files: Sequence[str]) -> CodeType:
    constants = tuple(_unshift(each, files) if isinstance(each, CodeType) else each for each in code.co_consts)
    code = code.replace(co_consts=constants)
    index, line = place(code.co_firstlineno)
    return code if index < 0 else code.replace(co_filename=files[index], co_firstlineno=line)
