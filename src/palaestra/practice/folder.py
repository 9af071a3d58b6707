"""The practice folder: plain files in a git repository of the learner's own.

    folder = PracticeFolder.open(path)            # or .default(), or .create(path)
    folder.log.append("note", path="notes/regret.md", title="Regret")
    folder.index().attempts("bandits/ucb-bonus")

Nothing here is ever overwritten without a copy.
"""

import os
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from palaestra.kit.refusal import Refusal
from palaestra.practice import settings as words
from palaestra.practice.durable import make_folder, refusing, replace_file, write_all
from palaestra.practice.events import local_day
from palaestra.practice.index import Index
from palaestra.practice.log import Log
from palaestra.practice.settings import Settings

FOLDERS = ("log", "exercises", "cards", "notes", "private", "studies", "results")
TRACKER = ("<!-- palaestra: tracker -->", "<!-- palaestra: end of tracker -->")
WEEKS = ("<!-- palaestra: weeks -->", "<!-- palaestra: end of weeks -->")
IGNORED = """\
# Derived from log/; delete it any time.
.palaestra/
# Yours alone, never published or pushed.
private/
__pycache__/
"""
ATTRIBUTES = """\
# Two machines may add to one log: keep the lines of both.
log/**/*.jsonl merge=union -text
"""
README = f"""\
# Practice

What stands between the marks is written by Palaestra; the rest of this page is yours.

{TRACKER[0]}
{TRACKER[1]}

{WEEKS[0]}
{WEEKS[1]}
"""
NEW_FILES = {words.FILE: words.TEMPLATE, ".gitignore": IGNORED, ".gitattributes": ATTRIBUTES, "README.md": README}
MODES = ("build", "debug", "guard")
_EXERCISE_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*/[A-Za-z0-9_][A-Za-z0-9_-]*")


class PracticeFolder:
    """One learner's folder. `log` appends, `index()` reads, `settings` is practice.toml."""

    def __init__(self, root: Path, clock: Callable[[], int] = time.time_ns) -> None:
        self.root = root
        self.log = Log(root, clock)
        self._clock = clock
        self._local = threading.local()
        self._settings: tuple[tuple[int, int, int], Settings] | None = None

    @classmethod
    def open(cls, path: Path | str, clock: Callable[[], int] = time.time_ns) -> "PracticeFolder":
        """The practice folder at `path`. Raises Refusal when it is not one or its practice.toml is broken."""
        root = Path(path).expanduser().absolute()
        with refusing(root):
            if not root.exists():
                raise Refusal(f"There is no practice folder at {root} yet.", "`palaestra init` makes one.")
            if not root.is_dir():
                raise Refusal(f"{root} is a file, not a practice folder.", "Name the folder with --home.")
            if not (root / words.FILE).is_file():
                raise Refusal(
                    f"{root} is not a practice folder: it has no {words.FILE}.",
                    "Name yours with --home, or make one there with `palaestra init`.",
                )
        folder = cls(root, clock)
        _ = folder.settings
        return folder

    @classmethod
    def create(
        cls, path: Path | str, *, adopt: bool = False, clock: Callable[[], int] = time.time_ns
    ) -> "PracticeFolder":
        """A new practice folder at `path`, with a git repository where git is at hand.

        `adopt`: the folder may hold files already; they are kept and only what is missing is added.
        """
        from palaestra.practice.repository import begin

        root = Path(path).expanduser().absolute()
        with refusing(root):
            _check_place(root, adopt)
            for name in FOLDERS:
                make_folder(root / name)
            made = [name for name in NEW_FILES if not (root / name).exists()]
            for name in made:
                replace_file(root / name, NEW_FILES[name])
        begin(root, made)
        return cls.open(root, clock)

    @classmethod
    def default(cls) -> "PracticeFolder":
        """The folder PALAESTRA_HOME names, else ~/palaestra."""
        return cls.open(default_path())

    @property
    def settings(self) -> Settings:
        """What practice.toml says now; it is read again when the file has changed."""
        path = self.root / words.FILE
        with refusing(path):
            there = path.stat()
        stamp = (there.st_mtime_ns, there.st_size, there.st_ino)
        if self._settings is None or self._settings[0] != stamp:
            self._settings = (stamp, words.read_settings(path))
        return self._settings[1]

    def change_settings(self, **changes: Any) -> Settings:
        """Write settings into practice.toml, keeping its comments."""
        words.change_settings(self.root / words.FILE, changes)
        return self.settings

    def index(self) -> Index:
        """This thread's index, brought up to date with the log."""
        if not hasattr(self._local, "index"):
            self._local.index = Index(self.log)
        return self._local.index.refresh()

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.fromtimestamp(self._clock() // 1_000 / 1e6, UTC)

    def today(self) -> date:
        """The learner's calendar day."""
        return local_day(self.now())

    def exercise_path(self, exercise_id: str, mode: str = "build") -> Path:
        """Where the learner's file of an exercise lives: `exercises/<system>/<id>.py`.

        The id's hyphens become underscores, so that the file can be imported. In debug mode it
        is the folder `<id>.debug`, in guard mode `test_<id>.py`.
        """
        if not _EXERCISE_ID.fullmatch(exercise_id):
            raise Refusal(f"{exercise_id!r} is not the id of an exercise.", "An id reads system/name.")
        if mode not in MODES:
            raise Refusal(f"There is no mode called {mode!r}.", f"The modes are {', '.join(MODES)}.")
        system, name = exercise_id.replace("-", "_").split("/")
        file = {"build": f"{name}.py", "debug": f"{name}.debug", "guard": f"test_{name}.py"}[mode]
        return self.root / "exercises" / system / file

    def keep_copy(self, path: Path) -> Path | None:
        """Copy a file to `kept/` beside it before it is written anew; the copy, or None when there was no file."""
        if not path.exists():
            return None
        with refusing(path):
            content = path.read_bytes()
            make_folder(path.parent / "kept")
            day = self.today().isoformat()
            for number in range(1, 10_000):
                copy = path.parent / "kept" / f"{path.stem}.{day}-{number}{path.suffix}"
                try:
                    descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
                except FileExistsError:
                    continue
                try:
                    write_all(descriptor, content)
                    os.fsync(descriptor)
                finally:
                    os.close(descriptor)
                return copy
        raise Refusal(f"{path} has been copied ten thousand times today.", "Tidy the folder `kept` beside it.")

    def write(self, path: Path, content: str) -> Path | None:
        """Write a file inside the folder; what was there is copied first. Returns the copy, if one was made."""
        inside = path if path.is_absolute() else self.root / path
        if not inside.resolve().is_relative_to(self.root.resolve()):
            raise Refusal(f"{path} lies outside the practice folder.", "Nothing was written.")
        with refusing(inside):
            if inside.is_file() and inside.read_bytes() == content.encode():
                return None
        copy = self.keep_copy(inside)
        replace_file(inside, content)
        return copy


def default_path() -> Path:
    """Where the practice folder is when nobody says: PALAESTRA_HOME, else ~/palaestra."""
    return Path(os.environ.get("PALAESTRA_HOME") or "~/palaestra").expanduser().absolute()


def _check_place(root: Path, adopt: bool) -> None:
    if root.exists() and not root.is_dir():
        raise Refusal(f"{root} is a file; a practice folder cannot be made there.", "Name another place.")
    if (root / words.FILE).exists():
        raise Refusal(f"{root} is a practice folder already.", f"`palaestra --home {root} today` opens it.")
    if root.is_dir() and any(root.iterdir()) and not adopt:
        raise Refusal(
            f"{root} is not empty; nothing was written.",
            "Name an empty place, or pass --yes to add a practice folder's files beside what is there.",
        )
