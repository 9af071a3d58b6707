"""What every page of the camp works with: the practice folder, the rooms, and the work under way."""

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from palaestra.app.views.plainly import counted
from palaestra.app.views.sheets import Look
from palaestra.kit.catalogue import Catalogue
from palaestra.practice.days.today import current_plan
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.path.facts import record_reached
from palaestra.practice.path.standing import Plan

if TYPE_CHECKING:
    from palaestra.app.web.comparing import Comparisons
    from palaestra.app.web.measuring import Measuring
    from palaestra.app.web.watching import Watch

KEYS_OFF = "off"
KEY_NAMES = ("show", "again", "hard", "good", "easy", "undo")


class Camp:
    """One learner's camp. Reading is lazy: a page opens only what it shows."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    @classmethod
    def default(cls) -> "Camp":
        """The camp over the learner's own folder, which is made on first use."""
        path = default_path()
        is_new = not path.exists() or (path.is_dir() and not any(path.iterdir()))
        return cls(PracticeFolder.create(path) if is_new else PracticeFolder.open(path))

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue.installed()

    def plan(self) -> Plan:
        return current_plan(self.folder)

    def look(self) -> Look:
        """The theme, and the keys of a review by what they do."""
        settings = self.folder.settings
        given = settings.keys.split()
        keys: dict[str, str] = {} if given == [KEYS_OFF] else dict(zip(KEY_NAMES, given, strict=False))
        return Look(settings.theme, keys)

    def record_states(self) -> None:
        """Keep the module states that what was just done has reached; a state once kept is never withdrawn."""
        record_reached(self.folder, self.plan().curriculum)

    def cards_back(self) -> str:
        """When the next cards come back, in words; empty where none is under way."""
        today = self.folder.today()
        days = sorted(each.due_day for each in self.folder.index().cards().values() if each.due_day > today.isoformat())
        if not days:
            return ""
        first = date.fromisoformat(days[0])
        when = "tomorrow" if first == today + timedelta(days=1) else first.strftime("on %A")
        if first >= today + timedelta(days=7):
            when = first.strftime("on %-d %B")
        count = days.count(days[0])
        return f"{counted(count, 'card')} {'comes' if count == 1 else 'come'} back {when}."

    def measured(self) -> set[str]:
        """The experiments the learner's own code has run."""
        return {each.subject for each in self.folder.index().events("result") if each.facts.get("mine")}

    @cached_property
    def watch(self) -> "Watch":
        """The exercise files under watch; the grader starts with the first of them."""
        from palaestra.app.web.watching import Watch

        return Watch(self.folder, self.catalogue)

    @cached_property
    def comparisons(self) -> "Comparisons":
        """The learner's code beside the reference, as it was last saved."""
        from palaestra.app.web.comparing import Comparisons

        return Comparisons()

    @cached_property
    def measuring(self) -> "dict[str, Measuring]":
        """The runs under way or just ended, by experiment."""
        return {}

    def close(self) -> None:
        """End what the camp started: the grader, and runs under way (finished seeds are kept)."""
        if "watch" in self.__dict__:
            self.watch.close()
        if "comparisons" in self.__dict__:
            self.comparisons.close()
        for each in self.measuring.values():
            each.stop()
