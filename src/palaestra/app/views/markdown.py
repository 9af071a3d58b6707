"""Markdown to HTML: markdown-it-py reads it, nh3 lets only harmless HTML through, whoever wrote it.

A lesson is shipped with the package and may hold figures (custom elements); a
learner's note may not. Both go through the same sanitiser.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from palaestra.app.views.built import figure_still
from palaestra.kit.catalogue import Lesson, Room, read_toml
from palaestra.kit.exercise import Exercise
from palaestra.kit.lesson import Excerpt, with_code

TAGS = nh3.ALLOWED_TAGS | {"section", "figure", "figcaption", "input"} - {"style", "script", "img"}
ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"class", "id", "title", "lang"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start"},
}
FOLD = re.compile(r"<p>\[fold ([^<]*?)\]</p>(.*?)<p>\[end fold\]</p>", re.S)
FIGURE = re.compile(r"<p>\s*&lt;([a-z]+(?:-[a-z]+)+)&gt;&lt;/\1&gt;\s*</p>")


def to_html(text: str) -> Markup:
    """A piece of Markdown as HTML that cannot run or fetch anything."""
    html = nh3.clean(reader().render(text), tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener", url_schemes=SCHEMES)
    return Markup(_scrolling_tables(html))


def inline_html(text: str) -> Markup:
    """One line of Markdown (a claim, a hint, a title) without a paragraph around it."""
    return Markup(nh3.clean(reader().renderInline(text), tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener"))


SCHEMES = {"http", "https", "mailto"}


def lesson_html(room: Room, lesson: Lesson, to: Callable[[str], str], unwritten: Sequence[Exercise] = ()) -> Markup:
    """A lesson with its code included from source, its formulas marked, its figures in place.

    An exercise or experiment named by its id becomes a link; `to` says where a page is. What stands between
    a line `[fold TITLE]` and a line `[end fold]` is closed until the reader opens it. So is the code of the
    exercises that the reader has yet to write.
    """

    def fence(language: str, piece: Excerpt) -> str:
        shown = _code_fence(language, piece)
        hole = next((each for each in unwritten if holds(piece.source, each)), None)
        return f"[fold Yours to write: {hole.title}]\n\n{shown}\n\n[end fold]" if hole else shown

    text = with_code(lesson.path.read_text(encoding="utf-8"), room.folder, fence)
    html = FIGURE.sub(lambda found: figure_html(room, found[1], to("cards/keep")), str(to_html(text)))
    html = FOLD.sub(r"<details class='fold'><summary>\1</summary>\2</details>", html)
    places = {each.id: f"exercise/{each.id}" for each in room.exercises}
    places |= {each.id: f"lab/{each.id}" for each in room.experiments}

    def linked(found: re.Match[str]) -> str:
        place = places.get(found[1])
        address = to(place) if place else ""  # a published site has no page for an exercise
        return f'<a href="{address}">{found[0]}</a>' if address else found[0]

    return Markup(re.sub(r"<code>([a-z0-9_]+/[a-z0-9-]+)</code>", linked, html))


def holds(source: str, exercise: Exercise) -> bool:
    """Whether a piece of a room's source, named as in a lesson, shows the hole of an exercise or part of it."""
    file, _, name = source.partition("#")
    if file != f"{exercise.module.rpartition('.')[2]}.py":
        return False
    hole = exercise.qualname
    return not name or not hole or f"{name}.".startswith(f"{hole}.") or f"{hole}.".startswith(f"{name}.")


def figure_html(room: Room, element: str, keeps: str = "") -> str:
    """An explorable: the custom element with its still picture inside, which its script replaces; then its questions.

    keeps: where a form that keeps the questions as cards is sent; empty on a page without a camp.
    """
    picture = f'<{element} class="figure wide">{figure_still(room.name, element)}</{element}>'
    path = room.folder / "figures" / f"{element}.toml"
    wanted = read_toml(path)["cards"] if path.is_file() else []
    cards = [card for name in wanted for card in room.cards if card.id == f"{room.name}/{name}"]
    if not cards:
        return picture
    asked = "".join(
        f"<details><summary>{inline_html(card.question)}</summary>{to_html(card.answer)}</details>" for card in cards
    )
    names = "".join(f'<input type="hidden" name="card" value="{card.id}">' for card in cards)
    form = f'<form method="post" action="{keeps}">{names}<button>Keep these as cards</button></form>' if keeps else ""
    return f'{picture}<div class="figure recall"><p class="panel-title ink">To remember</p>{asked}{form}</div>'


def figures_of(room_folder: Path) -> list[str]:
    """The names of a room's explorables, found by folder: a file with a hyphen in its name is one."""
    return [path.stem for path in sorted((room_folder / "figures").glob("*-*.js"))]


def figures_in(html: str, room_folder: Path) -> list[str]:
    """The names of the room's explorables that a page holds; each needs its script."""
    return [name for name in figures_of(room_folder) if f"<{name} " in html]


DISPLAYED = re.compile(r"^\$\$.+?\$\$[ \t]*$", re.DOTALL | re.MULTILINE)


def equations(text: str) -> Markup:
    """The displayed formulas of a text without its words, to stand beside the code that computes them."""
    return to_html("\n\n".join(DISPLAYED.findall(text)))


def has_formulas(html: str) -> bool:
    return 'class="maths' in html


@cache
def reader() -> MarkdownIt:
    """CommonMark with tables, footnotes and dollar maths; raw HTML is shown as text."""
    made = MarkdownIt("commonmark", {"html": False, "typographer": True, "highlight": highlighted})
    made.enable(["table", "strikethrough", "replacements", "smartquotes"])
    made.add_render_rule("image", _picture)
    made.use(footnote_plugin).use(dollarmath_plugin, renderer=_formula, allow_digits=False, double_inline=True)
    return made


def highlighted(code: str, language: str, _attributes: str = "") -> str:
    """Code with the few classes the style sheet knows; an unknown language stays plain."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language or "text", stripnl=False)
    except ClassNotFound:
        return ""
    return highlight(code, lexer, HtmlFormatter(nowrap=True))


def _formula(tex: str, options: dict[str, bool]) -> str:
    """TeX, readable as it is; the page's script sets it."""
    shown = tex.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<code class="maths{" display" if options.get("display_mode") else ""}">{shown}</code>'


def _code_fence(language: str, piece: Excerpt) -> str:
    return f"```{language}\n{piece.code}\n```\n\n[source {piece.source} {piece.line}]"


def _picture(_renderer: Any, tokens: Sequence[Token], place: int, _options: Any, _env: Any) -> str:
    """A picture leaves its words: fetched from another machine, it would tell that machine who is reading."""
    return f"<em>{escape(tokens[place].content)}</em>"


def _scrolling_tables(html: str) -> str:
    opened = '<div class="scrolls" tabindex="0" role="region" aria-label="Table"><table>'
    named = re.sub(r"<p>\[source (\S+) (\d+)\]</p>", r'<span class="code-source">\1, line \2</span>', html)
    focusable = named.replace("<pre>", '<pre tabindex="0">')  # it scrolls, so the keyboard must be able to reach it
    return focusable.replace("<table>", opened).replace("</table>", "</table></div>")
