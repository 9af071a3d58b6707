"""Answers of the reference and of known mistakes, kept from one worker to the next beside the stripped tree.

They follow from the package alone, so they are computed once per version of it.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from palaestra.grader.answers import Plain

MARK = ".stripped"
"""What `kit.holes.stripped_tree` writes into a tree: it changes whenever a file of the package does."""


class KeptAnswers:
    """Looks answers up in memory, then on disk, then has them computed."""

    def __init__(self) -> None:
        self._known: dict[str, Sequence[Plain]] = {}

    def get(
        self, tree: Path, text: str, options: dict[str, Any], compute: Callable[[], tuple[Sequence[Plain], bool]]
    ) -> Sequence[Plain]:
        """The answers of this source in this tree under these options.

        `compute` gives them, and whether they are all: on a busy machine some may be missing, and only all are kept.
        """
        facts = [(tree / MARK).read_text(encoding="utf-8"), text, sorted(options.items())]
        key = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
        if key not in self._known:
            file = tree.parent / "answers" / f"{tree.name}-{key[:24]}.json"
            answers = _read(file)
            if answers is None:
                answers, are_all = compute()
                if are_all:
                    _write(file, answers)
            self._known[key] = answers
        return self._known[key]


def _read(file: Path) -> Sequence[Plain] | None:
    with contextlib.suppress(OSError, ValueError):
        answers: Any = json.loads(file.read_text(encoding="utf-8"))
        return cast("list[Plain]", answers) if isinstance(answers, list) else None
    return None


def _write(file: Path, answers: Sequence[Plain]) -> None:
    """Write whole or not at all: another worker may be reading."""
    with contextlib.suppress(OSError):  # a full disk costs time, not a verdict
        file.parent.mkdir(parents=True, exist_ok=True)
        work = file.with_suffix(f".{os.getpid()}.partial")
        work.write_text(json.dumps(list(answers)), encoding="utf-8")
        work.replace(file)
