"""Named, independent random streams grown from one root seed.

A stream is addressed by the root seed and a path of names. Two different
addresses give independent generators (O'Neill's seed-sequence hashing, as in
NumPy's `SeedSequence`), so adding a stream never moves another one, and any
worker can rebuild any stream without passing generators around.
"""

import hashlib

import numpy as np


def stream(root: int, *names: str | int) -> np.random.Generator:
    """The generator at `names` under the root seed, e.g. `stream(7, "rewards", run)`.

    root: a non-negative integer. names: strings or non-negative integers.
    The same address always gives the same draws, in every process.
    """
    if root < 0:
        raise ValueError(f"a root seed is a non-negative integer, not {root}")
    return np.random.default_rng(np.random.SeedSequence([root, *_words(names)]))


def child_seed(root: int, *names: str | int) -> int:
    """A 64-bit seed for code that takes an integer (a compiled kernel, an outside library)."""
    return int(np.random.SeedSequence([root, *_words(names)]).generate_state(1, np.uint64)[0])


def _words(names: tuple[str | int, ...]) -> list[int]:
    # The type is part of the address: stream(0, 1) and stream(0, "1") differ.
    address = b"\x1f".join(f"{type(name).__name__}:{name}".encode() for name in names)
    return list(np.frombuffer(hashlib.sha256(address).digest(), dtype=np.uint32).tolist())
