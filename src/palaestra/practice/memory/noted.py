"""Cards in notes: `Q:` and `A:` lines, and sentences with `{{c1::hidden words}}`, in notes/**.md and private/**.md.

    Q: What does a probe measure?                     one card
    A: What a linear map can read off an activation.
       An answer may go on, until an empty line.

    UCB1 grows with {{c1::ln t}} over {{c2::the pulls}}.      two cards; {{c1::ln t::a function}} shows a hint

Code blocks are left alone. Nothing is written into the note: how a card keeps its
reviews while the note is edited is in `kept_ids`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b

from palaestra.practice.memory.own import Problem
from palaestra.practice.writing.text import lines_and_code

SAME_NOTE, ANOTHER_NOTE = 0.6, 0.85
"""How alike (difflib's ratio) a question must be to one reviewed before, to be that card."""
CLOZE = re.compile(r"\{\{c(\d+)::(.+?)(?:::(.+?))?\}\}(?!\})", re.DOTALL)
_ASKS = re.compile(r"(?:[-*+]\s+)?Q:\s*(.*)")
_SAYS = re.compile(r"(?:[-*+]\s+)?A:\s*(.*)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Noted:
    """A question and its answer as they stand in a note."""

    question: str
    answer: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Wording:
    """How a card read when it was last reviewed, and in which note."""

    question: str
    path: str


def read_note(text: str, path: str) -> tuple[list[Noted], list[Problem]]:
    """The cards of one note in order, and what is wrong with some."""
    found: list[Noted] = []
    problems: list[Problem] = []
    for start, block in _blocks(text):
        if _ASKS.match(block[0].strip()) or any(_ASKS.match(line.strip()) for line in block):
            found += _asked(start, block, path, problems)
        else:
            found += _hidden(start, block, path)
        problems += _halves(start, block, path)
    once: dict[str, Noted] = {}
    for each in found:
        first = once.setdefault(plain(each.question), each)
        if first is not each:
            what = f"the question stands in line {first.line} already."
            problems.append(Problem(path, each.line, what, "Only the first is asked; word this one differently."))
    return list(once.values()), problems


def as_read(text: str) -> str:
    """A note's Markdown as somebody reads it: hidden words stand in their sentence, an answer on a line of its own."""
    lines = CLOZE.sub(lambda match: match[2], text).split("\n")
    for number, line in enumerate(lines[1:], 1):
        if _SAYS.match(line.strip()) and lines[number - 1].strip():
            lines[number - 1] = lines[number - 1].rstrip() + "  "
    return "\n".join(lines)


def clozes(words: str) -> list[tuple[str, str]]:
    """The (question, answer) pairs of a text with `{{c1::...}}`; none where nothing is hidden."""
    pairs: list[tuple[str, str]] = []
    for number in dict.fromkeys(match[1] for match in CLOZE.finditer(words)):
        hidden = [match[2].strip() for match in CLOZE.finditer(words) if match[1] == number]

        def shown(match: "re.Match[str]", number: str = number) -> str:
            return match[2] if match[1] != number else f"[{match[3] or '...'}]"

        pairs.append((CLOZE.sub(shown, words), ", ".join(dict.fromkeys(hidden))))
    return pairs


def kept_ids(found: Iterable[Noted], known: Mapping[str, Wording]) -> list[tuple[str, Noted]]:
    """Each noted card with its id. `known`: the cards reviewed before, by id, as they then read.

    A card keeps its id, and with it its reviews: when its answer is edited, or the
    note around it (the question reads as before); when it is moved to another note
    (likewise); when its question is edited slightly: of the cards that no note holds
    any more, the one whose wording is nearest, by at least 0.6 in the same note and
    0.85 in another. Otherwise the id is new, made from the note and the question.
    """
    noted = list(found)
    taken: dict[int, str] = {}
    left = dict(known)
    for same_note in (True, False):
        by_words = {(plain(each.question), each.path if same_note else ""): id_ for id_, each in left.items()}
        for place, each in enumerate(noted):
            id_ = by_words.get((plain(each.question), each.path if same_note else ""))
            if place not in taken and id_ in left:
                taken[place] = id_
                del left[id_]
    for ratio, place, id_ in sorted(_likely(noted, taken, left), reverse=True):
        if ratio > 0 and place not in taken and id_ in left:
            taken[place] = id_
            del left[id_]
    used = {*taken.values(), *known}
    for place, each in enumerate(noted):
        if place not in taken:
            taken[place] = _new_id(each, used)
            used.add(taken[place])
    return [(taken[place], each) for place, each in enumerate(noted)]


def plain(words: str) -> str:
    """A question without what does not change it: case, spaces and the marks of emphasis."""
    return " ".join(re.sub(r"[*_`]", "", words).lower().split())


def _likely(
    noted: list[Noted], taken: Mapping[int, str], left: Mapping[str, Wording]
) -> Iterator[tuple[float, int, str]]:
    """Pairs alike enough, one of the same note before one of another."""
    for place, each in enumerate(noted):
        if place in taken:
            continue
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(plain(each.question))
        for id_, before in left.items():
            is_same = before.path == each.path
            least = SAME_NOTE if is_same else ANOTHER_NOTE
            matcher.set_seq1(plain(before.question))
            if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
                continue
            if (ratio := matcher.ratio()) >= least:
                yield ratio + is_same, place, id_


def _new_id(each: Noted, used: set[str]) -> str:
    """`notes/<note>/<8 hex digits>`; of a private note nothing but digits is told."""
    room, _, rest = each.path.partition("/")
    name = "" if room == "private" else re.sub(r"[^a-z0-9]+", "-", rest.removesuffix(".md").lower()).strip("-") + "/"
    for number in range(1_000_000):
        seed = f"{each.path}\0{plain(each.question)}\0{number}".encode(errors="replace")
        id_ = f"{room}/{name}{blake2b(seed, digest_size=4).hexdigest()}"
        if id_ not in used:
            return id_
    raise AssertionError(each)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines with their first line's number: paragraphs, and list items one by one; no code."""
    block: list[str] = []
    for number, (line, is_code) in enumerate(lines_and_code([*text.splitlines(), ""]), 1):
        in_answer = bool(block) and bool(_ASKS.match(block[0].strip())) and not _ASKS.match(line.strip())
        begins = bool(_ITEM.match(line)) and not in_answer
        if (not line.strip() or is_code or begins) and block:
            yield number - len(block), block
            block = []
        if line.strip() and not is_code:
            block.append(line)


def _asked(start: int, block: list[str], path: str, problems: list[Problem]) -> Iterator[Noted]:
    asks: list[str] = []
    says: list[str] = []
    into, line = None, 0
    for number, words in enumerate([*block, "Q:"], start):
        asking, saying = _ASKS.match(words.strip()), _SAYS.match(words.strip())
        if asking:
            question, answer = "\n".join(asks).strip(), "\n".join(says).strip()
            if question and answer:
                yield Noted(question, answer, path, line)
            elif question:
                problems.append(Problem(path, line, "Q: has no A: beneath it.", "Write its answer on the next line."))
            asks, says, line = [asking[1]], [], number
            into = asks
        elif saying and into is not None:
            into = says
            says.append(saying[1])
        elif into is not None:
            into.append(words.strip())


def _hidden(start: int, block: list[str], path: str) -> Iterator[Noted]:
    words = "\n".join(_ITEM.sub("", line) if _ITEM.match(line) else line.strip() for line in block)
    for question, answer in clozes(words):
        yield Noted(question, answer, path, start)


def _halves(start: int, block: list[str], path: str) -> Iterator[Problem]:
    """An opened cloze that is never closed."""
    words = "\n".join(block)
    for match in re.finditer(r"\{\{c\d+::", CLOZE.sub("", words)):
        line = start + CLOZE.sub("", words)[: match.start()].count("\n")
        yield Problem(path, line, "{{c1:: is not closed.", "End the hidden words with }}.")
