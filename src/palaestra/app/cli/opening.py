"""Opening the practice folder, where a command needs it; importing this costs nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from palaestra.practice.folder import PracticeFolder


def practice_folder() -> "PracticeFolder":
    """The learner's folder. Raises Refusal where there is none yet, naming `palaestra init`."""
    from palaestra.practice.folder import PracticeFolder

    return PracticeFolder.default()


def folder_if_any() -> "PracticeFolder | None":
    """The folder, or None when there is none yet: rooms and paths can be read without one."""
    from palaestra.practice.folder import default_path

    return practice_folder() if default_path().exists() else None
