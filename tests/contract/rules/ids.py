"""Ids are permanent and unique: review history and passed exercises hang on them.

`ids.txt` in each room records every id it ever gave out, one a line as
`kind id`, with `retired` before it once nothing carries it any more.
`make ids` adds new ones; nothing is ever removed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from palaestra.kit.catalogue import Room
from palaestra.kit.checks import Check
from tests.contract.rules import kept

LEGAL = re.compile(r"([a-z0-9_]+|topics/[a-z0-9]+(-[a-z0-9]+)*)/[a-z0-9]+(-[a-z0-9]+)*(:[a-z0-9]+(-[a-z0-9]+)*)?")


def ids_are_unique_and_legal(room: Room) -> Iterator[Check]:
    """No two things of a kind share an id, former ids included."""
    counts = Counter([*living(room), *(former for former, _ in aliases(room))])
    for (kind, name), times in counts.items():
        yield kept("ids are unique", times == 1, f"{kind} {name} stands {times} times", "Give the newer one a new id.")
        yield kept("ids are legal", bool(LEGAL.fullmatch(name)), f"{kind} {name}", "Use lower-case words and hyphens.")


def ids_are_permanent(room: Room) -> Iterator[Check]:
    """Every recorded id still leads somewhere, and every living id is recorded."""
    recorded, retired = recorded_ids(room.folder / "ids.txt")
    alive, former = set(living(room)), {each for each, _ in aliases(room)}
    for kind, name in sorted(recorded - alive - former):
        mend = f"Renamed? Add {name!r} to the aliases of what replaced it. Gone? Mark its line 'retired' in ids.txt."
        yield kept("a renamed id keeps an alias", False, f"{kind} {name} is recorded but leads nowhere", mend)
    for kind, name in sorted((alive | former) & retired):
        yield kept("a retired id is never reused", False, f"{kind} {name} was retired", "Choose a new id.")
    for kind, name in sorted(alive - recorded - retired):
        yield kept("every id is recorded", False, f"{kind} {name} is not in ids.txt", "Run `make ids` and commit it.")
    yield kept("ids are permanent", True, "", "")


def living(room: Room) -> list[tuple[str, str]]:
    """(kind, id) of everything in the room that carries an id now."""
    mistakes = [("mistake", f"{each.id}:{one.id}") for each in room.exercises for one in each.mistakes]
    return [
        *(("card", each.id) for each in room.cards),
        *(("exercise", each.id) for each in room.exercises),
        *(("experiment", each.id) for each in room.experiments),
        *mistakes,
    ]


def aliases(room: Room) -> list[tuple[tuple[str, str], str]]:
    """((kind, former id), present id) for everything that was renamed."""
    kinds = [("card", room.cards), ("exercise", room.exercises), ("experiment", room.experiments)]
    return [((kind, former), each.id) for kind, many in kinds for each in many for former in each.aliases]


def recorded_ids(path: Path) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The living and the retired ids of an ids.txt."""
    recorded: set[tuple[str, str]] = set()
    retired: set[tuple[str, str]] = set()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for words in (line.split() for line in lines if line.strip() and not line.startswith("#")):
        (retired if words[0] == "retired" else recorded).add((words[-2], words[-1]))
    return recorded, retired


def record(room: Room) -> list[str]:
    """Add the room's new ids to its ids.txt; returns the lines added."""
    path = room.folder / "ids.txt"
    recorded, retired = recorded_ids(path)
    new = [f"{kind} {name}" for kind, name in sorted(set(living(room)) - recorded - retired)]
    if not path.exists():
        path.write_text(
            '# Every id this room ever gave out. Ids are permanent: add, mark "retired", never remove or reuse.\n'
        )
    if new:
        path.write_text(path.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in new), encoding="utf-8")
    return new
