"""Taking a tracker into the practice folder.

    found = prepare(folder, Path("README.md"))    # nothing is written
    found.changes                                 # the events it would append
    found.apply()                                 # twice changes nothing

Boxes that no shipped path has become a path of the learner's own, a TOML file
under `curricula/` that later imports only add to.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from palaestra.kit.curriculum import Curriculum, curricula, parse_curriculum
from palaestra.practice.exchange.tracker import Box, Tracker, is_under, read_tracker
from palaestra.practice.exchange.tracker_match import Change, Preview, changes, distinct_id, match
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import free_name
from palaestra.practice.path.facts import gather

OWN = "curricula"
"""The folder of a learner's own paths, inside the practice folder."""


@dataclass(frozen=True)
class Import:
    """An import, ready to be looked at and applied."""

    folder: PracticeFolder
    preview: Preview
    changes: tuple[Change, ...]
    own_path: Path | None
    """The learner's own path that takes the boxes no shipped one knows, when there are new ones."""
    own_text: str
    own_boxes: tuple[int, ...]
    """The boxes that are new in it."""

    @property
    def is_empty(self) -> bool:
        return not self.changes and self.own_path is None

    def apply(self) -> None:
        """Append the events and write the own path. Applying what was applied does nothing."""
        if self.own_path is not None:
            self.folder.write(self.own_path, self.own_text)
        if self.changes:
            self.folder.log.append_all(self.changes)


def all_curricula(folder: PracticeFolder) -> tuple[Curriculum, ...]:
    """The shipped paths and the learner's own."""
    return curricula(folder.root / OWN)


def prepare(folder: PracticeFolder, path: Path) -> Import:
    """Read a tracker and match it; nothing is written."""
    tracker = read_tracker(path)
    known = all_curricula(folder)
    preview = match(tracker, known)
    own_path, own_text, new = None, "", preview.unknown
    if new:
        name = f"my-{distinct_id(tracker.title or path.stem).removeprefix('my-')}"
        own_path = folder.root / OWN / f"{name}.toml"
        before = next((each for each in known if each.id == name), None)
        text = own_path.read_text(encoding="utf-8") if before else ""
        own_text = text + own_toml(tracker, new, name, path.name, before)
        own = parse_curriculum(own_text, own_path, own=True)
        preview = match(tracker, [*(each for each in known if each.id != name), own])
    return Import(folder, preview, tuple(changes(preview, gather(folder.index()))), own_path, own_text, new)


def own_toml(
    tracker: Tracker, numbers: Sequence[int], curriculum_id: str, file: str, before: Curriculum | None = None
) -> str:
    """The boxes of those numbers as a path of the learner's own; with `before`, as a further part of that path."""
    used = {each.rpartition("/")[2] for each in _ids(before)} if before else set[str]()
    lines: list[str] = []
    if before is None:
        title = tracker.title or file
        lines += [f"# Made from {file.replace(chr(10), ' ')}. Yours to edit; keep the ids, your ticks name them."]
        lines += [f"id = {_quoted(curriculum_id)}", f"title = {_quoted(title)}", 'author = "you"']
        lines += [f"summary = {_quoted(f'The boxes of {file} that no shipped path has.')}", ""]
    stage = module = None
    inside = set(numbers)
    for number in numbers:
        box = tracker.boxes[number]
        if box.parent in inside:
            continue
        heads = [each for each in box.headings if each != tracker.title] or [tracker.title or file]
        if heads[0] != stage:
            stage, module = heads[0], None
            lines += ["[[stages]]", f"id = {_quoted(_fresh(stage, used))}", f"title = {_quoted(stage)}"]
            lines += ['objective = ""', ""]
        if heads[-1] != module:
            module = heads[-1]
            lines += ["[[stages.modules]]", f"id = {_quoted(_fresh(module, used))}", f"title = {_quoted(module)}"]
            lines += [f"why = {_quoted(f'From {file}.')}", "free = true", ""]
        lines += [*_resource(tracker, box, number, inside, used), ""]
    return "\n".join(lines)


def _resource(tracker: Tracker, box: Box, number: int, inside: set[int], used: set[str]) -> Iterator[str]:
    yield "[[stages.modules.resources]]"
    yield f"id = {_quoted(_fresh(box.title, used))}"
    yield f"title = {_quoted(box.title)}"
    nested = list(takewhile(lambda each: is_under(tracker, tracker.boxes[each], number), _after(tracker, number)))
    nested = [each for each in nested if each in inside]
    options = [(tracker.boxes[each].title, next(iter(tracker.boxes[each].links), None)) for each in nested]
    if not options and len(box.links) > 1:
        options = [(link.title, link) for link in box.links]
    if not options and box.links:
        yield f"url = {_quoted(box.links[0].url)}"
    if options:
        here: set[str] = set()
        yield "options = ["
        for title, link in options:
            url = f", url = {_quoted(link.url)}" if link else ""
            yield f"  {{ id = {_quoted(_fresh(title, here))}, title = {_quoted(title)}{url} }},"
        yield "]"


def _after(tracker: Tracker, number: int) -> range:
    return range(number + 1, len(tracker.boxes))


def _ids(curriculum: Curriculum) -> Iterator[str]:
    for stage in curriculum.stages:
        yield stage.id
        yield from (goal.id for goal in stage.goals)
        for module in stage.modules:
            yield module.id
            yield from (resource.id for resource in module.resources)


def _fresh(title: str, used: set[str]) -> str:
    """An id for a title that is not used yet."""
    name = free_name(distinct_id(title), used.__contains__)
    used.add(name)
    return name


def _quoted(text: str) -> str:
    """Text as a TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
