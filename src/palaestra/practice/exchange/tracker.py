"""A checkbox tracker: the README many people already keep, read line by line and ticked in place.

    tracker = parse(Path("README.md").read_bytes())
    tracker.boxes[0].title, tracker.boxes[0].ticked
    ticked(tracker, {0: True})                        # the same bytes, one character changed

Any Markdown task list is read: `-`, `*`, `+` or numbers, nested, quoted, in
UTF-8, UTF-16 or an older one-byte encoding, with either kind of line end. What
only looks like a box is listed, never guessed. Text that went through the wrong
encoding once ("AurÃ©lien") is mended for reading; the file keeps its bytes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from palaestra.kit.refusal import Refusal
from palaestra.practice.writing.text import FENCE

LARGEST_BYTES = 10_000_000
MOST_BOXES = 5_000
MOST_ALIKE = 100
LONGEST_TITLE = 300
LONGEST_LINE = 20_000
"""Characters of a line that are read; the rest is kept as it is."""

_BOX = re.compile(r"(?:[ \t]*>)*[ \t]*(?P<bullet>[-*+]|\d{1,9}[.)])[ \t]+\[(?P<mark>[ xX])\](?=\s|$)")
_NEARLY = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*\[[^\]\[]{0,2}\](?![(\[:])")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_BOLD_HEADING = re.compile(r"[ \t]{0,3}\*\*([^*]{1,200})\*\*[ \t]*:?[ \t]*$")
_LINK = re.compile(
    r"\[([^\[\]]{0,500})\]\(<?([^()\s<>]{1,2000}(?:\([^()\s<>]{0,500}\)[^()\s<>]{0,500})?)[^()\n]{0,200}\)"
)
_BARE = re.compile(r"https?://[^\s<>()\[\]]{1,2000}")
_EMPHASIS = re.compile(r"[*`~]+|(?<!\w)_+|_+(?!\w)")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line; a bare address is its own title."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Box:
    """One check-box of a file."""

    line: int
    """Counted from one."""
    mark: int
    """Where its mark stands in the text, in characters."""
    ticked: bool
    text: str
    """What stands behind it, mended, with its Markdown."""
    title: str
    """The same as plain text."""
    links: tuple[Link, ...]
    headings: tuple[str, ...]
    """The headings it stands under, outermost first."""
    parent: int | None
    """The box it is nested under, by number."""
    indent: int
    """Columns before its text, as deep as something nested under it must begin."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A line that looks like a box and is none."""

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Tracker:
    """A file's check-boxes, and the text they stand in. `text.encode(encoding)` is the file, byte for byte."""

    text: str
    encoding: str
    title: str
    boxes: tuple[Box, ...]
    odd: tuple[Odd, ...]

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


def read_tracker(path: Path) -> Tracker:
    """The tracker in a file. One that is missing, too large or no text is refused."""
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise Refusal(
                f"{path} is {size / 1e6:.0f} MB; a tracker has {LARGEST_BYTES / 1e6:.0f} MB at most.",
                "Name the file that holds the check-boxes.",
            )
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}.", "Is it there, and yours to read?") from error


def parse(data: bytes | str, name: str = "The tracker") -> Tracker:
    """The tracker in some bytes (or text)."""
    text, encoding = (data, "utf-8") if isinstance(data, str) else _decoded(data, name)
    boxes: list[Box] = []
    odd: list[Odd] = []
    headings: list[tuple[int, str]] = []
    above: list[int] = []
    same: Counter[str] = Counter()
    for number, start, line in _lines(text):
        box = _BOX.match(line)
        if box and not line[box.end() :].strip():
            odd.append(Odd(number, line.strip(), "nothing stands behind the box"))
        elif box:
            boxes.append(_box(box, line, number, start, headings, _parent(box, line, boxes, above)))
            above.append(len(boxes) - 1)
            same[boxes[-1].text] += 1
            _check_count(name, boxes, same)
        elif _NEARLY.match(line):
            odd.append(Odd(number, mended(line.strip())[:LONGEST_TITLE], "a box is `- [ ]` or `- [x]`, then a space"))
        else:
            heading = _heading(line)
            if heading:
                headings = [each for each in headings if each[0] < heading[0]] + [heading]
            if heading or (line.strip() and not line[0].isspace() and not _continues(line)):
                above.clear()
    title = next((each for level, each in _titles(text) if level == 1), "")
    return Tracker(text, encoding, title, tuple(boxes), tuple(odd))


def ticked(tracker: Tracker, marks: Mapping[int, bool]) -> bytes:
    """The file with the boxes of those numbers ticked or not: one character each, the rest byte for byte."""
    pieces: list[str] = []
    last = 0
    for number in sorted(marks):
        box = tracker.boxes[number]
        if box.ticked != marks[number]:
            pieces += [tracker.text[last : box.mark], "x" if marks[number] else " "]
            last = box.mark + 1
    return "".join([*pieces, tracker.text[last:]]).encode(tracker.encoding)


def is_under(tracker: Tracker, box: Box, number: int) -> bool:
    """Whether a box is nested, however deep, under the box of that number."""
    parent = box.parent
    while parent is not None and parent != number:
        parent = tracker.boxes[parent].parent
    return parent == number


def mended(text: str) -> str:
    """Text in which UTF-8 that was read as Windows-1252 ("AurÃ©lien") is put right ("Aurélien").

    Only sequences that are whole UTF-8 characters are changed, so that text which was right stays.
    """
    for _ in range(3):
        better = _MISREAD.sub(_reread, text)
        if better == text:
            return text
        text = better
    return text


def plain(text: str) -> str:
    """Markdown as plain text: links give their title, emphasis goes, HTML stays as it is written."""
    return " ".join(_EMPHASIS.sub("", _LINK.sub(lambda link: link[1], text)).split())


def links(text: str) -> tuple[Link, ...]:
    """The links in a line of Markdown, bare ones with their address as title."""
    found = [(link.start(), Link(plain(link[1]), link[2])) for link in _LINK.finditer(text)]
    rest = _LINK.sub(lambda link: " " * len(link[0]), text)
    found += [(bare.start(), Link(bare[0].rstrip(".,;"), bare[0].rstrip(".,;"))) for bare in _BARE.finditer(rest)]
    return tuple(link for _, link in sorted(found, key=lambda each: each[0]))


def _as_windows(number: int) -> str:
    return bytes([number]).decode("cp1252", errors="ignore") or chr(number)


_AS_BYTE = {read(number): number for read in (chr, _as_windows) for number in range(0x80, 0x100)}


def _class(first: int, last: int) -> str:
    return "[" + "".join(re.escape(each) for each, number in _AS_BYTE.items() if first <= number <= last) + "]"


_REST = _class(0x80, 0xBF)
_MISREAD = re.compile(f"{_class(0xC2, 0xDF)}{_REST}|{_class(0xE0, 0xEF)}{_REST}{{2}}|{_class(0xF0, 0xF4)}{_REST}{{3}}")


def _reread(found: re.Match[str]) -> str:
    try:
        return bytes(_AS_BYTE[each] for each in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Text and an encoding that gives back the same bytes."""
    if len(data) > LARGEST_BYTES:
        raise Refusal(f"{name} is larger than a tracker can be.", "Name the file that holds the check-boxes.")
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _strictly(data, encoding, name), encoding
    if b"\0" in data:
        raise Refusal(f"{name} is not a text file.", "Name a Markdown file, or a table of hours as .csv.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(f"{name} begins as UTF-16 and is not.", "Save it as UTF-8.") from error


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Number, start and text of every line outside fenced code and comments."""
    start = 1 if text.startswith("\ufeff") else 0
    fence = ""
    comment = False
    for number, line in enumerate(text[start:].split("\n"), 1):
        at, start = start, start + len(line) + 1
        line = line.removesuffix("\r")
        mark = FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
        elif comment:
            comment = "-->" not in line
        elif mark:
            fence = mark[1]
        elif line.lstrip().startswith("<!--"):
            comment = "-->" not in line
        else:
            yield number, at, line[:LONGEST_LINE]


def _check_count(name: str, boxes: list[Box], same: Counter[str]) -> None:
    if len(boxes) > MOST_BOXES:
        raise Refusal(f"{name} has more than {MOST_BOXES:,} boxes.", "Import it in smaller files.")
    text = boxes[-1].text
    if same[text] > MOST_ALIKE:
        raise Refusal(f"{name} has more than {MOST_ALIKE} boxes that say {text[:40]!r}.", "Give each its own words.")


def _box(
    found: re.Match[str], line: str, number: int, start: int, headings: list[tuple[int, str]], parent: int | None
) -> Box:
    text = mended(line[found.end() :].strip())
    return Box(
        line=number,
        mark=start + found.start("mark"),
        ticked=found["mark"] in "xX",
        text=text,
        title=(plain(text) or text)[:LONGEST_TITLE],
        links=links(text),
        headings=tuple(each for _, each in headings),
        parent=parent,
        indent=_columns(line[: found.end("bullet")]) + 1,
    )


def _parent(found: re.Match[str], line: str, boxes: list[Box], above: list[int]) -> int | None:
    """The nearest box above whose text this one is indented to."""
    column = _columns(line[: found.start("bullet")])
    while above and column < max(boxes[above[-1]].indent - 1, 1):
        above.pop()
    return above[-1] if above else None


def _columns(text: str) -> int:
    return len(text.expandtabs(4))


def _continues(line: str) -> bool:
    return bool(re.match(r"[-*+]|\d{1,9}[.)]", line))


def _heading(line: str) -> tuple[int, str] | None:
    line = line[:LONGEST_TITLE]
    found = _HEADING.match(line)
    if found:
        return len(found[1]), plain(mended(found[2]))
    bold = _BOLD_HEADING.match(line)
    return (7, plain(mended(bold[1])).rstrip(":")) if bold else None


def _titles(text: str) -> Iterator[tuple[int, str]]:
    return (heading for _, _, line in _lines(text) if (heading := _heading(line)))
