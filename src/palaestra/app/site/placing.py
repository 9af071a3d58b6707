"""Putting a printed site into a folder: the difference first, then the files; nothing of anybody else's is touched."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from palaestra.app.views.plainly import many
from palaestra.kit.refusal import Refusal

FEW = 6
"""So many files of one folder are named; of more, their number."""
RECORD = ".palaestra-site.json"
"""Lists the files a site wrote, so that the next one knows which are its own."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What placing a site would change."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    """Files of the last site that this one does not have."""
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


def compare(folder: Path, files: Mapping[str, bytes]) -> Difference:
    """The difference between a folder and a site. A file of somebody else's in the way is refused."""
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} is a file; a site cannot be written there.", "Name a folder.")
    own = set(owned(folder))
    there = [name for name in files if (folder / name).exists()]
    for name in there:
        if name not in own:
            raise Refusal(
                f"{folder / name} is there already and was not written by `publish`.",
                "Name an empty folder, or move that file away; nothing was changed.",
            )
    changed = tuple(name for name in there if (folder / name).read_bytes() != files[name])
    new = tuple(name for name in files if name not in there)
    gone = tuple(sorted(name for name in own - set(files) if (folder / name).is_file()))
    return Difference(new, changed, gone, len(there) - len(changed))


def gathered(names: Sequence[str]) -> list[str]:
    """Pages by name; of a folder with many its name and their number, and last what every page only uses."""
    folders: dict[str, list[str]] = {}
    for each in names:
        folders.setdefault(each.partition("/")[0] if "/" in each else "", []).append(each)
    lines: list[str] = []
    for folder in sorted(folders, key=lambda each: (each == "built" or each.startswith("."), each)):
        inside = folders[folder]
        lines += inside if not folder or len(inside) <= FEW else [f"{folder}/ ({many(len(inside), 'file')})"]
    return lines


def place(folder: Path, files: Mapping[str, bytes], difference: Difference) -> None:
    """Write what is new or changed and remove what is gone; each file appears whole."""
    try:
        for name in (*difference.new, *difference.changed):
            _write(folder / name, files[name])
        for name in difference.gone:
            (folder / name).unlink(missing_ok=True)
        _write(folder / RECORD, (json.dumps(sorted(files), indent=1) + "\n").encode())
    except OSError as error:
        raise Refusal(
            f"{error.filename or folder} cannot be written: {error.strerror}.", "Name a folder that is yours to write."
        ) from error


def owned(folder: Path) -> list[str]:
    """The files the last site wrote; a path that leads out of the folder is not believed."""
    try:
        names = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    inside = folder.resolve()
    return [each for each in names if isinstance(each, str) and (folder / each).resolve().is_relative_to(inside)]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
        part.write(content)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)
