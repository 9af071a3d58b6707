"""Formulas where no script sets them: in a terminal (`c √(ln t / n)` for the TeX of it), and in a file on its own."""

import re
from functools import cache
from html import unescape
from importlib.util import find_spec
from typing import Any

from markupsafe import Markup

DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<![\\$`])\$([^$`]+?)\$")
NAME_AND_SPACE = re.compile(r"\\(?!(?:hat|bar|tilde|frac|sqrt|bigl|bigr|left|right)\b)([a-zA-Z]+) (?=\S)")
STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
STRESS = re.compile(r"(?<!`)`(?!`)|\*+(?=\S)|(?<=\S)\*+|\$(?=[A-Za-z\\])|(?<=[\w}])\$|\[\[|\]\]")
RAISED = re.compile(r"([\^_])\{(?!-1\})([^{}]*[^{}\w\\][^{}]*)\}")
"""What stands above or below the line in more than one piece, which would run into what follows it."""
SIGNS = re.compile(r"(?:^|(?<=\s))#{1,6}(?=\s)|```\S*(?: source=\S+)?")


FORMULA = re.compile(r'<code class="maths( display)?">(.*?)</code>', re.DOTALL)


def set_formulas(html: str) -> str:
    """The HTML with its formulas as MathML, which browsers set themselves."""
    return FORMULA.sub(lambda found: _formula(unescape(found[2]), bool(found[1])), html)


def without_tex(markdown: str) -> str:
    """The text with every formula in plain characters and bold words as they are; code is left alone."""
    displayed = DISPLAYED.sub(lambda found: f"    {plain(found[1])}", markdown)
    return STRONG.sub(r"\1", INLINE.sub(lambda found: plain(found[1]), displayed))


def without_marks(piece: str) -> str:
    """A piece cut out of Markdown as it is read aloud, on one line: no signs of headings, stress, links or code.

    Formulas stand in plain characters. Whatever else is in it stays, such as where a word was found.
    """
    return " ".join(SIGNS.sub(" ", STRESS.sub("", without_tex(piece))).split())


def _formula(tex: str, is_display: bool) -> str:
    """MathML, which browsers set themselves; words where the `paper` extra is not installed."""
    if find_spec("latex2mathml") is None:
        return f"<em>{Markup.escape(plain(tex))}</em>"
    from latex2mathml.converter import convert

    if not is_display:
        return convert(tex)
    return f'<div class="scrolls" tabindex="0" role="region" aria-label="Formula">{convert(tex, display="block")}</div>'


def plain(tex: str) -> str:
    """One formula, on one line: Greek letters as such, roots and fractions with the parentheses they need."""
    held = RAISED.sub(r"\1{(\2)}", tex)
    spaced = NAME_AND_SPACE.sub(r"\\\1{} ", " ".join(held.split()))  # TeX swallows the space behind a name
    said = _reader().latex_to_text(spaced)
    return re.sub(r" {2,}", " ", said.replace("^⊤", "ᵀ").replace("^-1", "⁻¹")).strip()


@cache
def _reader() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    known = get_default_latex_context_db()
    fraction = MacroTextSpec("frac", simplify_repl=_fraction)
    root = MacroTextSpec("sqrt", simplify_repl=_root)
    known.add_context_category("terminal", prepend=True, macros=[fraction, root])
    return LatexNodes2Text(latex_context=known, math_mode="text", strict_latex_spaces=True)


def _fraction(node: Any, l2tobj: Any) -> str:
    top, bottom = (l2tobj.nodelist_to_text([each]) for each in node.nodeargd.argnlist)
    return f"{_held(top)} / {_held(bottom)}"


def _root(node: Any, l2tobj: Any) -> str:
    return f"√({l2tobj.nodelist_to_text([node.nodeargd.argnlist[-1]])})"


def _held(part: str) -> str:
    """In parentheses, unless it is one piece."""
    return f"({part})" if re.search(r"[\s+\-/]", part.strip()) and not re.fullmatch(r"\w+\([^()]*\)", part) else part
