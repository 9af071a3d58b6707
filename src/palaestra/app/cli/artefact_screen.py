"""Artefacts on the terminal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from palaestra.app.cli.terminal import HOLDS, NOT_YET, folded, labelled
from palaestra.app.making import Wanted
from palaestra.practice.writing.artefact import Artefact
from palaestra.practice.writing.deadlines import when
from palaestra.practice.writing.kinds import Kind
from palaestra.practice.writing.mentions import Mention

LABEL = 10
ASKS = {"asked": "you asked", "said": "said", "changed": "you changed"}


def list_lines(found: Sequence[Artefact], today: date, wanted: Iterable[Wanted], is_all: bool) -> Iterator[str]:
    """What is under way, then what is done; what the path asks for; the next command."""
    if not found:
        yield "Nothing here yet." if is_all else "Nothing of yours is like that."
        yield folded("Essays, paper notes, talks, applications, projects and decisions stand here, by state.")
        yield (
            'next: palaestra artefact new paper-note "Concrete Problems in AI Safety"'
            if is_all
            else ("next: palaestra artefact list")
        )
        return
    for heading, group in (
        ("Under way", [each for each in found if each.is_open and not each.done]),
        ("Done", [each for each in found if each.done]),
        ("Ended", [each for each in found if not each.is_open and not each.done]),
    ):
        if group:
            yield heading
            for each in group:
                yield from _row(each, today)
            yield ""
    for each in wanted:
        yield folded(f"Your path asks for {each.says}: {each.made} of {each.count}.")
    first = next((each for each in found if each.is_open and not each.done), found[0])
    yield f"next: palaestra artefact show {first.id}"


def _row(each: Artefact, today: date) -> Iterator[str]:
    mark = (HOLDS if each.done else NOT_YET).shown(2)
    yield folded(f"  {mark} {each.title}", 0, 5)
    due = f", {each.of_kind.due} {when(each.deadline, today)}" if each.deadline and each.is_open else ""
    yield folded(f"{each.of_kind.title}, {each.state}{due}  {each.id}", 5, 5)


def artefact_lines(each: Artefact, today: date) -> Iterator[str]:
    """One artefact, whole."""
    kind = each.of_kind
    yield folded(each.title)
    yield folded(f"{kind.title}{' (dropped)' if each.dropped else ''}")
    yield ""
    yield labelled(f"{'state':{LABEL}}", states_line(each))
    rows = {
        "file": (each.file and str(each.path)) + (" (private)" if each.is_private else ""),
        "link": each.link,
        "deadline": each.deadline and f"{each.deadline}, {kind.due} {when(each.deadline, today)}",
        "module": each.module,
        "at": each.for_,
        "outcome": each.outcome,
        **{field.name: each.fields.get(field.name, "") for field in kind.fields},
    }
    for name, value in rows.items():
        if value:
            yield labelled(f"{name:{max(LABEL, len(name) + 1)}}", value)
    if each.advances:
        asked = f" Asked: {each.advances.asked}." if each.advances.asked else " Nobody was asked."
        yield labelled(f"{'advances':{LABEL}}", each.advances.answer + asked)
    for title, lines in (
        ("Meetings", [(one.day, one.says) for one in each.meetings]),
        ("Feedback", [(one.day, f"{one.who} {ASKS[one.does]}: {one.text}".strip()) for one in each.feedback]),
        ("History", [(one.day, one.says) for one in each.history]),
    ):
        if lines:
            yield ""
            yield title
            yield from (labelled(f"  {day}  ", " ".join(says.split())) for day, says in lines)
    yield ""
    yield next_line(each)


def states_line(each: Artefact) -> str:
    """The states of its kind in order, the present one in brackets."""
    states = each.of_kind.states
    shown = states if each.state in states else (*states, each.state)
    return " > ".join(f"[{state}]" if state == each.state else state for state in shown)


def next_line(each: Artefact) -> str:
    """The next useful command for it."""
    if each.dropped:
        return f"next: palaestra artefact drop {each.id} --undo"
    states = each.of_kind.states
    follows = states[states.index(each.state) + 1 :] if each.state in states else ()
    if follows and each.is_open:
        to = f"'{follows[0]}'" if " " in follows[0] else follows[0]
        return f"next: palaestra artefact state {each.id} {to}"
    return "next: palaestra artefact list"


def kind_lines(known: Iterable[Kind]) -> Iterator[str]:
    """Every kind: what it is for, its states, its fields."""
    for each in known:
        yield labelled(f"{each.id:18}", each.says)
        yield folded(" > ".join(each.states), 18, 18)
        if each.fields:
            yield folded("--set " + ", ".join(field.name for field in each.fields), 18, 18)
    yield ""
    yield 'next: palaestra artefact new paper-note "Concrete Problems in AI Safety"'


def mention_lines(found: Sequence[Mention]) -> Iterator[str]:
    """Links of the log that are no artefact yet."""
    if not found:
        yield "Every link in your log is an artefact, or there is none."
        yield 'next: palaestra log "90m wrote https://..."'
        return
    for each in found[:20]:
        yield labelled(f"{each.day}  ", f"{each.title} ({each.kind})")
        yield folded(each.link, 12, 12)
    if len(found) > 20:
        yield f"and {len(found) - 20} older ones; --json lists them all."
    yield f"next: palaestra artefact from-log {found[0].link}"
