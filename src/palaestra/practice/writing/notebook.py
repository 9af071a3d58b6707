"""The notes there are, and how they hang together: what each links to, what links to it, what is only wished for.

    notebook = Notebook(folder)
    notebook.notes                       # Note(path, title, tags, links, ...), newest first
    notebook.linking_to("goodhart")      # the notes that mention it

What is read is kept for as long as the notebook lives; make another to see what changed.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import slug
from palaestra.practice.writing.text import Link, Written, read_markdown

FOLDERS = ("notes", "private")
LONGEST_BYTES = 1_000_000
KEPT = "kept"
"""Folders of this name hold earlier versions, which are no notes."""


@dataclass(frozen=True, slots=True)
class Note:
    """One Markdown file under notes/ or private/. `path` is inside the folder, with slashes."""

    path: str
    title: str
    text: Written
    changed: date
    is_private: bool

    @property
    def tags(self) -> tuple[str, ...]:
        return self.text.tags

    @property
    def links(self) -> tuple[Link, ...]:
        return self.text.links

    @property
    def names(self) -> frozenset[str]:
        """What a link may call it by: its path with or without folder and ending, its title."""
        bare = self.path.removesuffix(".md")
        inner = bare.partition("/")[2]
        return frozenset(map(key, (self.path, bare, inner, inner.rpartition("/")[2], self.title)))


def key(name: str) -> str:
    """How names are compared: by their words, whatever their case, accents and hyphens; other scripts as they stand."""
    parts = name.strip().removesuffix(".md").split("/")
    return "/".join(slug(each, each.strip().casefold(), longest=sys.maxsize) for each in parts)


class Notebook:
    """The notes of one practice folder, read once."""

    def __init__(self, folder: PracticeFolder) -> None:
        self.folder = folder

    def note(self, name: str) -> Note:
        """The note of that path, name or title. Raises Refusal for an unknown one."""
        exact = next((each for each in self.notes if each.path == name), None)
        found = exact or next((each for each in self.notes if key(name) in each.names), None)
        if found is None:
            raise unknown("note", name, [each.path for each in self.notes], "palaestra note")
        return found

    def linking_to(self, *names: str) -> tuple[Note, ...]:
        """The notes that mention something by any of these names."""
        wanted = {key(each) for each in names if each.strip()}
        return tuple(note for note in self.notes if any(key(link.target) in wanted for link in note.links))

    def backlinks(self, note: Note) -> tuple[Note, ...]:
        """The notes that mention this one."""
        return tuple(each for each in self.linking_to(*note.names) if each.path != note.path)

    def tagged(self, tag: str) -> tuple[Note, ...]:
        wanted = tag.strip().removeprefix("#").lower()
        return tuple(each for each in self.notes if wanted in each.tags)

    @property
    def tags(self) -> dict[str, int]:
        """Every tag and how many notes bear it, the commonest first."""
        found: dict[str, int] = {}
        for note in self.notes:
            for tag in note.tags:
                found[tag] = found.get(tag, 0) + 1
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def wished(self, known: Iterable[str] = ()) -> dict[str, tuple[Note, ...]]:
        """What notes link to and nobody wrote yet; `known` are names of other things that are no notes."""
        there = {key(each) for each in known} | {name for note in self.notes for name in note.names}
        found: dict[str, list[Note]] = {}
        for note in self.notes:
            for target in dict.fromkeys(link.target for link in note.links):
                if key(target) not in there:
                    found.setdefault(target, []).append(note)
        return {target: tuple(notes) for target, notes in sorted(found.items())}

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Every note, the one changed last first."""
        paths = (path for name in FOLDERS for path in (self.folder.root / name).rglob("*.md"))
        found = [_read(self.folder, path) for path in paths if KEPT not in path.parts and path.is_file()]
        return tuple(sorted(found, key=lambda each: (each.changed, each.path), reverse=True))


def save_note(folder: PracticeFolder, note: Note, text: str, was: str) -> Path | None:
    """Write a note that was edited elsewhere than in its file; `was` is the text the editing began with.

    A file that changed meanwhile is copied first, and the copy is returned.
    """
    path = folder.root / note.path
    there = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if not text.strip():
        raise Refusal("An empty note was not kept.", f"To be rid of it, remove {note.path} in your folder.")
    if not text.endswith("\n"):
        text += "\n"
    copy = folder.write(path, text)
    is_other = _plain(there) != _plain(was)
    if copy and not is_other:
        copy.unlink()
        return None
    return copy


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _read(folder: PracticeFolder, path: Path) -> Note:
    name = path.relative_to(folder.root).as_posix()
    with path.open("rb") as file:
        text = file.read(LONGEST_BYTES).decode(errors="replace")
    written = read_markdown(text, path.stem.replace("-", " "))
    changed = date.fromtimestamp(path.stat().st_mtime)
    return Note(name, written.title, written, changed, name.startswith("private/"))
