"""Where what can be made again is kept, outside every checkout and practice folder."""

import os
from pathlib import Path


def cache_folder(name: str) -> Path:
    """The folder of that name in Palaestra's part of the user's cache (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "palaestra" / name
