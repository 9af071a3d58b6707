"""What `check` and its neighbours print: one screen, 80 columns, the next useful command last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from palaestra.app.cli.terminal import HOLDS, NOT_YET, WIDTH, WRONG, wrapped
from palaestra.app.views.formulas import without_tex
from palaestra.app.views.plainly import many
from palaestra.grader import Judgement, Verdict
from palaestra.kit.checks import Check
from palaestra.kit.exercise import Exercise, Mistake

LABEL = 11
MARKS = {Verdict.PASSED: HOLDS, Verdict.NOT_STARTED: NOT_YET}
SAID = {
    Verdict.NOT_STARTED: "not started",
    Verdict.IMPORT_ERROR: "import error",
    Verdict.TIMED_OUT: "timed out",
    Verdict.OUT_OF_MEMORY: "out of memory",
    Verdict.CRASHED: "crashed",
}
SHOWN_OUTPUT = 6
SHOWN_LINES = 4


@dataclass(frozen=True, slots=True)
class Screen:
    """How to print a judgement. `name`: say now whether it is a known mistake."""

    exercise: Exercise
    name: bool = False
    next: str = ""
    borrowed: bool = False
    """Whether the code lies elsewhere, where `--pdb` and `compare` do not reach."""
    returns: str = ""
    """When an exercise done once more comes back."""

    def lines(self, judgement: Judgement) -> list[str]:
        """The whole screen."""
        body = [*self._header(judgement), *self._evidence(judgement), *self._mistake(judgement)]
        notes = (line for note in judgement.notes for line in row("note", note))
        compare = f"palaestra compare {self.exercise.id}  sets yours beside the reference"
        beside = row("compare", compare) if judgement.passed and not self.borrowed else []
        returns = row("review", self.returns) if judgement.passed else []
        return [*body, *notes, *returns, *beside, *row("next", self.next, lines=9)]

    def _header(self, judgement: Judgement) -> list[str]:
        sign = MARKS.get(judgement.verdict, WRONG).shown()
        words = [self.exercise.id]
        if judgement.rung:
            words.append(f"rung {judgement.rungs_held + 1}/{judgement.rungs}")
        if judgement.verdict in SAID:
            words.append(SAID[judgement.verdict])
        if judgement.passed:
            words.append(f"{many(judgement.rungs, 'rung')} hold ({duration(judgement.seconds)})")
        line = "  ".join(words)
        if not judgement.rung:
            return [f"{sign} {line}"]
        says = next(each.says for each in self.exercise.rungs if each.id == judgement.rung)
        held = f"({held_words(judgement.rungs_held)})" if judgement.rungs_held else ""
        statement = f'"{says}"  {held}'.rstrip()
        if len(line) + len(statement) + 4 <= WIDTH:
            return [f"{sign} {line}  {statement}"]
        return [f"{sign} {line}", *wrapped(statement, "  ", "  ")]

    def _evidence(self, judgement: Judgement) -> Iterator[str]:
        check = judgement.check
        if check and check.says and not check.call:
            yield from row("statement", check.says)
        if check and check.call:
            yield from row("call", check.call)
        if check and (check.want or check.got):
            yield from self._values(check)
        if judgement.reason:
            yield from row("because", judgement.reason)
        if judgement.traceback:
            for place, line in enumerate(judgement.traceback.splitlines()):
                yield f"  {'raised' if place == 0 else '':<{LABEL}}{line}"[:WIDTH]
        if judgement.output and not judgement.passed:
            yield from self._printed(judgement.output.splitlines())

    def _values(self, check: Check) -> Iterator[str]:
        """Expected and got side by side where they fit, then the tolerance and who says so."""
        by = f"({'; '.join(filter(None, (check.tolerance, check.source)))})".removesuffix("()")
        pair = f"  {'expected':<{LABEL}}{check.want}      got {check.got}"
        if "\n" in pair or len(pair) > WIDTH:
            yield from row("expected", check.want)
            yield from row("got", check.got)
            yield from row("", by)
        elif len(pair) + len(by) + 6 <= WIDTH:
            yield f"{pair}      {by}".rstrip()
        else:
            yield pair
            yield from row("", by)

    def _printed(self, printed: Sequence[str]) -> Iterator[str]:
        if len(printed) > SHOWN_OUTPUT:
            yield f"  {'printed':<{LABEL}}... ({len(printed)} lines, the last {SHOWN_OUTPUT}:)"
        for place, line in enumerate(printed[-SHOWN_OUTPUT:]):
            label = "printed" if place == 0 and len(printed) <= SHOWN_OUTPUT else ""
            yield f"  {label:<{LABEL}}{line}"[:WIDTH]

    def _mistake(self, judgement: Judgement) -> Iterator[str]:
        if judgement.verdict is not Verdict.WRONG or not self.name:
            return
        if judgement.mistake:
            yield from mistake_lines(self.exercise.mistake(judgement.mistake))
        else:
            pdb = f"`palaestra check {self.exercise.id} --pdb` stops in your code at the failing call."
            stop = "" if self.borrowed else pdb
            yield from row("mistake", f"No known mistake gives these answers. {stop}".rstrip())


def mistake_lines(mistake: Mistake) -> list[str]:
    """What a known mistake believes and teaches."""
    return [
        *row("mistake", f"{mistake.id}: {mistake.misconception}", lines=9),
        *row("teaches", mistake.teaches, lines=9),
    ]


def row(label: str, words: str, lines: int = SHOWN_LINES) -> list[str]:
    """`  label      words`, wrapped under themselves; numbers keep their own line breaks."""
    if not words:
        return []
    found: list[str] = []
    for each in words.splitlines():
        found += wrapped(each, " " * (LABEL + 2), " " * (LABEL + 2))
    kept = found if len(found) <= lines else [*found[: lines - 1], " " * (LABEL + 2) + "..."]
    return [f"  {label:<{LABEL}}{kept[0].lstrip()}", *kept[1:]]


def prompt_lines(exercise: Exercise) -> list[str]:
    """The exercise's prompt as plain text: paragraphs and list items wrapped, formulas in plain characters."""
    lines: list[str] = []
    for paragraph in without_tex(exercise.prompt.strip()).split("\n\n"):
        for block in _blocks(paragraph.splitlines()):
            indent = "  " if block.startswith("- ") else ""
            lines += wrapped(block, "", indent)
        lines.append("")
    return lines[:-1]


def _blocks(lines: Sequence[str]) -> list[str]:
    """List items apart, other lines of a paragraph joined."""
    blocks: list[str] = []
    for line in lines:
        if line.startswith("- ") or not blocks:
            blocks.append(line)
        else:
            blocks[-1] = f"{blocks[-1]} {line.strip()}"
    return blocks


def held_words(held: int) -> str:
    return "1 holds" if held == 1 else f"1-{held} hold"


def duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 0.1 else f"{seconds:.1f} s"
