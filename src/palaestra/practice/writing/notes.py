"""Notes: Markdown files under notes/, written in the learner's own editor.

An explanation is a note on one module, scored by its writer on the journal's rubric.
"""

from collections.abc import Sequence
from pathlib import Path

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.journal import RUBRIC
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import free_file, slug

ASKED = "In your own words, five minutes. It should say:"


def new_note(folder: PracticeFolder, title: str, text: str = "", about: str = "") -> Path:
    """A note of that title in notes/, never over another one; the file is then the learner's."""
    title = " ".join(title.split())
    if not title:
        raise Refusal("A note needs a title.", 'For example: palaestra note "Why UCB explores".')
    path = free_file(folder.root / "notes", slug(title))
    lines = [f"# {title}", ""]
    if about:
        lines += [f"About [[{about}]].", ""]
    folder.write(path, "\n".join([*lines, *([text.strip(), ""] if text.strip() else [])]))
    name = path.relative_to(folder.root).as_posix()
    folder.log.append("note", path=name, title=title, about=about or None)
    return path


def explanation_path(folder: PracticeFolder, module: str) -> Path:
    """Where the explanation of a module is written."""
    return folder.root / "notes" / "explanations" / f"{slug(module.replace('/', '-'))}.md"


def begin_explanation(folder: PracticeFolder, module: str, title: str) -> Path:
    """The file to explain a module in, with what it will be scored on; one that is there is left as it is."""
    path = explanation_path(folder, module)
    if not path.exists():
        asks = "\n".join(f"- {each}" for each in RUBRIC)
        folder.write(path, f"# {title}, explained\n\n{ASKED}\n\n{asks}\n\n")
    return path


def is_blank(text: str) -> bool:
    """Whether an explanation holds nothing yet but its heading and what it will be scored on."""
    ours = {ASKED, *(f"- {each}" for each in RUBRIC)}
    lines = (line.strip() for line in text.splitlines())
    return not any(line and line not in ours and not line.startswith("#") for line in lines)


def score_explanation(folder: PracticeFolder, module: str, scores: Sequence[int]) -> Event:
    """Keep the learner's own scores for their explanation, one for each line of the rubric."""
    path = explanation_path(folder, module)
    if not path.exists():
        raise Refusal(f"There is no explanation of {module} yet.", f"`palaestra note --explain {module}` begins one.")
    if is_blank(path.read_text(encoding="utf-8", errors="replace")):
        raise Refusal(f"The explanation of {module} has no words of yours yet.", f"Write it in {path}, then score it.")
    if len(scores) != len(RUBRIC) or not all(score in (0, 1, 2) for score in scores):
        raise Refusal(
            f"An explanation has {len(RUBRIC)} scores of 0, 1 or 2.",
            "For example: --scores 2,1,2,1 (missing, partly, clear).",
        )
    name = path.relative_to(folder.root).as_posix()
    return folder.log.append("explanation", module=module, path=name, scores=list(scores))
