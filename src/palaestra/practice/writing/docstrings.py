"""Documentation as an exercise: what a docstring still lacks, found without running the code.

    for check in read_docstrings(source): print(check.says, check.holds)

The rubric is this project's own: meaning first, then what goes in and out with shapes and units,
then errors, then the source. What can be seen from the text is linted; whether it is true is the reader's to say.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from palaestra.kit.refusal import Refusal

LONGEST_FIRST_LINE = 110
LEAST_WORDS = 3
_OUTCOME = re.compile(r"\b(return|give|yield|the |whether|by |as |none|true|new|each|all|how)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the rubric for one definition: what it asks, whether it is so, and what to do about it."""

    name: str
    line: int
    says: str
    holds: bool
    mend: str


Reader = Callable[[str, bool, str], Reading]


def read_docstrings(source: str) -> list[Reading]:
    """The rubric for every public function, method and class of a source text. Raises Refusal for broken Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise Refusal(f"Line {error.lineno} is not Python: {error.msg}.", "Mend it, then look at the words.") from error
    return [reading for name, node in _public(tree) for reading in _read(name, node)]


def _public(tree: ast.Module | ast.ClassDef, within: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{within}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node, f"{node.name}.")


def _read(name: str, node: ast.FunctionDef | ast.ClassDef) -> Iterator[Reading]:
    text = ast.get_docstring(node) or ""

    def reading(says: str, holds: bool, mend: str) -> Reading:
        return Reading(name, node.lineno, says, holds, mend)

    yield reading("it has a docstring", bool(text.strip()), "Say in one sentence what it means.")
    if not text.strip():
        return
    first = text.strip().splitlines()[0].strip()
    words = re.findall(r"[A-Za-z]+", first.lower())
    ends = first.endswith((".", "?", ":", "`"))
    yield reading(
        "it begins with one short sentence",
        ends and len(first) <= LONGEST_FIRST_LINE,
        "One sentence, then a full stop.",
    )
    own = set(re.findall(r"[a-z]+", node.name.lower()))
    is_more = len(words) >= LEAST_WORDS and bool(set(words) - own - {"the", "a", "an", "of", "function", "class"})
    yield reading("it says more than the name does", is_more, "Say what it is for, or which question it answers.")
    if isinstance(node, ast.FunctionDef):
        yield from _of_a_function(node, text, reading)


def _of_a_function(node: ast.FunctionDef, text: str, reading: Reader) -> Iterator[Reading]:
    unsaid = [each for each in _parameters(node) if not re.search(rf"\b{re.escape(each)}\b", text)]
    said = ", ".join(unsaid)
    yield reading("every parameter is spoken of", not unsaid, f"Say what {said} may be: meaning, shape, unit.")
    if _gives(node):
        yield reading("it says what comes back", bool(_OUTCOME.search(text)), "Say what it gives, with shape and unit.")
    if raised := _raised(node):
        missing = [each for each in raised if each not in text]
        yield reading("errors are named", not missing, f"Say when {', '.join(missing)} is raised.")


def _parameters(node: ast.FunctionDef) -> list[str]:
    given = node.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return [each.arg for each in named if each.arg not in ("self", "cls") and not each.arg.startswith("_")]


def _gives(node: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Return) and each.value is not None for each in ast.walk(node))


def _raised(node: ast.FunctionDef) -> list[str]:
    """The names of what it raises itself."""
    found: list[str] = []
    for each in ast.walk(node):
        if isinstance(each, ast.Raise) and each.exc is not None:
            called = each.exc.func if isinstance(each.exc, ast.Call) else each.exc
            if isinstance(called, ast.Name):
                found.append(called.id)
    return list(dict.fromkeys(found))
