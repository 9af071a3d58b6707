"""What is written of a draft: its text without what is not there yet."""

import re
from collections.abc import Set

from palaestra.practice.writing.text import FRONT, lines_and_code

HEADING = re.compile(r"(#{2,6}) ")


def written(text: str, asked: Set[str] = frozenset()) -> str:
    """A Markdown text without front matter, first title, the lines in `asked`, and headings with nothing beneath.

    Code is left as it is. Empty when nothing is written.
    """
    lines = FRONT.sub("", text).lstrip("\n").split("\n")
    if lines[0].startswith("# "):
        lines = lines[1:]
    kept: list[str] = []
    follows = 9  # the level of the heading that comes next: 9 at the end, 0 for words
    for line, is_code in reversed(list(lines_and_code(line for line in lines if line.strip() not in asked))):
        heading = None if is_code else HEADING.match(line)
        if heading:
            level = len(heading[1])
            if follows == 9 or 0 < follows <= level:
                continue
            follows = level
        elif line.strip():
            follows = 0
        elif not is_code and kept and not kept[-1].strip():
            continue
        kept.append(line)
    found = "\n".join(kept[::-1]).strip("\n")
    return found + "\n" if found.strip() else ""
