"""Writing a tracker out again: the learner's own file ticked in place, or a fresh one.

    export(tracker, curricula, facts)     # the file's bytes, each changed box by one character
    fresh_tracker(curriculum, facts)      # Markdown from nothing; importing it gives the same ticks

Nothing of the learner's own text is touched, and no box is cleared that they
did not clear here.
"""

from collections.abc import Sequence

from palaestra.kit.curriculum import Curriculum
from palaestra.practice.durable import replace_file
from palaestra.practice.exchange.marks import span
from palaestra.practice.exchange.tracker import Tracker, is_under, parse, read_tracker, ticked
from palaestra.practice.exchange.tracker_import import all_curricula
from palaestra.practice.exchange.tracker_match import match
from palaestra.practice.folder import TRACKER, PracticeFolder
from palaestra.practice.path.facts import gather
from palaestra.practice.path.plan import box_status, make_plan
from palaestra.practice.path.standing import Facts


def export(tracker: Tracker, known: Sequence[Curriculum], facts: Facts) -> bytes:
    """The tracker with the ticks the folder knows: one character a box, and new picks on lines beneath theirs.

    A box is cleared only when the learner cleared it here; one the folder knows nothing of stays as it is.
    """
    preview = match(tracker, known)
    met = _met(known, facts)
    marks = {each.box: each.item in met for each in preview.matches if each.item in met or each.item in facts.cleared}
    data = ticked(tracker, marks)
    there = {each.item for each in preview.matches}
    inserts: dict[int, list[str]] = {}
    for each in preview.matches:
        new = [pick for pick in facts.picks.get(each.item, ()) if pick.item not in there]
        if new:
            inserts[each.box] = [
                f"- {_mark(pick.item in facts.ticked)} {_line(pick.title, pick.url, '')}" for pick in new
            ]
    return _with_lines(data, tracker, inserts) if inserts else data


def _met(known: Sequence[Curriculum], facts: Facts) -> set[str]:
    """Every item that is done: what is ticked, and the boxes and options that this meets."""
    found = set(facts.ticked)
    for curriculum in known:
        for _, _, resource in curriculum.every_resource():
            box = box_status(resource, facts)
            if box.done:
                found.add(resource.id)
            found.update(resource.item(each.option.id) for each in box.options if each.done)
    return found


def fresh_tracker(curriculum: Curriculum, facts: Facts) -> str:
    """A tracker of a path, from nothing: every box, its options and picks as boxes beneath it, and the goals."""
    plan = make_plan(curriculum, facts)
    lines = [f"# {curriculum.title}", "", f"By {curriculum.author}. {curriculum.source}".strip(), ""]
    for stage in plan.stages:
        lines += [f"## {stage.stage.title}", "", stage.stage.objective, ""]
        lines += [f"- {each.goal.text} ({each.shown})" for each in stage.goals]
        for module in stage.modules:
            if module.hidden:
                continue
            lines += ["", f"### {module.module.title}", ""]
            for box in module.boxes:
                lines.append(f"- {_mark(box.done)} {_line(box.resource.title, box.resource.url, box.resource.authors)}")
                for option in box.options:
                    inner = option.option
                    lines.append(f"  - {_mark(option.done)} {_line(inner.title, inner.url, inner.authors)}")
                lines += [f"  - {_mark(done)} {_line(pick.title, pick.url, '')}" for pick, done in box.picks]
        lines.append("")
    return "\n".join(lines)


def update_readme(folder: PracticeFolder, begin: Curriculum | None = None) -> bool:
    """Tick the tracker between the marks of the folder's README; everything outside them is the learner's.

    With `begin`, an empty place between the marks gets a fresh tracker of that path. Returns whether
    the file changed.
    """
    path = folder.root / "README.md"
    if not path.is_file():
        return False
    tracker = read_tracker(path)
    found = span(tracker.text, TRACKER)
    if found is None:
        return False
    start, end = found
    inside = tracker.text[start:end]
    facts = gather(folder.index())
    if inside.strip():
        inside = export(parse(inside), all_curricula(folder), facts).decode()
    elif begin is not None:
        inside = f"\n\n{fresh_tracker(begin, facts)}\n".replace("\n", tracker.newline)
    text = tracker.text[:start] + inside + tracker.text[end:]
    if text == tracker.text:
        return False
    replace_file(path, text.encode(tracker.encoding, errors="replace"))
    return True


def _with_lines(data: bytes, tracker: Tracker, inserts: dict[int, list[str]]) -> bytes:
    """Lines put after a box and what is nested under it."""
    changed = parse(data, "The tracker") if tracker.encoding == "utf-8" else tracker
    text = data.decode(tracker.encoding)
    lines = text.split("\n")
    for number in sorted(inserts, reverse=True):
        box = changed.boxes[number]
        after = max([box.line, *(each.line for each in changed.boxes if is_under(changed, each, number))])
        end = "\r" if tracker.newline == "\r\n" else ""
        pad = " " * box.indent
        last = after == len(lines)
        new = [f"{pad}{line}{end}" for line in inserts[number]]
        if last:
            lines[-1] += end
            new[-1] = new[-1].removesuffix(end) if end else new[-1]
        lines[after:after] = new
    return "\n".join(lines).encode(tracker.encoding, errors="replace")


def _mark(done: bool) -> str:
    return "[x]" if done else "[ ]"


def _line(title: str, url: str, authors: str) -> str:
    by = f" - {authors}" if authors else ""
    return f"[{_bare(title)}{by}]({url})" if url else f"{_bare(title)}{by}"


def _bare(text: str) -> str:
    """Text on one line that cannot close a link's bracket."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")
