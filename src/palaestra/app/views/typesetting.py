"""Markdown as a PDF: the reader's tokens written as Typst, set by the `typst` library.

Headings, paragraphs, emphasis, lists, tables, code, quotations, links, notes
(numbered, as a list where they are written), figures, and the formulas `tex_maths` understands; a formula it does not
is set as text, and named. Words reach Typst as strings, so no word of the author's is taken for a command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from markdown_it.tree import SyntaxTreeNode

from palaestra.app.views.formulas import plain
from palaestra.app.views.markdown import reader
from palaestra.app.views.tex_maths import NotUnderstood, to_typst
from palaestra.kit.refusal import Refusal

SHEET = """\
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 28mm, y: 27mm), numbering: "1")
#set text(font: "Libertinus Serif", size: 11pt, lang: "en", hyphenate: true)
#set par(justify: true, leading: 0.68em, spacing: 1.05em)
#set heading(numbering: none)
#set table(stroke: none, inset: (x: 7pt, y: 4pt))
#show heading: set text(hyphenate: false)
#show heading.where(level: 1): it => block(below: 1.1em, text(size: 20pt, weight: "semibold", it.body))
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.8em, text(size: 13pt, weight: "semibold", it.body))
#show heading.where(level: 3): it => block(above: 1.3em, below: 0.7em, text(size: 11pt, weight: "semibold", it.body))
#show link: it => text(fill: rgb("#a5431f"), it)
#show raw: set text(font: "DejaVu Sans Mono", size: 0.82em)
#show raw.where(block: true): it => block(fill: rgb("#fbf8f3"), inset: 8pt, radius: 3pt, width: 100%, it)
#show figure: set block(breakable: false)
#show figure.caption: set text(size: 9.5pt, fill: rgb("#655d52"))
#set figure(gap: 0.9em)

"""
WIDTH_MM = 88


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure of the paper: an SVG that stands alone, and its words."""

    svg: str
    caption: str
    wide_mm: float = WIDTH_MM


@dataclass
class Typeset:
    """A Typst source, and what could not be set as it was written."""

    source: str
    warnings: list[str] = field(default_factory=list[str])


def to_pdf(made: Typeset) -> bytes:
    """The PDF; the same source gives the same bytes. Refused where the `paper` extra is not installed."""
    if find_spec("typst") is None:
        raise Refusal(
            "A PDF needs `typst`, which is not installed.", 'Install it: pip install "palaestra[paper]"; or --no-pdf.'
        )
    import typst

    try:
        return bytes(typst.compile(made.source.encode()))
    except typst.TypstError as error:
        why = " ".join(str(error).split())[:200]
        raise Refusal(
            f"The PDF could not be set: {why}.", "Look at the formulas; --no-pdf prints the page alone."
        ) from error


def typeset(markdown: str, title: str, drawings: Mapping[str, Drawing]) -> Typeset:
    """Markdown as Typst. A paragraph that is only a key of `drawings` becomes that figure."""
    writer = _Writer(drawings)
    body = writer.blocks(SyntaxTreeNode(reader().parse(markdown)))
    return Typeset(SHEET.replace("{title}", _text(title)) + body, writer.warnings)


class _Writer:
    """One pass over the tree; each kind of node has its writer in BLOCKS or INLINES."""

    def __init__(self, drawings: Mapping[str, Drawing]) -> None:
        self.drawings = drawings
        self.warnings: list[str] = []

    def blocks(self, node: SyntaxTreeNode) -> str:
        return "\n".join(self.block(each) for each in node.children)

    def block(self, node: SyntaxTreeNode) -> str:
        write = BLOCKS.get(node.type)
        if write is None:
            self.warnings.append(f"A {node.type.replace('_', ' ')} is left out of the PDF.")
            return ""
        return write(self, node)

    def inline(self, node: SyntaxTreeNode) -> str:
        return "".join(self.piece(each) for each in node.children)

    def piece(self, node: SyntaxTreeNode) -> str:
        write = INLINES.get(node.type)
        return write(self, node) if write else f"#{_text(node.content)}"

    def paragraph(self, node: SyntaxTreeNode) -> str:
        key = node.children[0].content.strip() if node.children else ""
        if key in self.drawings:
            return self.drawing(self.drawings[key])
        return f"{self.inline(node.children[0])}\n" if node.children else ""

    def drawing(self, each: Drawing) -> str:
        picture = f'image(bytes({_text(each.svg)}), format: "svg", width: {each.wide_mm}mm)'
        return f"#figure({picture}, caption: [#{_text(each.caption)}])\n"

    def list(self, node: SyntaxTreeNode) -> str:
        kind = "enum" if node.type == "ordered_list" else "list"
        start = f"start: {int(node.attrs.get('start', 1))}, " if kind == "enum" else ""
        items = ", ".join(f"[{self.blocks(each)}]" for each in node.children)
        return f"#{kind}({start}{items})\n"

    def table(self, node: SyntaxTreeNode) -> str:
        rows = [row for part in node.children for row in part.children]
        align = [str(cell.attrs.get("style", "")).rpartition(":")[2] or "left" for cell in rows[0].children]
        cells = [
            [f"[{self.inline(cell.children[0]) if cell.children else ''}]" for cell in row.children] for row in rows
        ]
        head = "table.header(" + ", ".join(f"strong{each}" for each in cells[0]) + ")"
        body = ", ".join(", ".join(row) for row in cells[1:])
        lines = "table.hline(stroke: 0.7pt)"
        inside = f"{lines}, {head}, table.hline(stroke: 0.4pt), {body + ', ' if body else ''}{lines}"
        columns = f"columns: {len(align)}, align: ({', '.join(align)},)"
        small = "#set text(size: 9.5pt, hyphenate: false)\n#set par(justify: false)\n"
        return f"#block(width: 100%)[{small}#table({columns}, {inside})]\n"

    def notes(self, node: SyntaxTreeNode) -> str:
        items = ", ".join(f"[{self.blocks(each)}]" for each in node.children)
        return f'#enum(numbering: "[1]", {items})\n'

    def maths(self, tex: str, is_display: bool) -> str:
        try:
            said = to_typst(tex)
        except NotUnderstood as error:
            self.warnings.append(f"A formula is set as text in the PDF, since it holds {error}: {tex.strip()[:60]}")
            return f"#{_text(plain(tex))}" if not is_display else f"#align(center)[#{_text(plain(tex))}]\n"
        return f"$ {said} $\n" if is_display else f"${said}$"


def _text(words: str) -> str:
    """A Typst string."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "") + '"'


def _code(node: SyntaxTreeNode) -> str:
    language = node.info.split()[0] if node.type == "fence" and node.info.strip() else ""
    lang = f", lang: {_text(language)}" if language else ""
    return f"#raw({_text(node.content.rstrip())}, block: true{lang})\n"


def _heading(writer: _Writer, node: SyntaxTreeNode) -> str:
    return f"#heading(level: {node.tag[1:]})[{writer.inline(node.children[0])}]\n"


def _wrapped(name: str) -> Callable[[_Writer, SyntaxTreeNode], str]:
    return lambda writer, node: f"#{name}[{writer.inline(node)}]"


def _note_number(node: SyntaxTreeNode) -> str:
    return f"#super[#{_text(str(int(node.meta['id']) + 1))}]"


def _link(writer: _Writer, node: SyntaxTreeNode) -> str:
    place = str(node.attrs.get("href", ""))
    return f"#link({_text(place)})[{writer.inline(node)}]" if "://" in place else writer.inline(node)


Write = Callable[[_Writer, SyntaxTreeNode], str]
BLOCKS: dict[str, Write] = {
    "paragraph": _Writer.paragraph,
    "heading": _heading,
    "bullet_list": _Writer.list,
    "ordered_list": _Writer.list,
    "list_item": _Writer.blocks,
    "table": _Writer.table,
    "fence": lambda _writer, node: _code(node),
    "code_block": lambda _writer, node: _code(node),
    "blockquote": lambda writer, node: f"#quote(block: true)[{writer.blocks(node)}]\n",
    "hr": lambda _writer, _node: "#line(length: 100%, stroke: 0.5pt)\n",
    "math_block": lambda writer, node: writer.maths(node.content, True),
    "footnote_block": _Writer.notes,
    "footnote": _Writer.blocks,
}
INLINES: dict[str, Write] = {
    "text": lambda _writer, node: f"#{_text(node.content)}",
    "strong": _wrapped("strong"),
    "em": _wrapped("emph"),
    "s": _wrapped("strike"),
    "link": _link,
    "code_inline": lambda _writer, node: f"#raw({_text(node.content)})",
    "softbreak": lambda _writer, _node: "\n",
    "hardbreak": lambda _writer, _node: "#linebreak()",
    "math_inline": lambda writer, node: writer.maths(node.content, False),
    "math_inline_double": lambda writer, node: writer.maths(node.content, True),
    "footnote_ref": lambda _writer, node: _note_number(node),
    "footnote_anchor": lambda _writer, _node: "",
    "image": lambda _writer, node: f"#emph[#{_text(node.content)}]",
}
