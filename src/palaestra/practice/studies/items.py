"""What a person is to judge: a file of pairs or single items, read and checked.

    question = "Which answer is better?"
    ties = true
    repeat = 0.2                    # this share is shown twice

    [[pairs]]                       # or [[items]] with text, and options for all or for each
    id = "1"
    a = "First text."
    b = "Second text."
    from_a = "model one"            # hidden until the end
    answer = "a"                    # where there is a truth

TOML, or JSON with the same keys. Texts are Markdown.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from palaestra.kit.catalogue import STUDY, read_toml
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies.starting import find_study, studies_folder

ITEMS = "items.toml"
TIE = "tie"
SHEET_KEYS = ("title", "question", "ties", "repeat", "options", "pairs", "items")
PAIR_KEYS = ("id", "question", "a", "b", "from_a", "from_b", "answer")
ITEM_KEYS = ("id", "question", "text", "options", "from", "answer")
MOST_OPTIONS = 9


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to judge: a pair (its options are a and b), or a text with options."""

    id: str
    question: str
    options: tuple[str, ...]
    texts: tuple[str, ...]
    """Two for a pair, one for a single item."""
    sources: tuple[str, ...] = ("", "")
    """Where each text is from; hidden until the end."""
    answer: str = ""
    """The true option, where there is one."""

    @property
    def is_pair(self) -> bool:
        return len(self.texts) == 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything to be judged under one name."""

    of: str
    """What judgements of it are kept under: `studies/<name>`, or the file's name with a digest."""
    title: str
    ties: bool
    repeat: float
    items: tuple[Item, ...]
    path: Path


def read_items(path: Path, of: str = "") -> Sheet:
    """The sheet in a file. What is wrong with it is refused with the item's number."""
    words = _words(path)
    _known(path, "the file", words, SHEET_KEYS)
    question = _text(path, "the file", words, "question", "Which is better?")
    shared = words.get("options", [])
    pairs = [_pair(path, number, each, question) for number, each in enumerate(_tables(path, words, "pairs"), 1)]
    singles = [
        _single(path, number, each, question, shared) for number, each in enumerate(_tables(path, words, "items"), 1)
    ]
    found = (*pairs, *singles)
    if not found:
        raise Refusal(f"{path} holds nothing to judge.", "Write [[pairs]] with a and b, or [[items]] with text.")
    ids = [each.id for each in found]
    twice = next((each for each in ids if ids.count(each) > 1), "")
    if twice:
        raise Refusal(f"{path}: the id {twice!r} stands twice.", "Give each its own.")
    repeat = words.get("repeat", 0.0)
    if isinstance(repeat, bool) or not isinstance(repeat, int | float) or not 0 <= repeat <= 1:
        raise Refusal(f"{path}: repeat is a share between 0 and 1, not {repeat!r}.", "For example repeat = 0.2.")
    name = of or f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}"
    title = _text(path, "the file", words, "title", _title_beside(path, of.rpartition("/")[2]) if of else path.stem)
    return Sheet(name, title, bool(words.get("ties", True)), float(repeat), found, path)


def _title_beside(path: Path, name: str) -> str:
    """The title of the study an items.toml belongs to, else its name."""
    try:
        said = read_toml(path.parent / STUDY).get("title")
    except (OSError, Refusal):
        return name
    return said if isinstance(said, str) and said.strip() else name


def sheet_named(folder: PracticeFolder, name: str) -> Sheet:
    """The sheet of a study by its name, or of a file by its path."""
    beside = studies_folder(folder) / name / ITEMS
    if "/" not in name and beside.is_file():
        return read_items(beside, f"studies/{name}")
    path = Path(name).expanduser()
    if path.suffix in (".toml", ".json"):
        return read_items(path)
    study = find_study(folder, name)
    if not (study.folder / ITEMS).is_file():
        raise Refusal(f"{study.name} has nothing to judge yet.", f"Write it: palaestra judge {study.name} --new")
    return read_items(study.folder / ITEMS, f"studies/{study.name}")


def sheets(folder: PracticeFolder) -> list[Sheet]:
    """What the studies have to be judged; a file that cannot be read is left out."""
    found: list[Sheet] = []
    for path in sorted(studies_folder(folder).glob(f"*/{ITEMS}")):
        with suppress(Refusal):
            found.append(read_items(path, f"studies/{path.parent.name}"))
    return found


def _pair(path: Path, number: int, words: Mapping[str, Any], question: str) -> Item:
    where = f"pair {number}"
    _known(path, where, words, PAIR_KEYS)
    texts = (_text(path, where, words, "a"), _text(path, where, words, "b"))
    answer = _text(path, where, words, "answer", "")
    if answer not in ("", "a", "b", TIE):
        raise Refusal(f"{path}, {where}: the answer is a, b or {TIE}, not {answer!r}.", "Mend that pair.")
    sources = (_text(path, where, words, "from_a", ""), _text(path, where, words, "from_b", ""))
    asks = _text(path, where, words, "question", question)
    return Item(_id(words, f"pair-{number}"), asks, ("a", "b"), texts, sources, answer)


def _single(path: Path, number: int, words: Mapping[str, Any], question: str, shared: Any) -> Item:
    where = f"item {number}"
    _known(path, where, words, ITEM_KEYS)
    given = words.get("options", shared)
    options = tuple(map(str, cast("list[Any]", given))) if isinstance(given, list) else ()
    if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        mend = 'For example options = ["yes", "no"], for all items or for this one.'
        raise Refusal(f"{path}, {where}: it needs two to nine different options.", mend)
    answer = _text(path, where, words, "answer", "")
    if answer and answer not in options:
        raise Refusal(f"{path}, {where}: the answer {answer!r} is none of its options.", "Mend that item.")
    source = _text(path, where, words, "from", "")
    asks = _text(path, where, words, "question", question)
    text = _text(path, where, words, "text")
    return Item(_id(words, f"item-{number}"), asks, options, (text,), (source,), answer)


def _words(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise Refusal(f"There is no file {path}.", "`palaestra judge --help` says what such a file holds.")
    if path.suffix != ".json":
        return read_toml(path)
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read: {error}.", "Mend that line; nothing else was touched.") from error
    if not isinstance(words, dict):
        raise Refusal(f"{path} is not a JSON object.", 'Begin it with {"pairs": [...]}.')
    return cast("dict[str, Any]", words)


def _tables(path: Path, words: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    given = words.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in cast("list[Any]", given)):
        raise Refusal(f"{path}: {key} is not a list of tables.", f"Begin each with [[{key}]].")
    return cast("list[Mapping[str, Any]]", given)


def _text(path: Path, where: str, words: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = words.get(key, default)
    if not isinstance(value, str):
        raise Refusal(f"{path}, {where}: {key} is missing or no text.", f'Write {key} = "...".')
    return value


def _known(path: Path, where: str, words: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in words:
        if key not in known:
            said = unknown("key", key, known, "")
            raise Refusal(f"{path}, {where}: there is no key called {key!r}.", said.mend or "")


def _id(words: Mapping[str, Any], default: str) -> str:
    return str(words.get("id", default))
