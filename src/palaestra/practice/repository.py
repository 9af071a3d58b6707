"""The git repository of a practice folder. Without git everything but sync works."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SECONDS = 20
NOBODY_ASKED = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}
"""git must never wait for an answer, and its words must be those we read."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one git command did."""

    code: int
    said: str
    """Its output."""
    error: str

    @property
    def is_good(self) -> bool:
        return self.code == 0


def git(root: Path, *arguments: str, seconds: float = SECONDS) -> Ran:
    """Run git in a folder, without questions. One that cannot run has code 127, one that takes too long 124."""
    environment = {**os.environ, **NOBODY_ASKED}
    environment.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")
    try:
        ran = subprocess.run(
            ["git", "-C", str(root), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return Ran(124, "", f"git did not answer within {seconds:.0f} seconds")
    except OSError as error:
        return Ran(127, "", error.strerror or str(error))
    return Ran(ran.returncode, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))


def has_git() -> bool:
    """Whether git is installed."""
    return shutil.which("git") is not None


def begin(root: Path, files: list[str]) -> bool:
    """Make `root` a git repository if it is none, and commit `files`; False where git is missing or declines."""
    if not has_git():
        return False
    if not (root / ".git").exists() and not git(root, "init", "--quiet", "--initial-branch=main").is_good:
        return False
    return commit(root, "Begin practice", *files) if files else True


def commit(root: Path, message: str, *files: str) -> bool:
    """Commit these files, or all that changed; False when git declines or there is nothing to commit."""
    added = git(root, "add", *(("--", *files) if files else ("--all",)))
    only = ("--", *files) if files else ()
    words = ("commit", "--quiet", "--no-verify", "-m", message)
    return added.is_good and git(root, *identity(root), "-c", "commit.gpgsign=false", *words, *only).is_good


def identity(root: Path) -> tuple[str, ...]:
    """What git needs to be told of who commits, where the learner has not told it."""
    if git(root, "config", "user.email").is_good:
        return ()
    return ("-c", "user.name=You", "-c", "user.email=you@localhost")
