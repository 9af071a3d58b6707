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

from palaestra.app.views import markdown, plainly

TEMPLATES = Path(__file__).parent / "templates"

Links = Mapping[str, Callable[[str], str]]

MARKDOWN_FILTERS: dict[str, Callable[..., Any]] = {
    "inline": markdown.inline_html,
    "markdown": markdown.to_html,
    "python": lambda code: Markup(markdown.highlighted(code, "python")),
    "figure": lambda element, room, keeps="": Markup(markdown.figure_html(room, element, keeps)),
}
"""`inline`: a line of Markdown; `markdown`: a piece; `figure`: an explorable by name."""


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
    made.filters.update(MARKDOWN_FILTERS)
    return made


def render(template: str, links: Links, frame: str = "sheet.html", **values: Any) -> str:
    """A whole page. `links` holds `to` (a page) and `built` (a front-end file); `frame` is the sheet around it."""
    return environment().get_template(template).render(**links, frame=frame, **values)
