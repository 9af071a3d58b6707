"""What `compare`, `ask`, `dispute`, `report` and `mistakes` print."""

import shutil
import subprocess
import textwrap
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from palaestra.app.cli.practise_screen import duration, row
from palaestra.app.cli.terminal import HOLDS, UNDECIDED, WIDTH, WRONG, folded, wrapped
from palaestra.app.comparing import Row, aligned
from palaestra.app.disputing import Disputed
from palaestra.app.mistakes_met import Met
from palaestra.app.practising import Practising
from palaestra.app.reporting import TO_WRITE, Report
from palaestra.app.views.plainly import many
from palaestra.grader import Comparison, Difference
from palaestra.kit.refusal import Refusal
from palaestra.practice.path.disputes import Dispute

WIDE = 2 * WIDTH
"""From so many columns on both stand side by side."""
CLIPBOARDS = (("pbcopy",), ("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "-ib"), ("clip.exe",))


def comparison_lines(work: Practising, compared: Comparison) -> Iterator[str]:
    """Both sources, what differs and matters, what else differs, what was measured, who else wrote it."""
    width = shutil.get_terminal_size((WIDTH, 24)).columns
    yield f"{work.exercise.title}  ({work.exercise.id})"
    yield ""
    yield from (beside if width >= WIDE else one_above_the_other)(aligned(compared.own, compared.reference), width)
    yield ""
    judgement = compared.judgement
    if not judgement.passed:
        says = str(judgement.verdict).replace("_", " ")
        where = f" at rung {judgement.rungs_held + 1} of {judgement.rungs}" if judgement.rung else ""
        words = f"Your file does not pass now ({says}{where}), so only how the two are built is compared."
        yield from wrapped(f"{WRONG.shown()} {words}", "", "  ")
    yield from _differences("What differs and matters", compared.marked)
    yield from _differences("What else differs", [each for each in compared.differences if not each.matters])
    if judgement.passed:
        yield from _measured(compared)
    if work.exercise.outside:
        yield "Others wrote it, too"
        for each in work.exercise.outside:
            yield from wrapped(f"{each.title}: {each.note}", "  ", "    ")
            yield f"    {each.url}"
        yield ""
    yield f"next: {work.next_command() if judgement.passed else f'palaestra check {work.exercise.id}'}"


def one_above_the_other(rows: Sequence[Row], width: int) -> Iterator[str]:
    """A block of yours (`<`) above what stands there in the reference (`>`); what is equal has no mark."""
    del width
    yield "< yours    > the reference    (no mark: in both)"
    said = [each for each in rows if each.is_same or (each.own or "").strip() or (each.reference or "").strip()]
    for is_same, block in groupby(said, key=lambda each: each.is_same):
        lines = list(block)
        if is_same:
            yield from (line for each in lines for line in _marked(" ", each.own or ""))
            continue
        yield from (line for each in lines if each.own is not None for line in _marked("<", each.own))
        yield from (line for each in lines if each.reference is not None for line in _marked(">", each.reference))


def _marked(sign: str, code: str) -> list[str]:
    indent = len(code) - len(code.lstrip())
    lines = textwrap.wrap(
        code.strip(), max(WIDTH - indent - 6, 24), break_on_hyphens=False, subsequent_indent="    "
    ) or [""]
    return [f"{sign} {' ' * indent}{each}".rstrip() for each in lines]


def beside(rows: Sequence[Row], width: int) -> Iterator[str]:
    """Two columns; a mark between them where the lines differ."""
    room = (width - 5) // 2
    yield f"{'yours':<{room}}     the reference"
    for each in rows:
        left, right = (
            textwrap.wrap(text or "", room, drop_whitespace=False) or [""] for text in (each.own, each.reference)
        )
        sign = " " if each.is_same else "|"
        for place in range(max(len(left), len(right))):
            ours, theirs = (side[place] if place < len(side) else "" for side in (left, right))
            yield f"{ours:<{room}}  {sign}  {theirs}".rstrip()


def _differences(title: str, differences: Sequence[Difference]) -> Iterator[str]:
    if not differences:
        return
    yield title
    for each in differences:
        yield from row(each.about, each.says, lines=9)
        yield from row("", each.why, lines=9)
    yield ""


def _measured(compared: Comparison) -> Iterator[str]:
    words = [f"compared on {many(compared.inputs, 'input')}"]
    if cost := compared.cost:
        of = "a call" if cost.of == "call" else "an input"
        ours, theirs = (_short(each) for each in (cost.own_seconds, cost.reference_seconds))
        words.append(f"yours takes {ours} for {of}, the reference {theirs}; {cost.ratio.n} rounds of each by turns")
    if not compared.marked:
        yield from wrapped(f"{HOLDS.shown()} Nothing that matters differs.", "", "  ")
    text = "; ".join(words)
    yield from wrapped(f"{text[0].upper()}{text[1:]}.", "", "")
    yield ""


def _short(seconds: float) -> str:
    return f"{seconds * 1e6:.3g} µs" if seconds < 1e-3 else duration(seconds)


def write_out(path: Path, text: str) -> None:
    """Write the message; a file that is there is never overwritten."""
    try:
        with path.expanduser().open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refusal(f"{path} is there already.", "Name another file with --out.") from error
    except OSError as error:
        raise Refusal(f"{path} cannot be written: {error.strerror}.", "Name another file with --out.") from error


def to_clipboard(text: str) -> None:
    """Hand the text to the first clipboard program there is."""
    for command in CLIPBOARDS:
        if shutil.which(command[0]):
            done = subprocess.run(command, input=text.encode(), check=False, capture_output=True, timeout=10)
            if done.returncode == 0:
                return
    raise Refusal("No clipboard is at hand.", "--out FILE writes it to a file.")


def dispute_lines(work: Practising, found: Disputed) -> Iterator[str]:
    name = work.exercise.id
    if found.withdrawn:
        yield f"The dispute of {name} is taken back; its report stays where it is."
        yield f"next: palaestra check {name}"
        return
    yield f"{UNDECIDED.shown()} {name}  disputed"
    yield from row("why", found.why, lines=9)
    if found.report.name:
        yield from row("report", str(found.report), lines=9)
    yield folded(
        "It holds nothing up any more, and is counted apart from what passed. The report is ready to be posted as an"
        f" issue; read it first. `palaestra dispute {name} --withdraw` takes the dispute back."
    )
    yield "next: palaestra today"


def report_lines(report: Report) -> Iterator[str]:
    drafted = report.drafted
    yield f"{(HOLDS if drafted.holds else WRONG).shown()} {drafted.exercise}  {drafted.mistake}, at rung {drafted.rung}"
    for each in drafted.checks:
        mark = (HOLDS if each.holds else WRONG).shown(3)
        got = "" if each.holds else f" (got {each.got}{f', want {each.want}' if each.want else ''})"
        yield from wrapped(f"{mark}{each.says}{got}", "  ", "     ")
    yield str(report.words)
    yield str(report.code)
    if drafted.holds:
        for name, what in TO_WRITE:
            yield from row("to write", f"{name}: {what}")
        yield "next: write these two, then offer both files to the room as a pull request"
    else:
        yield "next: palaestra check " + drafted.exercise


def mistakes_lines(
    met: Sequence[Met], disputed: Mapping[str, Dispute], passed: Container[str], kept: bool
) -> Iterator[str]:
    """Those that recur first, each with how often and what it teaches; then what is disputed.

    passed: the exercises that have passed; none of them is next.
    """
    for each in sorted(met, key=lambda each: not each.recurs):
        often = f"{many(each.times, 'time')}, last {each.last}"
        yield from wrapped(f"{each.exercise.id}  {each.mistake.id}  ({often})", "", "    ")
        yield from row("believed", each.mistake.misconception, 9)
        yield from row("teaches", each.mistake.teaches, 9)
        if each.recurs:
            yield from row("recurs", f"your card {each.card}" if each.card else "worth a card of its own", 9)
    for each in disputed.values():
        yield from wrapped(f"{UNDECIDED.shown()} {each.exercise}  disputed on {each.day}: {each.why}", "", "    ")
    if not met:
        yield "You have met no known mistake yet. What one teaches is kept here."
    open_ = next((each for each in met if each.recurs and not each.card), None)
    if open_ is not None and not kept:
        yield f"next: palaestra mistakes --card {open_.id}"
    else:
        left = next((each.exercise.id for each in met if each.exercise.id not in passed), "")
        yield f"next: palaestra check {left}" if left and not kept else "next: palaestra today"
