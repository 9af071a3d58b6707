"""Where a room's source is, found without importing the room."""

import importlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from palaestra.kit.holes.fills import FillError, Hole

PACKAGE = Path(__file__).resolve().parents[2]
"""The folder of the palaestra package this process runs."""


def find(module: str) -> ModuleSpec:
    """The module's spec as it is on disk; parents are not run (but for the empty `palaestra.systems`)."""
    if module.startswith("palaestra.systems."):
        importlib.import_module("palaestra.systems")  # it adds the folders of PALAESTRA_ROOMS to its path
    path: Sequence[str] | None = None
    spec: ModuleSpec | None = None
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        name = ".".join(parts[:length])
        spec = PathFinder.find_spec(name, path)
        if spec is None:
            raise FillError(f"There is no module {name}.", "`palaestra systems` lists the rooms.")
        loaded = sys.modules.get(name)
        path = getattr(loaded, "__path__", None) or spec.submodule_search_locations or []
    assert spec is not None
    return spec


def source(module: str) -> tuple[str, str]:
    """A module's text and its path."""
    spec = find(module)
    text = source_by(spec, module)
    return text, spec.origin or module


def source_by(spec: ModuleSpec, module: str) -> str:
    """A module's text through its loader, so that a room in a zip file has one too."""
    read = getattr(spec.loader, "get_source", None)
    text = read(module) if read else None
    if not isinstance(text, str):
        raise FillError(f"{module} has no source to fill a hole in.", "Install Palaestra from a wheel or a checkout.")
    return text


def further_folders() -> list[Path]:
    """The folders of rooms that `PALAESTRA_ROOMS` adds."""
    return [Path(each).resolve() for each in os.environ.get("PALAESTRA_ROOMS", "").split(os.pathsep) if each]


def home_of(hole: Hole) -> Path:
    """The folder of the system a hole is in; outside `palaestra.systems` that of its top-level package.

    For a module that is in no package, its file.
    """
    parts = hole.module.split(".")
    depth = 3 if parts[:2] == ["palaestra", "systems"] else 1
    spec = find(".".join(parts[:depth]))
    folders = spec.submodule_search_locations
    return Path(next(iter(folders)) if folders else spec.origin or "").resolve()
