"""Comparisons run from the browser: one thread each, kept until the file is saved anew."""

import threading
from dataclasses import dataclass

from palaestra.app.comparing import comparison
from palaestra.app.practising import Practising
from palaestra.app.web.watching import Stamp, stamp_of
from palaestra.grader import Comparison
from palaestra.kit.refusal import Refusal
from palaestra.lab import require


@dataclass
class Comparing:
    """One comparison under way, or how it ended."""

    stamp: Stamp | None
    compared: Comparison | None = None
    refusal: Refusal | None = None
    is_running: bool = True
    thread: threading.Thread | None = None


class Comparisons:
    """The comparisons of one camp, by exercise."""

    def __init__(self) -> None:
        self._kept: dict[str, Comparing] = {}
        self._lock = threading.Lock()

    def look(self, work: Practising) -> Comparing:
        """What is known of the file as it is saved now; where nothing is, a comparison begins."""
        with self._lock:
            kept, stamp = self._kept.get(work.exercise.id), stamp_of(work.file)
            if kept is None or (kept.stamp != stamp and not kept.is_running):
                kept = self._kept[work.exercise.id] = Comparing(stamp)
                kept.thread = threading.Thread(target=_run, args=(work, kept), daemon=True)
                kept.thread.start()
            return kept

    def wait(self, work: Practising, seconds: float = 60.0) -> Comparing:
        """Look, and wait for the end of it."""
        kept = self.look(work)
        if kept.thread is not None:
            kept.thread.join(seconds)
        return kept

    def close(self) -> None:
        """Wait for those under way, which have time limits."""
        for kept in self._kept.values():
            if kept.thread is not None:
                kept.thread.join(timeout=60)


def _run(work: Practising, kept: Comparing) -> None:
    try:
        require(work.exercise.id, work.exercise.needs)
        kept.compared = comparison(work)
    except Refusal as problem:
        kept.refusal = problem
    except Exception as error:
        what = f"The grader broke: {type(error).__name__}: {error}."
        kept.refusal = Refusal(what, f"`palaestra --debug compare {work.exercise.id}` shows where.")
    finally:
        kept.is_running = False
