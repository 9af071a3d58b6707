"""Debug mode: the room's module carries a known mistake, unnamed; the learner finds, names and mends it."""

import ast
import difflib
import hashlib
import json
import random
import secrets
import textwrap
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from palaestra.grader.checking import check, reference_text
from palaestra.grader.judgement import Judgement
from palaestra.grader.submission import read
from palaestra.grader.worker import Worker
from palaestra.kit import holes
from palaestra.kit.exercise import Exercise, sources
from palaestra.kit.holes import definitions, rooms
from palaestra.kit.refusal import Refusal

RECORD = "drill.json"


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill as laid out: the faulty module's text, and what proves later which mistake was in it."""

    file_name: str
    text: str
    mistake: str
    salt: str

    @property
    def record(self) -> str:
        """What is written beside the module: enough to judge by, nothing a reader can learn the name from."""
        return json.dumps({"salt": self.salt, "hash": _hash(self.salt, self.mistake), "given": self.text}, indent=1)


@dataclass(frozen=True, slots=True)
class DebugReport:
    """Whether the module is mended, and whether the line and the name were right (None when not said)."""

    judgement: Judgement
    line_right: bool | None
    name_right: bool | None
    mistake: str
    changed_elsewhere: bool

    @property
    def holds(self) -> bool:
        return self.judgement.passed and self.line_right is not False and self.name_right is not False

    def to_json(self) -> dict[str, Any]:
        return {
            "exercise": self.judgement.exercise,
            "holds": self.holds,
            "verdict": str(self.judgement.verdict),
            "line_right": self.line_right,
            "name_right": self.name_right,
            "mistake": self.mistake if self.judgement.passed else None,
            "judgement": self.judgement.to_json(),
        }


def lay_drill(exercise: Exercise, chance: random.Random | None = None) -> Drill:
    """Choose one of the drill's mistakes and write the room's module with it. Raises Refusal when there is no drill."""
    if exercise.debug is None:
        raise Refusal(f"{exercise.id} has no debug drill.", "`palaestra systems --json` lists what each exercise has.")
    mistake = (chance or random.SystemRandom()).choice(exercise.debug.mistakes)
    file_name = f"{exercise.module.rpartition('.')[2]}.py"
    return Drill(file_name, faulty_module(exercise, mistake), mistake, secrets.token_hex(16))


def faulty_module(exercise: Exercise, mistake: str) -> str:
    """The source of the room's module with its hole replaced by the mistake, keeping the reference's docstrings."""
    hole = holes.Hole.of(exercise)
    text, _ = rooms.source(hole.module)
    found = definitions.locate(ast.parse(text), hole)
    if not hole.qualname or len(found) != 1:
        raise Refusal(f"{exercise.id} cannot be a drill.", "A drill hides in one function, method or class.")
    (node,) = found
    wrong = _definition_text(sources(exercise, "mistake")[mistake], hole)
    wrong = _with_docstrings(wrong, node)
    lines = text.splitlines(keepends=True)
    first, last = definitions.first_line(node), definitions.last_line(node)
    return "".join([*lines[: first - 1], textwrap.indent(wrong, " " * node.col_offset), *lines[last:]])


def judge_debug(
    exercise: Exercise, folder: Path, *, line: int = 0, mistake: str = "", worker: Worker | None = None
) -> DebugReport:
    """Judge a mended drill: its hole is graded like any answer; `line` and `mistake` are what the learner points at.

    line: a line of the module as it is now or as it was given. Raises Refusal when the folder holds no drill.
    """
    given, hidden = _opened(exercise, folder)
    file = folder / f"{exercise.module.rpartition('.')[2]}.py"
    text = read(file)
    with ExitStack() as stack:
        worker = worker or stack.enter_context(Worker())
        extract = worker.keep(cut_out(exercise, text, given, file), file.name)
        judgement = check(exercise, extract, worker=worker)
    faulty = faulty_lines(exercise, hidden)
    pointed = {line, *_same_line(text, given, line)}
    words = (judgement.reason, judgement.traceback)
    seen = [each.replace(str(extract), str(file)) for each in words]
    return DebugReport(
        replace(judgement, reason=seen[0], traceback=seen[1], mistake=None, matched=()),
        bool(pointed & faulty) if line else None,
        _hash_matches(folder, mistake) if mistake else None,
        hidden,
        _outside(exercise, text) != _outside(exercise, given),
    )


def cut_out(exercise: Exercise, text: str, given: str, file: Path) -> str:
    """The hole of a mended module as a learner's file, every line at its number; imports they added come along."""
    hole = holes.Hole.of(exercise)
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise Refusal(f"{file}, line {error.lineno}: {error.msg}.", "Mend that line first.") from error
    found = definitions.locate(tree, hole)
    if not found:
        raise Refusal(f"{file} has no {hole.qualname} any more.", f"Put it back; the text as given is in {RECORD}.")
    lines = text.splitlines()
    kept = [""] * len(lines)
    for outer in definitions.enclosing(tree, hole) or []:
        kept[outer.lineno - 1] = " " * outer.col_offset + f"class {outer.name}:"
    before = {ast.dump(each) for each in ast.parse(given).body}
    added = [
        each for each in tree.body if isinstance(each, ast.Import | ast.ImportFrom) and ast.dump(each) not in before
    ]
    for node in [*found, *added]:
        first, last = definitions.first_line(node), definitions.last_line(node)
        kept[first - 1 : last] = lines[first - 1 : last]
    return "\n".join(kept) + "\n"


def faulty_lines(exercise: Exercise, mistake: str) -> set[int]:
    """The lines, in the module as given, of the statements in which the mistake departs from the reference.

    Where the mistake leaves a statement out, the statements on both sides of the gap count.
    """
    hole = holes.Hole.of(exercise)
    right = _statements(reference_text(exercise), hole)
    wrong = _statements(faulty_module(exercise, mistake), hole)
    matcher = difflib.SequenceMatcher(a=[each[0] for each in right], b=[each[0] for each in wrong], autojunk=False)
    lines: set[int] = set()
    for what, _, _, start, end in matcher.get_opcodes():
        if what == "equal":
            continue
        nearest = wrong[start:end] or wrong[max(start - 1, 0) : start + 1]
        for _, first, last in nearest:
            lines.update(range(first, last + 1))
    return lines


def _statements(text: str, hole: holes.Hole) -> list[tuple[str, int, int]]:
    """Every simple statement and every header inside the hole: what it says, its first and last line."""
    found: list[tuple[str, int, int]] = []
    for node in definitions.locate(ast.parse(text), hole):
        for inner in ast.walk(node):
            if not isinstance(inner, ast.stmt) or _is_docstring(inner):
                continue
            body: Sequence[ast.stmt] = getattr(inner, "body", ())
            last = body[0].lineno - 1 if body else definitions.last_line(inner)
            found.append((_header(inner), inner.lineno, max(last, inner.lineno)))
    return sorted(found, key=lambda each: each[1])


def _header(node: ast.stmt) -> str:
    """A statement without what is inside it and without annotations, so that only what it does is compared."""
    if isinstance(node, ast.FunctionDef):
        names = [each.arg for each in [*node.args.args, *node.args.kwonlyargs]]
        return f"def {node.name} {names} {[ast.dump(each) for each in node.args.defaults]}"
    if isinstance(node, ast.ClassDef):
        return f"class {node.name}"
    inside = {id(each) for each in ast.walk(node) if isinstance(each, ast.stmt)} - {id(node)}
    outer = [ast.dump(each) for each in ast.iter_child_nodes(node) if id(each) not in inside]
    return f"{type(node).__name__} {outer}"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _definition_text(source: str, hole: holes.Hole) -> str:
    found = definitions.locate(ast.parse(source), hole)
    return textwrap.dedent(definitions.slice_of(source, found))


def _with_docstrings(text: str, reference: ast.stmt) -> str:
    """The text with the reference's docstrings where it has none: their absence would give the hole away."""
    words = {name: doc for name, doc in _documented(reference) if doc}
    lines = text.splitlines(keepends=True)
    (node,) = ast.parse(text).body
    for name, inner in sorted(_definitions_in(node), key=lambda each: -each[1].lineno):
        first = inner.body[0]
        if words.get(name) and not _is_docstring(first) and first.lineno > inner.lineno:
            indent = " " * first.col_offset
            doc = textwrap.indent(f'"""{words[name]}"""', indent).replace(f"\n{indent}\n", "\n\n")
            lines.insert(definitions.first_line(first) - 1, f"{doc}\n")
    return "".join(lines)


def _documented(node: ast.stmt) -> list[tuple[str, str]]:
    return [(name, _doc(inner)) for name, inner in _definitions_in(node)]


def _doc(node: definitions.Definition) -> str:
    words = ast.get_docstring(node, clean=True) or ""
    return words + ("\n" if "\n" in words else "")


def _definitions_in(node: ast.stmt, above: str = "") -> list[tuple[str, definitions.Definition]]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    name = f"{above}.{node.name}"
    inner = node.body if isinstance(node, ast.ClassDef) else []
    return [(name, node), *(found for each in inner for found in _definitions_in(each, name))]


def _opened(exercise: Exercise, folder: Path) -> tuple[str, str]:
    """The module as it was given, and the mistake in it."""
    record = _record(folder)
    for each in exercise.mistakes:
        if _hash(record["salt"], each.id) == record["hash"]:
            return record["given"], each.id
    raise Refusal(
        f"{folder / RECORD} is of an older drill.", f"`palaestra debug {exercise.id} --again` lays a new one."
    )


def _record(folder: Path) -> dict[str, str]:
    path = folder / RECORD
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return {key: str(record[key]) for key in ("salt", "hash", "given")}
    except FileNotFoundError as error:
        raise Refusal(f"There is no drill in {folder}.", "`palaestra debug EXERCISE` lays one out.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(f"{path} cannot be read.", "`palaestra debug EXERCISE --again` lays a new drill.") from error


def _hash_matches(folder: Path, mistake: str) -> bool:
    record = _record(folder)
    return _hash(record["salt"], mistake) == record["hash"]


def _hash(salt: str, mistake: str) -> str:
    return hashlib.sha256(f"{salt}\n{mistake}".encode()).hexdigest()


def _same_line(text: str, given: str, line: int) -> set[int]:
    """Where a line of the mended module stood in the module as given; for a changed line, all it stands for."""
    matcher = difflib.SequenceMatcher(a=given.splitlines(), b=text.splitlines(), autojunk=False)
    for what, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if new_start < line <= new_end:
            return {old_start + line - new_start} if what == "equal" else set(range(old_start + 1, old_end + 1))
    return set()


def _outside(exercise: Exercise, text: str) -> str:
    """What a module says beside its hole."""
    tree = ast.parse(text)
    hole = holes.Hole.of(exercise)
    for node in definitions.locate(tree, hole):
        for owner in ast.walk(tree):
            if isinstance(owner, ast.Module | ast.ClassDef) and node in owner.body:
                owner.body.remove(node)
    return ast.dump(tree)
