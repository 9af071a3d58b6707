"""Fixture rooms beside the shipped ones."""

import shutil
import sys
from pathlib import Path

import pytest

import palaestra.systems

WALK = Path(__file__).parent / "lab" / "rooms"
"""A random walk that runs in milliseconds: what the lab and its commands are tested with."""


def add_rooms(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process and those it starts find the rooms of a folder."""
    monkeypatch.setattr(palaestra.systems, "__path__", [*palaestra.systems.__path__, str(folder)])
    monkeypatch.setenv("PALAESTRA_ROOMS", str(folder))


def add_copy(rooms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with a copy that a test may change; returns its folder.

    No bytecode is kept: a file edited twice within a second would be taken for what it was.
    """
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    copy = tmp_path / "rooms"
    shutil.copytree(rooms, copy, ignore=shutil.ignore_patterns("__pycache__"))
    add_rooms(copy, monkeypatch)
    return copy
