"""The learner's Markdown with its [[links]] leading to pages of the camp."""

from urllib.parse import quote

from markupsafe import Markup

from palaestra.app.linking import Linking
from palaestra.app.views.markdown import to_html
from palaestra.practice.writing.text import linked

INWARD = "https://camp.invalid/"
"""Carries a link inside the camp through the sanitiser, which lets no relative one by."""


def linked_html(linking: Linking, text: str) -> Markup:
    """The text as HTML that cannot run or fetch anything; a link to what nobody wrote yet leads to writing it."""
    html = to_html(linked(text, lambda name: INWARD + quote(linking.place(name), safe="/?=&#%")))
    return Markup(str(html).replace(f'href="{INWARD}', 'href="/'))
