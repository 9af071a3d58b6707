"""Holes: running the library with the learner's code in place of a definition.

    fills = [Fill.of("palaestra.systems.bandits.policies:UCB1.bonus", "exercises/bandits/ucb-bonus.py")]
    subprocess.run([...], env={**os.environ, **environment(fills)})

An import hook compiles the learner's code in place of the node before the room
is first imported, in every process. Nothing is patched afterwards: names
imported elsewhere, default arguments, dispatch tables, `super()`, pickles and
worker processes all see the learner's code. A traceback shows the learner's
file and line.

The learner's file shares the room's globals: it may use every name of the
room, must not define one, and may import what the room imports as well. Rooms
start with `from __future__ import annotations`.
"""

from palaestra.kit.holes.fills import Fill, FillError, Hole, digest_of
from palaestra.kit.holes.hook import (
    called,
    digest,
    examine,
    handshake,
    install,
    install_from_environment,
    installed,
    true_place,
    unwatched_holes,
)
from palaestra.kit.holes.processes import environment
from palaestra.kit.holes.sabotaging import sabotage
from palaestra.kit.holes.stripping import stripped_tree
from palaestra.kit.holes.stubs import is_untouched, reference_source, stub

__all__ = [
    "Fill",
    "FillError",
    "Hole",
    "called",
    "digest",
    "digest_of",
    "environment",
    "examine",
    "handshake",
    "install",
    "install_from_environment",
    "installed",
    "is_untouched",
    "reference_source",
    "sabotage",
    "stripped_tree",
    "stub",
    "true_place",
    "unwatched_holes",
]
