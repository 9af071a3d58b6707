"""Asking somebody: a message with everything a helper needs and nothing that would give the answer away.

The prompt, the learner's code, the failing call, what was tried. Not the
solution, not the names of known mistakes, nothing else of the learner's.
"""

from dataclasses import dataclass
from pathlib import Path

from palaestra.app.practising import Practising
from palaestra.app.views.formulas import without_tex
from palaestra.grader import Judgement, Verdict
from palaestra.kit.checks import Check
from palaestra.kit.refusal import Refusal

WHOM = ("person", "model")
HOW = {
    "person": "Please ask me a question or two before you give me an answer: I want to find it myself. If a hint is "
    "enough, leave it at a hint; do not write the code for me.",
    "model": "Act as a tutor. First ask me at most two questions, one at a time, that make me look at the right place, "
    "and wait for what I say. Give no answer and no corrected code unless I ask for it after that.",
}


@dataclass(frozen=True, slots=True)
class Question:
    """The message, and what goes with it."""

    text: str
    whom: str
    next: str
    """How the help is recorded: nothing is until the next check is told."""


def question(work: Practising, judgement: Judgement, whom: str = "person") -> Question:
    """The message about the file as it was judged just now. Raises Refusal where there is nothing to ask about."""
    exercise = work.exercise
    if judgement.verdict is Verdict.NOT_STARTED:
        raise Refusal(f"{exercise.id} is not begun.", "Write a first try: a helper needs something to look at.")
    if judgement.passed:
        raise Refusal(f"{exercise.id} passes.", f"`palaestra compare {exercise.id}` shows what could differ.")
    rung = next((each.says for each in exercise.rungs if each.id == judgement.rung), "")
    parts = [
        f"# I am stuck: {exercise.title}",
        HOW[whom],
        "## The task",
        without_tex(exercise.prompt.strip()),
        "## My code",
        fenced(work.file.read_text(encoding="utf-8").strip(), "python"),
        "## What happens",
        failing(judgement, rung),
        "## What I tried",
        _tried(work),
    ]
    text = hushed("\n\n".join(parts) + "\n", work)
    return Question(text, whom, f"palaestra check {exercise.id} --help-by {whom}")


def failing(judgement: Judgement, rung: str) -> str:
    """The statement that does not hold and its failing call, without a name for the mistake."""
    says = judgement.verdict.replace("_", " ")
    first = f"The check says: {says}."
    if rung:
        first = (
            f"The check says: {says}, at step {judgement.rungs_held + 1} of {judgement.rungs}, which asks that {rung}."
        )
    lines = [first, *([judgement.reason] if judgement.reason else [])]
    evidence = _evidence(judgement.check) if judgement.check else []
    if judgement.traceback:
        evidence.append(judgement.traceback)
    return "\n\n".join([*lines, *([fenced("\n".join(evidence))] if evidence else [])])


def _evidence(check: Check) -> list[str]:
    pairs = (
        ("statement", check.says),
        ("call", check.call),
        ("expected", check.want),
        ("got", check.got),
        ("tolerance", check.tolerance),
        ("by", check.source),
    )
    return [f"{label:<10} {words}" for label, words in pairs if words]


def _tried(work: Practising) -> str:
    attempts = work.folder.index().attempts(work.exercise.id)
    count = sum(each.mode == "build" and each.verdict != "passed" for each in attempts)
    hints = work.hints_taken()
    tries = f"{count} {'try' if count == 1 else 'tries'} that did not pass" if count else "This is the first try"
    taken = f"{hints} of {len(work.exercise.hints)} hints read" if hints else "no hints read"
    return f"{tries}; {taken}."


def fenced(text: str, language: str = "") -> str:
    """Text as a code block, whatever backticks are in it."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"


def hushed(text: str, work: Practising) -> str:
    """The text without where the learner keeps things."""
    for place, instead in (
        (str(work.file), work.file.name),
        (f"{work.folder.root}/", ""),
        (str(work.folder.root), "."),
        (str(Path.home()), "~"),
    ):
        text = text.replace(place, instead) if len(place) > 1 else text
    return text
