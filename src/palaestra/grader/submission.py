"""What is handed in: the learner's own file, or a name borrowed from code written elsewhere.

The learner's file is never run where it lies. A copy of it is, so that a
file saved, changed or deleted while it is being judged is one consistent text,
and is still there afterwards.
"""

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palaestra.grader.worker import Worker
from palaestra.kit import holes
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal

LARGEST_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class Submission:
    """The code to judge: where the learner keeps it, its text, and the copy that fills the hole."""

    exercise: Exercise
    file: Path
    text: str
    fill: Path
    borrowed: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Empty, or the `path` and `name` of code written elsewhere, and its `digest`."""
    adapter: str = ""
    is_thin: bool = False
    """Whether the adapter is ours, so that its frames are not the learner's."""

    @property
    def digest(self) -> str:
        return digest(self.text)

    @property
    def own_files(self) -> tuple[str, ...]:
        """Files whose frames are the learner's own."""
        theirs = [str(self.borrowed["path"])] if self.borrowed else []
        return tuple(theirs if self.is_thin else [str(self.fill), *theirs])

    def lay_out(self) -> None:
        """Write the copy anew where the code has changed or deleted it."""
        text = self.adapter or self.text
        if not self.fill.exists() or self.fill.read_text(encoding="utf-8") != text:
            self.fill.parent.mkdir(parents=True, exist_ok=True)
            self.fill.write_text(text, encoding="utf-8")

    def as_the_learner_sees_it(self, words: str) -> str:
        """Words in which the copy's path is replaced by the path the learner knows."""
        return words.replace(str(self.fill), str(self.file))

    def put_back(self, scratch: Path) -> str:
        """Restore a deleted file; of a changed one keep the judged text. Returns a note, or nothing."""
        try:
            unchanged = self.file.read_bytes() == self.text.encode()
        except OSError:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_bytes(self.text.encode())
            return f"{self.file.name} was gone after the run; it was put back as it was judged."
        if unchanged:
            return ""
        kept = scratch / f"{self.digest[:8]}-{self.file.name}"
        kept.write_bytes(self.text.encode())
        return f"{self.file.name} changed during the run; the text that was judged is kept as {kept}."


def submit(exercise: Exercise, file: Path, worker: Worker) -> Submission:
    """The learner's file for this exercise."""
    text = read(file)
    return Submission(exercise, file.absolute(), text, worker.keep(text, f"{exercise.name.replace('-', '_')}.py"))


def borrow(exercise: Exercise, file: Path, name: str, adapter: Path | None, worker: Worker) -> Submission:
    """The function or class `name` of a file written elsewhere, bound to the hole by an adapter or a thin wrapper."""
    text = read(file)
    defined = _top_level_names(text, file)
    if name.partition(".")[0] not in defined:
        raise Refusal(f"{file} does not define {name!r} at its top level.", f"It defines {_listed(defined)}.")
    glue = read(adapter) if adapter else thin_adapter(exercise)
    fill = worker.keep(glue, adapter.name if adapter else f"{exercise.name.replace('-', '_')}_adapter.py")
    facts = {"path": str(file.absolute()), "name": name}
    return Submission(exercise, file.absolute(), text, fill, facts, glue, is_thin=adapter is None)


def thin_adapter(exercise: Exercise) -> str:
    """A file that binds the hole's name to `theirs` and passes every argument through."""
    hole = holes.Hole.of(exercise)
    if not hole.qualname:
        raise Refusal(f"{exercise.id} is a whole module.", "Copy your module into the practice folder and check that.")
    node = ast.parse(holes.stub(hole, "")).body
    classes = list(hole.classes)
    definition = next(each for each in _innermost(node, classes) if getattr(each, "name", "") == hole.name)
    if isinstance(definition, ast.ClassDef):
        lines = [f"class {hole.name}(theirs):", "    pass"]
    else:
        lines = [f"def {hole.name}(*arguments, **named):", "    return theirs(*arguments, **named)"]
    for place, outer in enumerate(reversed(classes)):
        del place
        lines = [f"class {outer}:", *("    " + line for line in lines)]
    return "\n".join(lines) + "\n"


def read(file: Path) -> str:
    """The text of a learner's file; refused with one sentence when it is not a text file that can be read."""
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(f"There is no file {file}.", "`palaestra start` writes the stub of an exercise.") from error
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}.", "Check the path and its permissions.") from error
    if len(content) > LARGEST_FILE:
        raise Refusal(f"{file} is larger than {LARGEST_FILE >> 20} MB.", "Keep data out of the exercise's file.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(
            f"{file} is not UTF-8 text (byte {error.start}).", "Save it as UTF-8; it was left as it is."
        ) from error
    if "\0" in text:
        raise Refusal(f"{file} holds a null character.", "Save it as plain text; it was left as it is.")
    return text


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _innermost(body: list[ast.stmt], classes: list[str]) -> list[ast.stmt]:
    for name in classes:
        body = next(each.body for each in body if isinstance(each, ast.ClassDef) and each.name == name)
    return body


def _top_level_names(text: str, file: Path) -> list[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise Refusal(f"{file}, line {error.lineno}: {error.msg}.", "Mend that line first.") from error
    names = [each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    stored = (
        node.id
        for each in tree.body
        if isinstance(each, ast.Assign)
        for node in ast.walk(each)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    imported = (
        a.asname or a.name for each in tree.body if isinstance(each, ast.ImportFrom | ast.Import) for a in each.names
    )
    return [*names, *stored, *imported]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:8]) + (" and more" if len(names) > 8 else "") if names else "nothing"
