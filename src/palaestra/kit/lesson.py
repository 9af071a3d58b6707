"""A lesson's code comes from the room's source by name, never pasted.

    ```python source=upper_bounds.py#UCB1.bonus
    ```

An empty fence with `source=` is filled with what that name defines in that
file of the room: a function, a class, a method, an assignment, or, without
`#`, the whole file.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from palaestra.kit.refusal import Refusal, unknown

FENCE = re.compile(r"^```(?P<language>\w+)[ \t]+source=(?P<source>\S+)[^\n]*\n(?:.*?\n)??```[ \t]*$", re.M | re.S)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A named piece of a room's source: its text, dedented, and where it starts."""

    source: str
    """As the lesson names it, e.g. `upper_bounds.py#UCB1.bonus`."""
    code: str
    line: int
    """The line of the file it starts at, from one."""


def excerpt(room: Path, source: str) -> Excerpt:
    """The piece of `room`'s source called `file.py#qualified.name`. An unknown file or name is refused."""
    file, _, name = source.partition("#")
    path = (room / file).resolve()
    if not path.is_relative_to(room.resolve()) or not path.is_file():
        raise unknown("source file", file, [each.name for each in room.glob("*.py")], f"ls {room}")
    text = path.read_text(encoding="utf-8")
    if not name:
        return Excerpt(source, text.rstrip(), 1)
    node = _named(ast.parse(text), name, source)
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
    lines = text.splitlines()[first - 1 : node.end_lineno]
    indent = len(lines[0]) - len(lines[0].lstrip())
    return Excerpt(source, "\n".join(line[indent:] for line in lines), first)


def with_code(text: str, room: Path, fence: Callable[[str, Excerpt], str] | None = None) -> str:
    """A lesson's Markdown with its code filled in; `fence(language, excerpt)` says how each piece is written."""
    write = fence or plain_fence
    return FENCE.sub(lambda found: write(found["language"], excerpt(room, found["source"])), text)


def sources_in(text: str) -> list[str]:
    """The pieces of source a lesson includes, as it names them."""
    return [found["source"] for found in FENCE.finditer(text)]


def plain_fence(language: str, piece: Excerpt) -> str:
    """A fence of Markdown that still names its source."""
    return f"```{language} source={piece.source} line={piece.line}\n{piece.code}\n```"


def _named(tree: ast.Module, name: str, source: str) -> ast.stmt:
    body = tree.body
    found: ast.stmt | None = None
    for part in name.split("."):
        inside = {label: node for node in body for label in _labels(node)}
        if part not in inside:
            raise Refusal(f"A lesson names {source}, and there is no {part} there.", "Mend the lesson's source=.")
        found = inside[part]
        body = found.body if isinstance(found, Definition) else []
    assert found is not None
    return found


def _labels(node: ast.stmt) -> list[str]:
    """The names a statement defines."""
    if isinstance(node, Definition):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []
