"""A file a learner brings: whatever it holds of a tracker, a weekly log or a table of hours."""

from dataclasses import dataclass
from pathlib import Path

from palaestra.kit.refusal import Refusal
from palaestra.practice.exchange import hours_import, tracker_import, weekly_log_import
from palaestra.practice.exchange.hours_import import HoursImport
from palaestra.practice.exchange.tracker_import import Import
from palaestra.practice.exchange.weekly_log_import import WeeksImport
from palaestra.practice.folder import PracticeFolder

TABLES = (".csv", ".tsv")


@dataclass(frozen=True)
class FileImport:
    """Everything a file holds, ready to be looked at and applied."""

    path: Path
    tracker: Import
    weeks: WeeksImport | None
    hours: HoursImport | None

    def is_empty(self, replace: bool = False) -> bool:
        """Nothing in it is new."""
        no_weeks = self.weeks is None or self.weeks.is_empty(replace)
        return self.tracker.is_empty and no_weeks and (self.hours is None or self.hours.is_empty)

    def apply(self, replace: bool = False) -> None:
        """Take it in; twice changes nothing. `replace`: weeks told in other words here take the file's."""
        self.tracker.apply()
        if self.weeks:
            self.weeks.apply(replace)
        if self.hours:
            self.hours.apply()


def prepare_file(folder: PracticeFolder, path: Path) -> FileImport:
    """Read a file; nothing is written. One that holds nothing of ours is refused."""
    tracker = tracker_import.prepare(folder, path)
    if path.suffix.lower() in TABLES:
        return FileImport(path, tracker, None, hours_import.prepare(folder, path))
    weeks = weekly_log_import.prepare(folder, path)
    has_weeks = bool(weeks.weeks)
    if not tracker.preview.tracker.boxes and not has_weeks:
        raise Refusal(
            f"{path.name} has no check-boxes, no weeks and no hours.",
            "Boxes read `- [ ] title`, weeks `- W5: what you did` under a month, hours stand in a .csv.",
        )
    return FileImport(path, tracker, weeks if has_weeks else None, None)
