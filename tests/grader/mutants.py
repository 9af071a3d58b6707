"""Mechanical mutants of a program: one small change each, as a slip of the hand or of the mind would make.

`mutants(text)` gives changed programs, `rewrites(text)` programs that say the
same in other words. Both are complete and in a fixed order; choose from them
with a seed.
"""

import ast
import copy
from collections.abc import Callable, Iterator

Site = tuple[str, Callable[[ast.Module], None]]
"""What is changed, and how, in a tree of its own."""

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.MatMult: (ast.Mult,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
FUNCTIONS = {
    "log": ("log10", "log2", "log1p"),
    "sqrt": ("square", "abs"),
    "max": ("min",),
    "min": ("max",),
    "argmax": ("argmin",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "sum": ("mean", "max"),
    "mean": ("sum", "median"),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "exp": ("expm1",),
    "cumsum": ("cumprod",),
    "var": ("std",),
    "std": ("var",),
}


def mutants(text: str) -> Iterator[tuple[str, str]]:
    """Every program one change away from this one, with what was changed."""
    seen = {ast.unparse(ast.parse(text))}
    for what, program in _applied(text, _sites):
        if program not in seen:
            seen.add(program)
            yield what, program


def rewrites(text: str) -> Iterator[tuple[str, str]]:
    """Programs that do the same as this one, written otherwise."""
    seen = {ast.unparse(ast.parse(text))}
    for what, program in _applied(text, _same):
        if program not in seen:
            seen.add(program)
            yield what, program


def _applied(text: str, sites: Callable[[ast.Module], Iterator[Site]]) -> Iterator[tuple[str, str]]:
    count = sum(1 for _ in sites(ast.parse(text)))
    for number in range(count):
        tree = ast.parse(text)
        what, change = list(sites(tree))[number]
        try:
            change(tree)
            program = ast.unparse(ast.fix_missing_locations(tree))
            compile(program, "mutant", "exec")
        except (SyntaxError, ValueError, AttributeError):
            continue
        yield what, program + "\n"


def _sites(tree: ast.Module) -> Iterator[Site]:
    for owner, field, place, node in _nodes(tree):
        put = _putter(owner, field, place)
        yield from _expression_sites(node, put)
        if isinstance(node, ast.stmt):
            yield from _statement_sites(node, put)
    yield from _variable_sites(tree)


def _expression_sites(node: ast.AST, put: Callable[[ast.AST], None]) -> Iterator[Site]:
    match node:
        case ast.BinOp(left=left, right=right, op=op):
            for other in OPERATORS.get(type(op), ()):
                yield f"{type(op).__name__} to {other.__name__}", _set(node, "op", other())
            yield "drop the right side", lambda _: put(left)
            yield "drop the left side", lambda _: put(right)
            if isinstance(op, ast.Sub | ast.Div | ast.Pow):
                yield "swap the sides", _set_both(node, right, left)
        case ast.Compare(ops=[op]):
            for other in COMPARISONS.get(type(op), ()):
                yield f"{type(op).__name__} to {other.__name__}", _set(node, "ops", [other()])
        case ast.Constant(value=bool(value)):
            yield "turn a truth value round", _set(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield "one more", _set(node, "value", value + 1)
            yield "one less", _set(node, "value", value - 1)
        case ast.Constant(value=float(value)):
            yield "twice", _set(node, "value", value * 2 if value else 1.0)
            yield "half", _set(node, "value", value / 2)
        case ast.BoolOp(op=op):
            yield "and to or", _set(node, "op", ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(operand=operand):
            yield "drop the sign", lambda _: put(operand)
        case ast.IfExp(body=body, orelse=orelse):
            yield "always the first", lambda _: put(body)
            yield "always the second", lambda _: put(orelse)
        case ast.Call():
            yield from _call_sites(node, put)
        case _:
            return


def _call_sites(node: ast.Call, put: Callable[[ast.AST], None]) -> Iterator[Site]:
    if len(node.args) >= 2:
        swapped = [node.args[1], node.args[0], *node.args[2:]]
        yield "swap two arguments", _set(node, "args", swapped)
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        only = node.args[0]
        yield "drop the call", lambda _: put(only)
    if isinstance(node.func, ast.Attribute):
        for other in FUNCTIONS.get(node.func.attr, ()):
            yield f"{node.func.attr} to {other}", _set(node.func, "attr", other)
    for place in range(len(node.keywords)):
        kept = [each for number, each in enumerate(node.keywords) if number != place]
        yield "drop a keyword", _set(node, "keywords", kept)


def _statement_sites(node: ast.stmt, put: Callable[[ast.AST], None]) -> Iterator[Site]:
    match node:
        case ast.AugAssign(target=target, op=op, value=value):
            for other in OPERATORS.get(type(op), ()):
                yield f"{type(op).__name__}= to {other.__name__}=", _set(node, "op", other())
            assigned = ast.Assign([copy.deepcopy(target)], value)
            yield "assign and forget what was there", lambda _: put(assigned)
            yield "leave a statement out", lambda _: put(ast.Pass())
        case ast.Assign() | ast.Expr() | ast.For():
            yield "leave a statement out", lambda _: put(ast.Pass())
        case ast.If(test=test):
            yield "turn a condition round", _set(node, "test", ast.UnaryOp(ast.Not(), test))
            yield "never", _set(node, "test", ast.Constant(False))
            yield "always", _set(node, "test", ast.Constant(True))
        case _:
            return


def _variable_sites(tree: ast.Module) -> Iterator[Site]:
    """Each read of an argument or local replaced by each other one of its function."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        names = [each.arg for each in function.args.args if each.arg != "self"]
        stored = (each for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))
        names = list(dict.fromkeys([*names, *(each.id for each in stored)]))
        for node in ast.walk(function):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
                for other in names:
                    if other != node.id:
                        yield f"{node.id} for {other}", _set(node, "id", other)


def _same(tree: ast.Module) -> Iterator[Site]:
    for owner, field, place, node in _nodes(tree):
        yield from _same_sites(node, _putter(owner, field, place))
        if isinstance(node, ast.Return) and node.value is not None:
            yield "a name for the result", _named_result(owner, field, place, node)
    yield from _renamings(tree)


def _same_sites(node: ast.AST, put: Callable[[ast.AST], None]) -> Iterator[Site]:
    match node:
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Mult()):
            yield "the other order", _set_both(node, right, left)
        case ast.AugAssign(target=target, op=op, value=value):
            loaded = copy.deepcopy(target)
            loaded.ctx = ast.Load()
            yield "written out", lambda _: put(ast.Assign([target], ast.BinOp(loaded, op, value)))
        case ast.If(test=test, body=body, orelse=orelse) if orelse:
            yield "branches turned round", lambda _: put(ast.If(ast.UnaryOp(ast.Not(), test), orelse, body))
        case ast.Compare(left=left, ops=[ast.Lt() | ast.Gt() as op], comparators=[right]):
            mirrored = ast.Gt() if isinstance(op, ast.Lt) else ast.Lt()
            yield "read from the right", lambda _: put(ast.Compare(right, [mirrored], [left]))
        case ast.Constant(value=int(value)) if not isinstance(value, bool) and abs(value) < 100:
            yield "a sum", lambda _: put(ast.BinOp(ast.Constant(value - 1), ast.Add(), ast.Constant(1)))
        case _:
            return


def _renamings(tree: ast.Module) -> Iterator[Site]:
    """Locals (not arguments) renamed, one at a time."""
    for function in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
        arguments = {each.arg for each in [*function.args.args, *function.args.kwonlyargs]}
        stored = {
            each.id for each in ast.walk(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        }
        for name in sorted(stored - arguments):
            nodes = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
            yield (
                f"{name} renamed",
                lambda _, nodes=nodes, name=name: [setattr(each, "id", f"{name}_") for each in nodes],
            )


def _named_result(owner: ast.AST, field: str, place: int | None, node: ast.Return) -> Callable[[ast.Module], None]:
    def change(_: ast.Module) -> None:
        assert place is not None
        assert node.value is not None
        named = ast.Assign([ast.Name("result_", ast.Store())], node.value)
        getattr(owner, field)[place : place + 1] = [named, ast.Return(ast.Name("result_", ast.Load()))]

    return change


def _nodes(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node inside functions with the place it is held at; annotations, defaults and docstrings are left alone."""
    for owner in ast.walk(tree):
        for field, value in ast.iter_fields(owner):
            if field in ("annotation", "returns", "args", "decorator_list", "bases") and not isinstance(
                owner, ast.Call
            ):
                continue
            items = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for place, node in items:
                is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
                if isinstance(node, ast.AST) and not is_docstring and not isinstance(owner, ast.Module):
                    yield owner, field, place, node


def _putter(owner: ast.AST, field: str, place: int | None) -> Callable[[ast.AST], None]:
    def put(node: ast.AST) -> None:
        if place is None:
            setattr(owner, field, node)
        else:
            getattr(owner, field)[place] = node

    return put


def _set(node: ast.AST, field: str, value: object) -> Callable[[ast.Module], None]:
    return lambda _: setattr(node, field, value)


def _set_both(node: ast.BinOp, left: ast.expr, right: ast.expr) -> Callable[[ast.Module], None]:
    def change(_: ast.Module) -> None:
        node.left, node.right = left, right

    return change
