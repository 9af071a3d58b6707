"""A look at every link of a path in the background, a page at a time reloading what it found."""

import threading
from datetime import date

from palaestra.kit.curriculum import Curriculum
from palaestra.practice.path.links import Checked, LinkCache, check, links_of


class Looking:
    """One check under way or just ended. It ends with the process; what was seen is kept as it comes in."""

    def __init__(self, curriculum: Curriculum, cache: LinkCache, today: date, anew: bool) -> None:
        self.done = 0
        self.count = 0
        self.found: Checked | None = None
        self._of = (links_of(curriculum), cache, today, anew)
        self._thread = threading.Thread(target=self._run, daemon=True, name="looking at links")
        self._thread.start()

    @property
    def is_under_way(self) -> bool:
        return self._thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Until it has ended, for tests and short paths."""
        self._thread.join(seconds)

    def _run(self) -> None:
        links, cache, today, anew = self._of
        self.found = check(links, cache, today, anew=anew, progress=self._progress)

    def _progress(self, done: int, count: int) -> None:
        self.done, self.count = done, count
