"""The kinds of the learner's own things. A module here with a `KIND` is one; nothing else has to know of it."""

import pkgutil
from functools import cache
from importlib import import_module

from palaestra.app.site.content import Kind


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by its word, in the order of their modules' names."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    found = [import_module(f"{__name__}.{name}").KIND for name in names]
    return {each.name: each for each in found}
