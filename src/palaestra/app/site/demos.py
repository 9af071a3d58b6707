"""A demo of the learner's own: static files of the practice folder that a project's page opens.

The head of the project's file names the folder, from the practice folder's root:

    ---
    demo: demos/coffee
    ---

It is copied when its project is shown, and lies beside the project's page.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from palaestra.app.site.prose import is_closed

START = "index.html"
PAGES = (".html", ".js", ".mjs", ".css")
DATA = (".json", ".csv", ".tsv", ".txt", ".wasm", ".onnx", ".bin", ".woff2")
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".webm")
SUFFIXES = frozenset((*PAGES, *DATA, *PICTURES))
"""What a browser opens by itself; anything else (sources, notebooks, keys) stays at home."""
RECORD = frozenset(("log", "cards", "private", "notes", "exercises", "results"))
"""Folders of the record: none of them is a demo, whatever a front matter says."""
LARGEST = 25_000_000
OUTSIDE = re.compile(
    rb"""<(?:script|link|img|iframe|audio|video|source)\b[^>]*(?:src|href)\s*=\s*["']?(?:https?:)?//"""
    rb"""|(?:from|import|import\(|fetch\(|@import|url\()\s*["']?https?://"""
)


@dataclass(frozen=True, slots=True)
class Demo:
    """The files of a demo by their names in it; or why there are none."""

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    trouble: str = ""


def demo_of(said: str, root: Path) -> Demo:
    """The demo that a front matter names; without one, nothing and no trouble."""
    said = said.strip().strip("/")
    if not said:
        return Demo()
    place = root / said
    if not place.is_dir() or is_closed(place, root):
        return Demo(trouble=f"there is no folder {said} to show in your practice folder")
    inside = place.resolve().relative_to(root.resolve()).parts
    if not inside or inside[0].lower() in RECORD:
        return Demo(trouble=f"{said} belongs to your record; keep the demo in a folder of its own, such as demos/")
    paths = [each for each in sorted(place.rglob("*")) if _travels(each, root)]
    if sum(each.stat().st_size for each in paths) > LARGEST:
        return Demo(trouble=f"the files in {said} are more than {LARGEST // 1_000_000} MB")
    files = {each.relative_to(place).as_posix(): each.read_bytes() for each in paths}
    if START not in files:
        return Demo(trouble=f"{said} has no {START} to open")
    return Demo(files)


def asks_outside(demo: Demo) -> list[str]:
    """The files of a demo that fetch something from elsewhere."""
    return [name for name, content in demo.files.items() if Path(name).suffix in PAGES and OUTSIDE.search(content)]


def _travels(path: Path, root: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not is_closed(path, root)
