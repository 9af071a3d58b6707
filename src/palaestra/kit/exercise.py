"""An exercise: a hole in real code, its prompt, its rungs of checks, and its known mistakes.

The words live in `exercises/<id>.toml` and are read without importing anything.
The code lives beside them in `exercises/<id>.py`:

    @rung("first-pulls")                       # checks, easy to hard, in the order of the toml
    def first_pulls(room):                     # `room` is the module that holds the hole, filled
        yield call(room.bonus, [1, 4], 10).gives([3.03, 1.52], source="by hand")

    INPUTS = [...]                             # inputs the author chose to tell mistakes apart
    def draw(rng): ...                         # one fresh input
    def answer(room, given): ...               # what the code makes of it: numbers, text, or a nest of them

    @mistake("forgets-the-log")                # a plausible wrong answer, written as a learner's file would be:
    def bonus(pulls, t, c=2.0): ...            # a method stands in a class of its outer class's name

    @alternative("with-a-loop")                # a correct answer written differently: it must pass
    def bonus(pulls, t, c=2.0): ...

A mistake is named only when it gives the learner's answer on INPUTS and on
fresh draws, so `answer` must be deterministic given its input: hand randomness
to the code as draws. Mistakes and alternatives are read as source, so several
may define the same name; they see the names of the room and `imports`.

The same mistakes make the other two ways to practise: `[debug]` in the toml
(a `Drill`) hides one of them in the room, `[guard]` asks for tests that catch
them.
"""

import ast
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # NumPy costs a command line a tenth of a second
    import numpy as np

    from palaestra.kit.checks import Check

Rungs = Callable[[Any], "Iterator[Check]"]


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: `says` is the statement a learner reads."""

    id: str
    says: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A plausible wrong answer: what the learner may believe, and what seeing it teaches.

    `rung` is the first rung it fails. `source` says where it was seen (an issue,
    a paper, an observed attempt), or is empty. Variants of one misconception
    share `variant_of`, the id they count under.
    """

    id: str
    misconception: str
    teaches: str
    rung: str
    source: str = ""
    variant_of: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """Debug mode: which of the known mistakes may hide in the room, and the experiment that shows it."""

    experiment: str
    metrics: tuple[str, ...]
    """Measurements of the experiment, or how their names end: `reward` is shown for `greedy-reward`, too."""
    mistakes: tuple[str, ...]

    def shows(self, measurement: str, metric: str = "") -> bool:
        """Whether a measurement is among the metrics (or is `metric`, when one is named)."""
        wanted = (metric,) if metric else self.metrics
        return any(measurement == each or measurement.endswith((f"-{each}", f"_{each}")) for each in wanted)


@dataclass(frozen=True, slots=True)
class Guard:
    """Guard mode: the learner's tests must pass the reference and catch at least `catch` known mistakes."""

    catch: int


@dataclass(frozen=True, slots=True)
class Outside:
    """An implementation somewhere else, shown once the exercise has passed.

    `url` is a permalink at a commit; `note` says what it does otherwise than ours.
    """

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """The words of one exercise, read from `exercises/<name>.toml`."""

    id: str
    """Permanent, `system/name`."""
    title: str
    hole: str
    """`module:qualified.name` inside the room, or `module` for the whole module."""
    prompt: str
    """Markdown; states every convention the checks rely on (ties, zero counts, dtype, mutation)."""
    minutes: int
    rungs: tuple[Rung, ...]
    hints: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    folder: Path
    imports: str = ""
    """What the stub offers above the hole, so that an editor is content."""
    forbids: tuple[str, ...] = ()
    """Dotted names the learner's code may not reach for, e.g. `numpy.linalg`."""
    seconds: float = 10.0
    """Wall-clock limit for all rungs together."""
    needs: tuple[str, ...] = ()
    debug: Drill | None = None
    guard: Guard | None = None
    outside: tuple[Outside, ...] = ()
    aliases: tuple[str, ...] = ()
    """Ids this exercise had before."""

    @property
    def system(self) -> str:
        return self.id.split("/", 1)[0]

    @property
    def name(self) -> str:
        return self.id.split("/", 1)[1]

    @property
    def module(self) -> str:
        """The dotted name of the module that holds the hole."""
        return f"palaestra.systems.{self.system}.{self.hole.partition(':')[0]}"

    @property
    def qualname(self) -> str:
        """The hole inside its module; empty when the whole module is the hole."""
        return self.hole.partition(":")[2]

    @property
    def code_path(self) -> Path:
        return self.folder / f"{self.name.replace('-', '_')}.py"

    def mistake(self, mistake_id: str) -> Mistake:
        return next(each for each in self.mistakes if each.id == mistake_id)


@dataclass(frozen=True, slots=True)
class ExerciseCode:
    """The code half of an exercise, once its room is imported (and filled)."""

    rungs: dict[str, Rungs]
    inputs: list[Any]
    draw: "Callable[[np.random.Generator], Any]"
    answer: Callable[[ModuleType, Any], Any]


def rung(rung_id: str) -> Callable[[Rungs], Rungs]:
    """Mark a generator of Checks as the rung of that id."""

    def mark(checks: Rungs) -> Rungs:
        checks.palaestra_rung = rung_id  # type: ignore[attr-defined]  # a function may carry a name; its type knows none
        return checks

    return mark


def mistake(mistake_id: str) -> Callable[[Any], None]:
    """Mark a definition as the code of a known mistake. It is read as source, never called from here."""
    return lambda _definition: None


def alternative(name: str) -> Callable[[Any], None]:
    """Mark a definition as a correct solution unlike the reference. Read as source, never called from here."""
    return lambda _definition: None


def load_code(exercise: Exercise) -> ExerciseCode:
    """Import `exercises/<name>.py`; in a child process only. The room it checks is imported by the caller."""
    module = importlib.import_module(f"palaestra.systems.{exercise.system}.exercises.{exercise.code_path.stem}")
    rungs = {each.palaestra_rung: each for each in vars(module).values() if hasattr(each, "palaestra_rung")}
    return ExerciseCode({each.id: rungs[each.id] for each in exercise.rungs}, module.INPUTS, module.draw, module.answer)


def sources(exercise: Exercise, kind: str) -> dict[str, str]:
    """The code of every `mistake` or `alternative` (that is `kind`), by id, as a learner's file would hold it."""
    text = exercise.code_path.read_text(encoding="utf-8")
    return {name: source for node in ast.parse(text).body for name, source in _marked(node, kind, text)}


def _marked(node: ast.stmt, kind: str, text: str) -> Iterator[tuple[str, str]]:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == kind:
            (argument,) = decorator.args
            assert isinstance(argument, ast.Constant)
            yield str(argument.value), _without_mark(node, decorator, text)


def _without_mark(node: ast.FunctionDef | ast.ClassDef, mark: ast.Call, text: str) -> str:
    lines = text.splitlines(keepends=True)
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    kept = [line for number, line in enumerate(lines[first - 1 : node.end_lineno], first) if number != mark.lineno]
    return "".join(kept)
