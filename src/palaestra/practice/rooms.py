"""Which room something belongs to: the one rule by which minutes, passes and cards of one room meet.

    room_of("bandits/ucb1")                               # "bandits": an exercise, a card, an experiment
    room_of("topics/why-safety/both-sides")               # "topics/why-safety"
    room_of_module("research-engineer/reward-hacking")    # "reward_hacking"

Names alone decide, so that a room not built yet has its hours, too.
"""

from collections.abc import Mapping

OWN = ("own", "notes", "private")
"""Where the learner's own cards and notes are: in no room."""


def room_of(thing: str) -> str:
    """The room or topic of an exercise, card or experiment; empty for the learner's own, a file, or nothing."""
    room, _, _ = thing.rpartition("/")
    return "" if "." in thing or room.partition("/")[0] in OWN else room


def room_of_module(module: str) -> str:
    """The room a module of a path is about, by its short name; a room or a topic is itself."""
    first, _, rest = module.partition("/")
    if first in OWN:
        return ""
    return module if first == "topics" and rest else module.rpartition("/")[2].replace("-", "_")


def by_room(modules: Mapping[str, float]) -> dict[str, float]:
    """What was counted by module, summed by room, most first; the empty name is for what belongs to none."""
    sums: dict[str, float] = {}
    for module, count in modules.items():
        room = room_of_module(module)
        sums[room] = sums.get(room, 0.0) + count
    return dict(sorted(sums.items(), key=lambda each: -each[1]))
