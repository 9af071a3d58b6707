"""Finding, without running it, where code reaches for what it should not.

An exercise forbids names that would do its work (`numpy.linalg`); every
exercise forbids the reference itself: this room's other copies, the grader,
and the ways of reading source at run time. Names are followed through imports,
`import ... as`, attributes, `getattr` with a constant, and plain assignments.
Beyond that good faith is assumed.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from palaestra.kit.exercise import Exercise

WAYS_ROUND = (
    "importlib",
    "__import__",
    "runpy",
    "pkgutil",
    "linecache",
    "sys.modules",
    "sys.meta_path",
    "sys.path_hooks",
    "gc.get_objects",
    "inspect.getsource",
    "inspect.getsourcelines",
    "inspect.getsourcefile",
    "inspect.getfile",
)
GRADER = ("palaestra.grader", "palaestra.kit", "palaestra.lab", "palaestra.app", "palaestra.practice")


@dataclass(frozen=True, slots=True)
class Reach:
    """A forbidden name, the line it is on, and why it is forbidden."""

    name: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line} uses {self.name}, {self.why}."


def find_reach(text: str, exercise: Exercise, room: str = "") -> Reach | None:
    """The first forbidden reach in a learner's file, or None.

    text: the file. room: the source of the module that holds the hole, whose imports the file shares.
    Raises SyntaxError when the file cannot be parsed.
    """
    forbidden = _forbidden(exercise, room)
    names = _aliases(ast.parse(room)) if room else {}
    tree = ast.parse(text)
    names |= _aliases(tree, exercise.module)
    used = [*_imports(tree, exercise.module), *_uses(tree, names)]
    for name, line in sorted(used, key=lambda use: use[1]):
        for each, why in forbidden.items():
            if name == each or name.startswith(f"{each}."):
                return Reach(name, line, why)
    return None


def _forbidden(exercise: Exercise, room: str) -> dict[str, str]:
    here = f"palaestra.systems.{exercise.system}"
    copies = [f"{here}.fast", f"{here}.exercises", f"{here}.experiments", f"{here}.tests"]
    if exercise.qualname and "." not in exercise.qualname:
        copies += [f"{exercise.module}.{exercise.qualname}", f"{here}.{exercise.qualname}"]
    offered = {name for name, _ in _imports(ast.parse(f"{exercise.imports}\n{room}"), exercise.module)}
    grader = [each for each in GRADER if not any(name.startswith(f"{each}.") for name in offered)]
    return {
        **dict.fromkeys(exercise.forbids, "which this exercise asks you to do without"),
        **dict.fromkeys(copies, "which holds the answer to this exercise"),
        **dict.fromkeys(grader, "which judges this exercise and is no part of it"),
        **dict.fromkeys(WAYS_ROUND, "a way round writing the answer yourself"),
    }


def _aliases(tree: ast.Module, module: str = "") -> dict[str, str]:
    """Local name to dotted name, through imports and then through assignments of names."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                names[each.asname or each.name.partition(".")[0]] = (
                    each.name if each.asname else each.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(node, module)
            names |= {each.asname or each.name: f"{source}.{each.name}" for each in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            dotted = _dotted(node.value, names)
            if dotted and "." in dotted:
                names[node.targets[0].id] = dotted
    return names


def _imports(tree: ast.Module, module: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(node, module)
            yield from ((f"{source}.{each.name}", node.lineno) for each in node.names)


def _uses(tree: ast.Module, names: dict[str, str]) -> Iterator[tuple[str, int]]:
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Call | ast.Name):
            dotted = _dotted(node, names)
            if dotted and not (isinstance(node, ast.Name) and node.id in bound and node.id not in names):
                yield dotted, node.lineno


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    """The dotted name an expression stands for, or the empty string."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value, names)
        return f"{before}.{node.attr}" if before else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        match node.args:
            case [first, ast.Constant(value=str(attribute)), *_]:
                before = _dotted(first, names)
                return f"{before}.{attribute}" if before else ""
            case _:
                return ""
    return ""


def _absolute(node: ast.ImportFrom, module: str) -> str:
    if not node.level:
        return node.module or ""
    package = module.split(".")[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])
