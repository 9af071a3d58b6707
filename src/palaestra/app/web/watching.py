"""Watching exercise files: whoever looks at an exercise sees the verdict on the file as it was last saved.

A page asks again and again (`look`); a file that has changed since is judged
in a thread, by one warm grader process that all exercises share.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from palaestra.app.practising import Practising
from palaestra.grader import Judgement, Worker
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.lab import require
from palaestra.practice.days.today import current_plan
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.facts import record_reached

Stamp = tuple[int, int]


@dataclass
class Watched:
    """One exercise under watch. `version` changes with everything a page could show."""

    version: int = 0
    stamp: Stamp | None = None
    is_judging: bool = False
    judgement: Judgement | None = None
    is_named: bool = False
    was_asked: bool = False
    refusal: Refusal | None = None


class Watch:
    """All exercises under watch in one camp. Close it when the camp closes."""

    def __init__(self, folder: PracticeFolder, catalogue: Catalogue) -> None:
        self.folder, self.catalogue = folder, catalogue
        self._watched: dict[str, Watched] = {}
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._threads: list[threading.Thread] = []

    def work(self, exercise_id: str) -> Practising:
        """The learner's work on an exercise; an unknown id is refused."""
        return Practising(self.catalogue.exercise(exercise_id), self.folder, self.catalogue)

    def look(self, work: Practising) -> Watched:
        """What is known of the file now; when it has changed, judging begins and the next look will know."""
        with self._lock:
            watched = self._watched.setdefault(work.exercise.id, Watched())
            stamp = stamp_of(work.file)
            if stamp is not None and stamp != watched.stamp and not watched.is_judging:
                watched.stamp, watched.is_judging = stamp, True
                watched.version += 1
                thread = threading.Thread(target=self._judge, args=(work, watched), daemon=True)
                self._threads = [each for each in self._threads if each.is_alive()] + [thread]
                thread.start()
            return watched

    def wait(self, work: Practising) -> Watched:
        """Look, and wait for the verdict; for a page that cannot ask again by itself."""
        watched = self.look(work)
        for thread in list(self._threads):
            thread.join()
        return watched

    def name(self, work: Practising) -> None:
        """The learner asked whether this is a known mistake."""
        watched = self.wait(work)
        watched.is_named = watched.was_asked = True
        watched.version += 1

    def forget(self, work: Practising) -> None:
        """Judge the file anew at the next look."""
        with self._lock:
            self._watched.pop(work.exercise.id, None)

    def close(self) -> None:
        """End the grader process, once the judgement under way (which has a time limit) is done."""
        for thread in list(self._threads):
            thread.join(timeout=60)
        if self._worker is not None:
            self._worker.close()

    def _judge(self, work: Practising, watched: Watched) -> None:
        judgement, refusal, is_named = None, None, False
        try:
            require(work.exercise.id, work.exercise.needs)
            judgement = work.check(self._warm(), record=False)
            is_named = work.shows_name(judgement)
            work.record(judgement, work.file)
            record_reached(self.folder, current_plan(self.folder).curriculum)
        except Refusal as problem:
            refusal = problem
        except Exception as error:
            what = f"The grader broke: {type(error).__name__}: {error}."
            mend = f"`palaestra --debug check {work.exercise.id}` shows where; your file is untouched."
            refusal = Refusal(what, mend)
        finally:
            with self._lock:
                watched.judgement, watched.refusal = judgement, refusal
                watched.is_named, watched.was_asked, watched.is_judging = is_named, False, False
                watched.version += 1

    def _warm(self) -> Worker:
        with self._lock:
            if self._worker is None:
                self._worker = Worker()
            return self._worker


def stamp_of(file: Path) -> Stamp | None:
    """What changes when a file is saved."""
    try:
        there = file.stat()
    except OSError:
        return None
    return there.st_mtime_ns, there.st_size
