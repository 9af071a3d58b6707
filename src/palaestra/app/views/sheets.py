"""Templates and the places they link to.

The same templates print the camp and the published site; only where a link
leads differs, so templates ask `to("found/bandits")` and `built("camp.css")`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from palaestra.app.views import plainly

TEMPLATES = Path(__file__).parent / "templates"
BUILT = Path(__file__).parent.parent / "web" / "static" / "built"

Links = Mapping[str, Callable[[str], str]]


@dataclass(frozen=True, slots=True)
class Look:
    """How a page looks and listens: its theme, and the keys of a review by what they do (none when they are off)."""

    theme: str = "system"
    keys: Mapping[str, str] = field(default_factory=dict[str, str])

    def key(self, does: str) -> str:
        """The key that does something, or nothing when keys are off."""
        return self.keys.get(does, "")


@cache
def environment() -> Environment:
    """The templates; a name a page forgets to fill is an error, never an empty place."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(plainly.FILTERS)
    made.filters.update(_markdown_filters())
    return made


def _markdown_filters() -> dict[str, Callable[..., Any]]:
    """`inline` (a line of Markdown), `markdown` (a piece), `figure` (an explorable by name); read when first used."""
    from palaestra.app.views import markdown

    return {
        "inline": markdown.inline_html,
        "markdown": markdown.to_html,
        "python": lambda code: Markup(markdown.highlighted(code, "python")),
        "figure": lambda element, room, keeps="": Markup(markdown.figure_html(room, element, keeps)),
    }


def render(template: str, links: Links, frame: str = "sheet.html", **values: Any) -> str:
    """A whole page. `links` holds `to` (a page) and `built` (a front-end file); `frame` is the sheet around it."""
    return environment().get_template(template).render(**links, frame=frame, **values)


def figure_still(room: str, element: str) -> str:
    """The picture of an explorable that stands there until, or instead of, its script."""
    path = BUILT / "figures" / room / f"{element}.html"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
