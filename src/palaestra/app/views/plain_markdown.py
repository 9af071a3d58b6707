"""An artefact as Markdown that pastes cleanly into LessWrong, the Alignment Forum or any editor.

Nothing of Palaestra is left in it: no front matter, no unanswered questions,
no [[links]] between notes.
"""

import re
from collections.abc import Callable

from palaestra.kit.refusal import Refusal
from palaestra.practice.writing.artefact import Artefact

FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
NOTE_LINK = re.compile(r"\[\[([^\]|#\n]+)(?:#[^\]|\n]*)?(?:\|([^\]\n]+))?\]\]")
EMPTY_HEADING = re.compile(r"^#{2,6} .*$")


def plain_markdown(artefact: Artefact) -> str:
    """The title, then the text. Raises Refusal when there is no text."""
    text = body_of(artefact)
    return f"# {artefact.title}\n\n{_outside_code(text, _unlinked)}"


def body_of(artefact: Artefact) -> str:
    """What an artefact says, without headings nobody wrote under. Raises Refusal when that is nothing."""
    text = _without_front_matter(artefact.body())
    text = _without_empty_headings(text)
    if not text.strip():
        where = (
            f"write in {artefact.file}" if artefact.file else "name its file: palaestra artefact change ID --file FILE"
        )
        raise Refusal(f"“{artefact.title}” has no text yet.", f"First {where}.")
    return text.strip() + "\n"


def _without_front_matter(text: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def _without_empty_headings(text: str) -> str:
    """Headings with nothing beneath them before the next of their level, dropped from the bottom up."""
    lines = text.split("\n")
    in_code, code = False, []
    for line in lines:
        is_fence = bool(FENCE.match(line))
        code.append(in_code or is_fence)
        in_code = in_code != is_fence
    kept: list[str] = []
    follows = 0  # the level of the heading that comes next, 0 for words
    for line, is_code in zip(lines[::-1], code[::-1], strict=True):
        is_heading = bool(EMPTY_HEADING.match(line)) and not is_code
        level = len(line) - len(line.lstrip("#")) if is_heading else 0
        nothing_beneath = (follows != 0 and follows <= level) or not any(each.strip() for each in kept)
        if is_heading and nothing_beneath:
            continue
        if line.strip():
            follows = level
        kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept[::-1])) if not any(code) else "\n".join(kept[::-1])


def _unlinked(line: str) -> str:
    """A link between notes as the words it shows."""
    return NOTE_LINK.sub(lambda found: (found[2] or found[1]).strip(), line)


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    lines: list[str] = []
    in_code = False
    for line in text.split("\n"):
        is_fence = bool(FENCE.match(line))
        in_code = in_code != is_fence
        lines.append(line if in_code or is_fence else change(line))
    return "\n".join(lines)
