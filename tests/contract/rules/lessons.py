"""A lesson's code comes from source by name; it says what was measured, where it stops, and who said so."""

import re
from collections.abc import Iterator

from palaestra.kit.catalogue import Room
from palaestra.kit.checks import Check
from palaestra.kit.lesson import excerpt
from palaestra.kit.refusal import Refusal
from tests.contract.rules import kept

FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
PASTED_LINES = 3
SECTIONS = ("Limits", "Sources")


def code_comes_from_source(room: Room) -> Iterator[Check]:
    """Python in a lesson is `python source=file.py#name`; short calls a reader may type stay as they are."""
    for lesson in room.lessons:
        for fence in FENCE.finditer(lesson.path.read_text(encoding="utf-8")):
            info, body = fence["info"].strip(), fence["body"]
            where = f"{lesson.path.name}: ```{info}"
            if "source=" in info:
                named = info.split("source=", 1)[1].split()[0]
                yield kept("a lesson's code names its source", _exists(room, named), where, f"{named} is not there.")
            elif info.startswith("python"):
                mend = "Replace it by ```python source=module.py#name."
                yield kept("a lesson's code is never pasted", not _is_pasted(room, body), where, mend)


def lessons_say_their_limits(room: Room) -> Iterator[Check]:
    """Every lesson ends with its limits and its sources."""
    for lesson in room.lessons:
        text = lesson.path.read_text(encoding="utf-8")
        for section in SECTIONS:
            found = re.search(rf"^##+ {section}", text, re.MULTILINE) is not None
            yield kept(
                "a lesson says its limits and sources", found, f"{lesson.path.name} has no '{section}'", "Add it."
            )


def _exists(room: Room, named: str) -> bool:
    try:
        excerpt(room.folder, named)
    except Refusal:
        return False
    return True


def _is_pasted(room: Room, body: str) -> bool:
    """Definitions, or a few lines in a row that stand in the room's own source."""
    if re.search(r"^\s*(def|class) ", body, re.MULTILINE):
        return True
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    source = {line.strip() for path in room.folder.glob("*.py") for line in path.read_text().splitlines()}
    shared = [len(line) > 8 and line in source for line in lines]
    return any(all(shared[start : start + PASTED_LINES]) for start in range(len(shared) - PASTED_LINES + 1))
