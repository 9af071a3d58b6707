"""The map of the field: its subfields, what each assumes, and the rooms that touch it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from palaestra.kit.curriculum.reading import read_table

FILE = Path(__file__).parents[2] / "curricula" / "field" / "subfields.toml"


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where to begin reading."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Subfield:
    """One part of technical AI safety, in sentences that can be argued with."""

    id: str
    title: str
    asks: str
    """The question it works on."""
    assumes: str
    """What has to be true for it to matter."""
    doubts: str
    """What speaks against it."""
    begin: Beginning
    rooms: tuple[str, ...] = ()
    """Rooms whose systems it is about, built or planned."""
    names: tuple[str, ...] = ()
    """What a note may call it, in double brackets or as a tag."""


@cache
def subfields() -> tuple[Subfield, ...]:
    """The subfields, in the map's order."""
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(read_table(Subfield, each, ("subfields", number)) for number, each in enumerate(words["subfields"]))
