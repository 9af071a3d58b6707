"""A room has all its parts, each of readable size."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from palaestra.kit.catalogue import System
from palaestra.kit.checks import Check
from palaestra.kit.holes.learner import public_names
from tests.contract.rules import kept

FILE_LINES, FUNCTION_LINES = 400, 40
REASON = "# long because"
PARTS = ("system.toml", "__init__.py", "cards.toml", "ids.txt", "lessons", "exercises", "experiments", "tests")


def parts_are_there(room: System) -> Iterator[Check]:
    """Every part a learner or a contributor looks for is in the folder."""
    for part in PARTS:
        found = (room.folder / part).exists()
        yield kept(
            "a room has all its parts", found, f"{room.name}/{part} is missing", f"Add {part}; copy a sibling's."
        )
    for kind, many in [("lesson", room.lessons), ("card", room.cards), ("exercise", room.exercises)]:
        yield kept("a room teaches", bool(many), f"{room.name} has no {kind}", f"Write at least one {kind}.")
    yield kept(
        "a room measures", bool(room.experiments), f"{room.name} has no experiment", "Add experiments/<id>.toml."
    )
    yield kept("a room names its papers", bool(room.papers), "no [[papers]] in system.toml", "List what it rests on.")
    modules = {path.stem for path in room.folder.glob("*.py")} - {"__init__"}
    missing = sorted(modules - set(room.reading_order))
    yield kept("the reading order is whole", not missing, f"not in it: {missing}", "Add them to reading_order.")


def papers_lead_to_the_room(room: System) -> Iterator[Check]:
    """What a paper names in the room is there; what `here` speaks of is an exercise, a claim, or code of the room."""
    exercises = {each.name for each in room.exercises}
    claims = {f"{each.name}/{claim.id}" for each in room.experiments for claim in each.claims}
    code = {name for path in room.folder.glob("*.py") for name in public_names(ast.parse(path.read_text("utf-8")))}
    for paper in room.papers:
        missing = sorted({*paper.exercises} - exercises | {*paper.claims} - claims)
        mend = "Correct its `exercises` or `claims`."
        yield kept("a paper names what is there", not missing, f"{paper.title}: {missing}", mend)
        leads = paper.exercises or paper.claims or code & set(re.findall(r"\w+", paper.here))
        mend = "Name an exercise, a claim, or in `here` the code that is it; or leave `here` out."
        yield kept("what is said to be here is here", bool(leads or not paper.here), paper.title, mend)


def only_public_names_in_init(room: System) -> Iterator[Check]:
    """`__init__` re-exports and holds no code."""
    tree = ast.parse((room.folder / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        plain = isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        )
        where = f"{room.name}/__init__.py:{node.lineno}"
        yield kept("__init__ holds public names and nothing else", plain, where, "Move the code into a module.")


def files_are_small(room: System) -> Iterator[Check]:
    """Files up to 400 lines, functions up to 40; a longer one carries its reason."""
    for path in python_files(room.folder):
        text = path.read_text(encoding="utf-8")
        lines, where = text.count("\n"), path.relative_to(room.folder)
        short = lines <= FILE_LINES or REASON in text.partition("\n\n")[0]
        yield kept(
            f"a file has at most {FILE_LINES} lines", short, f"{where}: {lines}", f"Split it, or say '{REASON} ...'."
        )
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield _function_is_short(node, text.splitlines(), str(where))


def _function_is_short(node: ast.FunctionDef | ast.AsyncFunctionDef, lines: list[str], where: str) -> Check:
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    excused = any(REASON in line for line in lines[node.lineno - 2 : node.lineno + 2])
    says = f"a function has at most {FUNCTION_LINES} lines"
    found = f"{where}:{node.lineno} {node.name}: {length}"
    return kept(says, length <= FUNCTION_LINES or excused, found, f"Split it, or say '{REASON} ...' beside its def.")


def python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)
