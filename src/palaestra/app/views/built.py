"""The front-end files that the build leaves in the package, and the still pictures among them."""

from pathlib import Path

BUILT = Path(__file__).parent.parent / "web" / "static" / "built"


def figure_still(room: str, element: str) -> str:
    """The picture of an explorable that stands there until, or instead of, its script."""
    path = BUILT / "figures" / room / f"{element}.html"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
