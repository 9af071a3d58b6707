"""The learner's file as Python: read, parsed, and fit for its hole or refused with a sentence."""

import __future__

import ast
import importlib.util
from dataclasses import dataclass

from palaestra.kit.holes.definitions import Definition, enclosing, has_docstring, locate
from palaestra.kit.holes.fills import Fill, FillError, Hole
from palaestra.kit.holes.names import Names, names_of

KINDS = {ast.FunctionDef: "a function", ast.AsyncFunctionDef: "an async function", ast.ClassDef: "a class"}


@dataclass(frozen=True)
class LearnerFile:
    """A learner's file that holds its hole: the text, its tree, and the definitions that fill."""

    fill: Fill
    text: str
    tree: ast.Module
    found: list[Definition]
    names: Names

    @property
    def path(self) -> str:
        return str(self.fill.file)

    @property
    def wrapper(self) -> ast.ClassDef | None:
        """For a nested hole, the outermost class the learner wrote around it."""
        classes = enclosing(self.tree, self.fill.hole)
        return classes[0] if classes else None


def read(fill: Fill, flags: int = 0) -> LearnerFile:
    """The file, refused when it is not Python or does not hold the hole. `flags`: the room's `__future__`s."""
    text, tree = parse(fill, flags)
    found = locate(tree, fill.hole)
    if fill.hole.qualname and not found:
        raise _missing(fill, tree)
    if fill.hole.classes:
        _refuse_strangers(fill, tree)
    return LearnerFile(fill, text, tree, found, names_of(text, str(fill.file)))


def parse(fill: Fill, flags: int = 0) -> tuple[str, ast.Module]:
    """The file's text and tree, compiled once so that what only the compiler refuses is refused here too."""
    try:
        text = importlib.util.decode_source(fill.read())
        compile(text, str(fill.file), "exec", flags, dont_inherit=True)
        return text, ast.parse(text, str(fill.file))
    except SyntaxError as error:
        line = error.lineno or 0
        place = f"{fill.file}, line {line}" if line else str(fill.file)
        raise FillError(f"{place}: {error.msg}.", "Mend that line.", fill.file, line) from error
    except (ValueError, RecursionError, MemoryError) as error:
        what = f"{fill.file} is not Python text: {error}."
        raise FillError(what, "Save it as UTF-8 Python.", fill.file) from error


def refuse_wrong_kind(learner: LearnerFile, room: list[Definition]) -> None:
    """A function fills a function, and a class fills a class."""
    wanted = KINDS[type(room[0])]
    for node in learner.found:
        kind = KINDS[type(node)]
        if kind != wanted:
            what = (
                f"{learner.path}, line {node.lineno}: {learner.fill.hole.qualname} is {kind}, where {wanted} belongs."
            )
            raise FillError(what, f"Write it as {wanted}, as the exercise asks.", learner.path, node.lineno)


def future_flags(tree: ast.Module) -> int:
    """The compiler flags of a module's `from __future__` imports."""
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for each in node.names:
                feature = getattr(__future__, each.name, None)
                flags |= feature.compiler_flag if feature else 0
    return flags


def _missing(fill: Fill, tree: ast.Module) -> FillError:
    hole = fill.hole
    if hole.classes:
        wrapped = " ".join(f"class {each}:" for each in hole.classes)
        return FillError(f"{fill.file} has no {hole.qualname}.", f"Write it once, inside `{wrapped}`.", fill.file)
    for node in tree.body:
        targets: list[ast.expr] = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(each, ast.Name) and each.id == hole.name for each in targets):
            what = f"{fill.file}, line {node.lineno}: {hole.name} is assigned, not defined."
            return FillError(what, "Write it with `def` or `class`.", fill.file, node.lineno)
    mend = f"Define {hole.name} at the top level of the file."
    return FillError(f"{fill.file} does not define {hole.name}.", mend, fill.file)


def _refuse_strangers(fill: Fill, tree: ast.Module) -> None:
    """Beside a method stands nothing else: it would be dropped, since only the method goes into the room's class."""
    classes = enclosing(tree, fill.hole) or []
    inside = [*fill.hole.classes[1:], fill.hole.name]
    for each, name in zip(classes, inside, strict=True):
        for node in each.body[has_docstring(each.body) :]:
            harmless = isinstance(node, ast.Pass) or (isinstance(node, ast.AnnAssign) and node.value is None)
            if harmless or (isinstance(node, Definition) and node.name == name):
                continue
            what = f"{fill.file}, line {node.lineno}: class {each.name} holds more than {name}."
            mend = "Only the exercise's definition goes into the room; put helpers at the top level of your file."
            raise FillError(what, mend, fill.file, node.lineno)


def refuse_missing_public(fill: Fill, names: Names, room_tree: ast.Module, tree: ast.Module) -> None:
    """A whole module must offer the public names the reference offers, since the rest of the room imports them."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in tree.body):
        return
    missing = [name for name in public_names(room_tree) if name not in names.bound]
    if missing:
        what = f"{fill.file} does not define {', '.join(missing)}."
        raise FillError(what, "The rest of the room imports these names.", fill.file)


def refuse_import_of_itself(hole: Hole, tree: ast.Module, file: str) -> None:
    """A file that is the whole module would wait for itself if it imported from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == hole.module and not node.level:
            what = f"{file}, line {node.lineno}: this file takes the place of {hole.module} and cannot import from it."
            raise FillError(what, "Write what you need here.", file, node.lineno)


def public_names(tree: ast.Module) -> list[str]:
    """`__all__` where a module has a literal one, else its definitions without a leading underscore."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            try:
                return [str(each) for each in ast.literal_eval(node.value)]
            except ValueError:
                break
    return [node.name for node in tree.body if isinstance(node, Definition) and not node.name.startswith("_")]
