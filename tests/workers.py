"""Workers of the lab in this process, for tests of what is done with answers rather than of who gives them."""

import importlib
import json
import sys
from collections import deque
from collections.abc import Sequence
from typing import Any

from palaestra.kit.experiment import Experiment
from palaestra.kit.holes import Fill
from palaestra.lab import LocalWorkers
from palaestra.lab.worker import perform
from palaestra.lab.workers import Answer, Task


class WorkersHere:
    """Performs each task when its answer is asked for. What passes to and fro is JSON, as through the pipes."""

    def __init__(self, experiment: Experiment) -> None:
        self.rooms = experiment.folder.parent.parent
        self.waiting: deque[Task] = deque()
        for name in [each for each in sys.modules if each.startswith(f"palaestra.systems.{experiment.system}")]:
            del sys.modules[name]  # the test may have edited the room since
        importlib.invalidate_caches()

    def submit(self, task: Task) -> None:
        self.waiting.append({**task, "rooms": str(self.rooms), "files": []})

    def collect(self) -> tuple[Task, Answer]:
        task = self.waiting.popleft()
        return task, _through_a_pipe(perform(_through_a_pipe(task)))

    def close(self) -> None:
        self.waiting.clear()

    def __enter__(self) -> "WorkersHere":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def here(experiment: Experiment, fills: Sequence[Fill] = (), count: int = 1) -> LocalWorkers | WorkersHere:
    """In place of `LocalWorkers`; a learner's code can only be filled in before the room is imported, so not here."""
    return LocalWorkers(experiment, fills, count) if fills else WorkersHere(experiment)


def _through_a_pipe(words: Any) -> Any:
    return json.loads(json.dumps(words, allow_nan=False))
