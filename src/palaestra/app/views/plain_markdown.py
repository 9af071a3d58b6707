"""An artefact as Markdown that pastes cleanly into LessWrong, the Alignment Forum or any editor.

Nothing of Palaestra is left in it: no front matter, no unanswered questions, no
[[links]] between notes.
"""

from palaestra.kit.refusal import Refusal
from palaestra.practice.writing.artefact import TEXT_SUFFIXES, Artefact
from palaestra.practice.writing.text import linked


def plain_markdown(artefact: Artefact) -> str:
    """The title, then the text. Raises Refusal when nothing is written."""
    return f"# {artefact.title}\n\n{plain_text(artefact)}"


def plain_text(artefact: Artefact) -> str:
    """What the artefact says; a link between notes becomes the words it shows. Raises Refusal when that is nothing."""
    text = artefact.body()
    if not text:
        is_text = artefact.path is not None and artefact.path.suffix.lower() in TEXT_SUFFIXES
        give = f"Give it a Markdown file: `palaestra artefact change {artefact.id} --file FILE`."
        raise Refusal(f"“{artefact.title}” has no text yet.", f"Write in {artefact.file}." if is_text else give)
    return linked(text, lambda _name: "")
