"""The git repository of a practice folder. Without git everything but sync works."""

import shutil
import subprocess
from pathlib import Path

SECONDS = 20


def begin(root: Path, files: list[str]) -> bool:
    """Make `root` a git repository if it is none, and commit `files`; False where git is missing or declines."""
    if shutil.which("git") is None:
        return False
    if not (root / ".git").exists() and not _git(root, "init", "--quiet", "--initial-branch=main"):
        return False
    if not files:
        return True
    who = [] if _git(root, "config", "user.email") else ["-c", "user.name=You", "-c", "user.email=you@localhost"]
    return _git(root, "add", "--", *files) and _git(
        root,
        *who,
        "-c",
        "commit.gpgsign=false",
        "commit",
        "--quiet",
        "--no-verify",
        "-m",
        "Begin practice",
        "--",
        *files,
    )


def _git(root: Path, *arguments: str) -> bool:
    try:
        ran = subprocess.run(
            ["git", "-C", str(root), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0
