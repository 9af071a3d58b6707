"""The parts of a site that are made from all of it. A module here with `pages(edition, content)` is one."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from palaestra.app.site.content import Content, Page
from palaestra.app.site.edition import Edition


def all_pages(edition: Edition, content: Content) -> Iterator[Page]:
    """The pages of every part, by the names of their modules."""
    for name in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        yield from import_module(f"{__name__}.{name}").pages(edition, content)
