"""Cards of the learner's own: `cards/*.toml` in the practice folder, in the shape of a room's `cards.toml`.

    [[cards]]
    id = "bellman"
    question = "What does the Bellman equation say?"
    answer = "A state is worth its reward and the discounted worth of what follows."

Its id is `own/<file>/<id>`. A mistake is kept as a `Problem` with file and line;
the other cards of the file go on working.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from palaestra.kit.catalogue import Card
from palaestra.practice.durable import refusing, replace_file

OVERRIDES = "overrides.toml"
KEYS = ("id", "question", "answer", "core", "source", "aliases")
_HEADER = re.compile(r"\s*\[\[cards\]\]\s*(?:#.*)?$")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Found:
    """A card and where it stands."""

    card: Card
    path: str
    """Relative to the practice folder."""
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file of cards, and how to mend it; the other cards work."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.what} {self.mend}"


def read_own(text: str, path: str, deck: str) -> tuple[list[Found], list[Problem]]:
    """The cards of one file, and what is wrong in it. `deck`: what the ids begin with, `own/<file>`; "" for none."""
    found: dict[str, Found] = {}
    problems: list[Problem] = []
    for line, words in _tables(text, path, problems):
        card = _card(words, path, line, deck, problems)
        if card is None:
            continue
        if card.id in found:
            what = f"the id {words['id']!r} is taken by the card of line {found[card.id].line}."
            problems.append(Problem(path, line, what, "Give it another."))
            continue
        found[card.id] = Found(card, path, line)
    return list(found.values()), problems


def append_card(path: Path, name: str, question: str, answer: str, source: str = "") -> None:
    """Write one more card at the end of a file of cards; what stands there stays as it is."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    with refusing(path):
        replace_file(path, before + gap + card_as_toml(name, question, answer, source))


def card_as_toml(name: str, question: str, answer: str, source: str = "") -> str:
    """One `[[cards]]` table; words over several lines stand as they are read."""
    lines = ["[[cards]]", f"id = {_quoted(name)}", f"question = {_quoted(question)}", f"answer = {_quoted(answer)}"]
    return "\n".join([*lines, *([f"source = {_quoted(source)}"] if source else [])]) + "\n"


def _quoted(words: str) -> str:
    import json

    plain = "\n" not in words or "'''" in words or any(ord(each) < 32 and each not in "\n\t" for each in words)
    if plain:
        return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"'''\n{words}'''"


def _tables(text: str, path: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each `[[cards]]` table with its line. A file that is no TOML is read table by table."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if _HEADER.match(line)]
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if not starts:
            problems.append(_no_toml(error, path, 1, len(lines)))
        for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True):
            try:
                yield start, tomllib.loads("\n".join(lines[start - 1 : end - 1]))["cards"][0]
            except tomllib.TOMLDecodeError as broken:
                problems.append(_no_toml(broken, path, start, end - 1))
        return
    given = words.pop("cards", [])
    if words or not isinstance(given, list):
        problems.append(Problem(path, 1, "only [[cards]] tables are read.", "Write each card under [[cards]]."))
    if isinstance(given, list):
        tables = cast("list[Any]", given)
        yield from zip(starts if len(starts) == len(tables) else [1] * len(tables), tables, strict=True)


def _no_toml(error: tomllib.TOMLDecodeError, path: str, start: int, end: int) -> Problem:
    said = _LINE.search(str(error))
    line = start + int(said[1]) - 1 if said and said[1] else end
    what = f"{_LINE.sub('', str(error)).strip().rstrip('.')}."
    return Problem(path, max(1, min(line, end)), what, "Mend that line; the other cards work.")


def _card(words: Any, path: str, line: int, deck: str, problems: list[Problem]) -> Card | None:
    def wrong(what: str, mend: str) -> None:
        problems.append(Problem(path, line, what, mend))

    if not isinstance(words, dict):
        return wrong("a card is a table.", "Write [[cards]] above its lines.")
    given = cast("dict[str, Any]", words)
    for name in given.keys() - set(KEYS):
        return wrong(f"a card has no {name!r}.", f"It has {', '.join(KEYS)}.")
    for name in ("id", "question", "answer"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            return wrong(f"the card has no {name}.", f'Write {name} = "...".')
    aliases = cast("list[Any]", given.get("aliases", []))
    if not isinstance(given.get("aliases", []), list) or not all(isinstance(each, str) for each in aliases):
        return wrong("aliases is a list of former ids.", 'Write aliases = ["old-id"].')
    if deck and not _ID.fullmatch(given["id"]):
        return wrong(f"{given['id']!r} is no id.", "Letters, digits, dots, hyphens and underscores make one.")
    before = f"{deck}/" if deck else ""
    former = tuple(each if "/" in each else before + each for each in aliases)
    asks, says = given["question"].strip(), given["answer"].strip()
    core, source = given.get("core", False) is True, str(given.get("source", ""))
    return Card(before + given["id"], asks, says, core, source, former)
