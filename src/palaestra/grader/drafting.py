"""A wrong answer made into a known mistake: written as the room's file holds one, and tried as the contract will.

drafted = draft(exercise, file, "my-mistake", worker=worker)
drafted.code, drafted.rung, [each for each in drafted.checks if not each.holds]
"""

import ast
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from palaestra.grader.checking import NAMING_DRAWS, Judge, check, known_texts, reference_text
from palaestra.grader.judgement import Judgement, Verdict
from palaestra.grader.naming import name_mistake
from palaestra.grader.submission import read, submit
from palaestra.grader.worker import Worker
from palaestra.kit.checks import Check, statement
from palaestra.kit.exercise import Exercise, Mistake
from palaestra.kit.holes import Hole
from palaestra.kit.holes.definitions import enclosing, has_docstring, locate
from palaestra.kit.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Drafted:
    """A known mistake as code, and whether it is one: each check says what the contract asks of it."""

    exercise: str
    mistake: str
    rung: str
    code: str
    """As it goes into the exercise's `.py`, under `@mistake("...")`."""
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.checks)


def draft(exercise: Exercise, file: Path, mistake: str, *, worker: Worker | None = None) -> Drafted:
    """Make the wrong answer in this file a known mistake of that id.

    Raises Refusal where the file is right, fails before a rung, or is a mistake that is known already.
    """
    if not exercise.qualname:
        raise Refusal(f"{exercise.id} is a whole module.", "Its mistakes are written by hand.")
    with ExitStack() as stack:
        worker = worker or stack.enter_context(Worker())
        judged = check(exercise, file, worker=worker)
        _refuse_what_is_none(exercise, judged)
        assert judged.rung is not None
        definition = as_mistake(exercise, read(file))
        code = f'@mistake("{mistake}")\n{definition}'
        text = f"{exercise.imports.strip()}\n\n\n{definition}"
        copy = worker.keep(text, f"{exercise.name.replace('-', '_')}.py")
        again = check(exercise, copy, worker=worker)
        checks = (
            statement(
                "the draft fails at the rung the file fails at",
                again.verdict is Verdict.WRONG and again.rung == judged.rung,
                again.rung or again.reason or str(again.verdict),
                judged.rung,
                "run again in the room's format",
            ),
            statement("every rung before it holds", again.rungs_held == judged.rungs_held, again.rungs_held),
            statement("no known mistake gives its answers", not again.mistake and not again.matched, again.matched),
            _is_told_apart(exercise, copy, mistake, judged.rung, worker),
        )
        return Drafted(exercise.id, mistake, judged.rung, code, checks)


def _refuse_what_is_none(exercise: Exercise, judged: Judgement) -> None:
    if judged.passed or judged.verdict is Verdict.NOT_STARTED:
        says = "passes" if judged.passed else "is as it was written"
        raise Refusal(f"The file of {exercise.id} {says}.", "A report is drafted from a file that is wrong.")
    if judged.verdict is not Verdict.WRONG or judged.rung is None:
        says = judged.verdict.replace("_", " ")
        raise Refusal(f"The file's verdict is “{says}”, not “wrong”.", "A known mistake gives answers, wrong ones.")
    if known := judged.mistake or next(iter(judged.matched), None):
        what = f"{exercise.id} knows this mistake: {known}."
        raise Refusal(what, f"`palaestra check {exercise.id} --name` says what it teaches.")


def _is_told_apart(exercise: Exercise, copy: Path, mistake: str, rung: str, worker: Worker) -> Check:
    """Whether the grader would name it, were it known: by answers alone it must differ from all others."""
    more = replace(exercise, mistakes=(*exercise.mistakes, Mistake(mistake, "", "", rung)))
    judge = Judge(worker, submit(exercise, copy, worker))
    ours = judge.known_answers(copy.read_text(encoding="utf-8"))
    known = {name: judge.known_answers(text) for name, text in known_texts(exercise).items()}
    reference = judge.known_answers(reference_text(exercise))
    chosen = max(len(reference) - NAMING_DRAWS, 0)
    naming = name_mistake(more, ours, reference, {**known, mistake: ours}, chosen)
    says = "by its answers it can be told from the reference and every other mistake"
    return statement(says, naming.mistake == mistake, naming.mistake or "no name", mistake, f"{naming.inputs} inputs")


def as_mistake(exercise: Exercise, text: str) -> str:
    """The learner's definition as one statement: helpers and further imports go inside it.

    Raises Refusal where they cannot.
    """
    tree, hole = ast.parse(text), Hole.of(exercise)
    held = (enclosing(tree, hole) or [])[:1] or locate(tree, hole)
    offered = {ast.dump(each) for each in ast.parse(exercise.imports).body}
    rest = [each for each in tree.body if each not in held and not _is_offered(each, offered)]
    top = held[0]
    if not rest and len(held) == 1:
        lines = text.splitlines()
        first = min([top.lineno, *(each.lineno for each in top.decorator_list)])
        return "\n".join(lines[first - 1 : top.end_lineno]) + "\n"
    if not isinstance(top, ast.FunctionDef) or len(held) > 1:
        line = rest[0].lineno if rest else top.lineno
        what = f"Line {line}: a known mistake is one class, and this stands beside it."
        raise Refusal(what, "Move it into the class (or its methods), then report again.")
    place = int(has_docstring(top.body))
    top.body[place:place] = rest
    return ast.unparse(ast.fix_missing_locations(top)) + "\n"


def _is_offered(node: ast.stmt, offered: set[str]) -> bool:
    is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    is_words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    is_room = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("palaestra.systems.")
    return is_future or is_words or is_room or ast.dump(node) in offered
