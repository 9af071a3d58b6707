"""What runs inside a filled room while it is imported: the learner's file, the name check, the was-it-called flags.

A spliced room calls `begin` where a hole was and `finish` at its end. Both are
reached through the entries `splice` leaves here, by module name.
"""

import builtins
import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, cast

from palaestra.kit.holes.fills import Fill, FillError, Hole

MISSING = object()


@dataclass
class Entry:
    """One fill of a room being imported."""

    fill: Fill
    code: CodeType | None
    """The learner's file (without the method, for a nested hole), run in the room's globals."""
    flag_name: str
    flag: list[bool]
    meant: frozenset[str]
    """Names that mean something to the room, which the learner's file must leave as they are."""
    watch_creation: bool
    """A class without functions of its own counts as called when an instance is made."""
    watched: bool
    """Whether anything in the hole can carry the flag."""
    early: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the learner's file bound to names the room binds later."""


_entries: dict[str, list[Entry]] = {}
_flags: dict[Hole, list[bool]] = {}


def flag_of(hole: Hole) -> list[bool]:
    """The one-item list that learner code sets when it is called; the same one across reloads."""
    return _flags.setdefault(hole, [False])


def register(module: str, filled: list[Entry]) -> None:
    """Leave the entries of a spliced room where its `begin` and `finish` find them."""
    _entries[module] = filled


def entries() -> Iterator[Entry]:
    """The entries of every room loaded so far."""
    return (entry for each in _entries.values() for entry in each)


def loaded() -> set[str]:
    """The modules whose holes are filled in this process."""
    return _finished


_finished: set[str] = set()


def begin(module: str, index: int, room: dict[str, Any]) -> None:
    """Run the learner's file of the entry in the room's globals; refuse when it changes what a room's name means."""
    entry = _entries[module][index]
    room[entry.flag_name] = entry.flag
    if entry.code is None:
        return
    before = {name: _meaning(room, name) for name in entry.meant}
    exec(entry.code, room)
    for name, old in before.items():
        new = _meaning(room, name)
        if new is old:
            continue
        if old is not MISSING:
            raise _taken(entry, name)
        entry.early[name] = new
    if entry.watch_creation and not entry.fill.hole.classes:
        _watch_creation(entry, room)


def finish(module: str, room: dict[str, Any]) -> None:
    """After the room's own code: names the learner bound early must mean the same now."""
    for entry in _entries[module]:
        for name, value in entry.early.items():
            if room.get(name, MISSING) is not value:
                raise _taken(entry, name)
        if entry.watch_creation and entry.fill.hole.classes:
            _watch_creation(entry, room)
    _finished.add(module)


def _meaning(room: dict[str, Any], name: str) -> Any:
    return room.get(name, vars(builtins).get(name, MISSING))


def _taken(entry: Entry, name: str) -> FillError:
    what = f"{entry.fill.file}: {name} means something else in {entry.fill.hole.module}."
    mend = "Import it under another name; your file shares the room's names."
    return FillError(what, mend, entry.fill.file)


def _watch_creation(entry: Entry, room: dict[str, Any]) -> None:
    first, *rest = entry.fill.hole.qualname.split(".")
    kind: Any = functools.reduce(getattr, rest, room[first])
    create = cast(dict[str, Any], vars(kind)).get("__init__")
    if create is None:
        entry.flag[0] = True  # an enumeration or a bare record: nothing of it can be called
        return

    @functools.wraps(create)
    def flagged(*arguments: Any, **named: Any) -> None:
        entry.flag[0] = True
        create(*arguments, **named)

    type.__setattr__(kind, "__init__", flagged)
