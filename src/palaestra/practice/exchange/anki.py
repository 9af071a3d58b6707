"""Cards to and from Anki, as its text export: one note a line, fields by tabs, `#` lines before them that say so.

    #separator:tab
    #html:true
    #columns:Front<tab>Back<tab>Tags
    #guid column:1

Only text is taken: pictures and sounds are named among what was left out. Packages
(.apkg) are neither read nor written: that would need Anki's own library, whose
licence is not ours.
"""

import csv
import html
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from palaestra.kit.catalogue import Card
from palaestra.kit.refusal import Refusal
from palaestra.practice.memory.keeping import NewCard, card_name
from palaestra.practice.memory.noted import clozes, plain

SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_HEAD = re.compile(r"#([a-z ]+):(.*)")
_COLUMN = re.compile(r"(guid|notetype|deck|tags) column")
_MEDIA = re.compile(r"\[sound:[^\]]*\]|<img[^>]*>")
_BREAK = re.compile(r"<br\s*/?>|</div>|</p>|</li>")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that gave no card, or not all of it."""

    line: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class FromAnki:
    """What an export holds: new cards, how many stand in the file already, and what was not taken."""

    cards: tuple[NewCard, ...]
    known: int
    left_out: tuple[LeftOut, ...]


def read_anki(text: str, known: Iterable[Card] = (), source: str = "Anki", ids: Collection[str] = ()) -> FromAnki:
    """The cards of a text export.

    `known`: own cards that are there; a question asked already is not taken twice. `ids`: those of every card there
    is; a line whose guid is one of them was exported from here.
    """
    heads, rows = _split(text)
    asked = {plain(each.question) for each in known}
    taken = {each.id.rpartition("/")[2] for each in known}
    found: list[NewCard] = []
    left: list[LeftOut] = []
    already = 0
    special = {int(number) - 1 for key, number in heads.items() if _COLUMN.fullmatch(key) and number.isdigit()}
    columns = [name.strip().lower() for name in heads.get("columns", "").split(_separator(heads, rows))]
    special |= {place for place, name in enumerate(columns) if name in ("tags", "deck", "notetype", "guid")}
    guids = _guid_place(heads, columns)
    for line, row in _rows(rows, _separator(heads, rows)):
        if guids is not None and guids < len(row) and row[guids].strip() in ids:
            already += 1
            continue
        fields = [_plain_text(each, heads) for place, each in enumerate(row) if place not in special]
        if any(_MEDIA.search(each) for each in row):
            left.append(LeftOut(line, "a picture or sound is left out", _shown(row)))
        pairs = clozes(fields[0]) if fields else []
        if not pairs and len(fields) > 1 and fields[0] and fields[1]:
            pairs = [(fields[0], fields[1])]
        if not pairs:
            left.append(LeftOut(line, "it has no question with an answer", _shown(row)))
        for question, answer in pairs:
            if plain(question) in asked:
                already += 1
                continue
            asked.add(plain(question))
            found.append(NewCard(card_name(question, taken), question, answer, source))
    return FromAnki(tuple(found), already, tuple(left))


def _guid_place(heads: Mapping[str, str], columns: Sequence[str]) -> int | None:
    """Which field is the note's id, counted from 0; None where none is."""
    said = heads.get("guid column", "").strip()
    if said.isdigit():
        return int(said) - 1 if int(said) else None
    return columns.index("guid") if "guid" in columns else None


def write_anki(cards: Iterable[Card], deck: str = "Palaestra") -> str:
    """The cards as a text Anki imports; the id comes first, so that importing again updates instead of doubling."""
    out = io.StringIO()
    out.write(f"#separator:tab\n#html:true\n#deck:{deck}\n#columns:Id\tFront\tBack\tSource\n#guid column:1\n")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for each in cards:
        writer.writerow([each.id, *(_as_html(words) for words in (each.question, each.answer, each.source))])
    return out.getvalue()


def _split(text: str) -> tuple[dict[str, str], list[str]]:
    """What the `#` lines at the top say, and the text after them (empty lines in their place, for line numbers)."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    heads: dict[str, str] = {}
    for number, line in enumerate(lines):
        head = _HEAD.fullmatch(line.rstrip("\r\n"))
        if not head:
            return heads, [*["\n"] * number, *lines[number:]]
        heads[head[1].strip()] = head[2]
    return heads, []


def _separator(heads: dict[str, str], rows: list[str]) -> str:
    said = heads.get("separator", "").strip().lower()
    if said in SEPARATORS:
        return SEPARATORS[said]
    if len(heads.get("separator", "")) == 1:
        return heads["separator"]
    return "\t" if any("\t" in each for each in rows) else ";"


def _rows(rows: list[str], separator: str) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(rows, delimiter=separator)
    begins = 1
    try:
        for row in reader:
            if any(each.strip() for each in row):
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        what = f"Line {reader.line_num} cannot be read: {error}."
        raise Refusal(what, "Export from Anki as “Notes in Plain Text”.") from error


def _plain_text(field: str, heads: dict[str, str]) -> str:
    field = _MEDIA.sub("", field)
    if heads.get("html", "true").strip() != "false":
        field = html.unescape(_TAG.sub("", _BREAK.sub("\n", field)))
    field = re.sub(r"\\\((.+?)\\\)", r"$\1$", field.replace("\xa0", " "), flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in field.strip().splitlines())


def _as_html(words: str) -> str:
    """Text as Anki shows it: formulas in its own brackets, lines by <br>."""
    return re.sub(r"(?<!\\)\$(.+?)\$", r"\\(\1\\)", html.escape(words, quote=False)).replace("\n", "<br>")


def _shown(row: list[str]) -> str:
    return " | ".join(each.strip() for each in row)[:60]
