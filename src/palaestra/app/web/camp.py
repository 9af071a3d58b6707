"""What every page of the camp works with: the practice folder, the rooms, and the work under way."""

from functools import cached_property

from palaestra.app.views.sheets import Look
from palaestra.kit.catalogue import Catalogue
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.plan import Plan, newly_reached
from palaestra.practice.settings import FILE
from palaestra.practice.today import current_plan

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
        # practice.toml is the learner's to edit, also while the camp is open.
        settings = self.folder.settings
        given = settings.keys.split()
        keys = {} if given == [KEYS_OFF] else dict(zip(KEY_NAMES, given, strict=False))
        return Look(settings.theme, keys)

    def record_states(self) -> None:
        """Keep the module states that what was just done has reached; a state once kept is never withdrawn."""
        reached = newly_reached(self.plan())
        if reached:
            self.folder.log.append_all([("state", {"module": module, "state": state}) for module, state in reached])

    def reread_settings(self) -> None:
        """Read practice.toml again where it has changed on disk."""
        stamp = (self.folder.root / FILE).stat().st_mtime_ns
        if stamp != getattr(self, "_stamp", stamp):
            self.folder.__dict__.pop("settings", None)
        self._stamp = stamp
