"""What an import shows before it does anything: trackers, weekly logs, tables of hours."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from palaestra.app.cli.terminal import columns, folded
from palaestra.practice.days.iso import WEEK, monday_of
from palaestra.practice.exchange.files import FileImport
from palaestra.practice.exchange.hours_import import HoursImport
from palaestra.practice.exchange.tracker import Odd
from palaestra.practice.exchange.tracker_import import Import
from palaestra.practice.exchange.weekly_log_import import WeeksImport


def file_json(found: FileImport, applied: bool) -> dict[str, object]:
    """What an import would do or did, for `--json`."""
    words = import_json(found.tracker, applied)
    weeks = found.weeks.to_json() if found.weeks else None
    return {**words, "weeks": weeks, "hours": found.hours.to_json() if found.hours else None}


def file_lines(found: FileImport, replace: bool) -> Iterator[str]:
    """The preview of everything a file holds."""
    if found.tracker.preview.tracker.boxes:
        yield from import_lines(found.tracker)
    if found.weeks:
        yield from week_lines(found.weeks, replace)
    if found.hours:
        yield from hours_lines(found.hours)


def week_lines(found: WeeksImport, replace: bool) -> Iterator[str]:
    """The preview of a weekly log."""
    first, last = min(each.week for each in found.weeks), max(each.week for each in found.weeks)
    empty = sum(not each.text for each in found.weeks)
    yield folded(
        f"{len(found.weeks)} weeks, {first} to {last}{f', {empty} of them empty and kept so' if empty else ''}"
    )
    yield f"New: {len(found.new)}"
    yield from (folded(f"{each.week}  {each.text.splitlines()[0] if each.text else ''}", 2, 12) for each in found.new)
    if found.differing:
        says = "take the place of what is there" if replace else "stay as they are here; --replace takes the file's"
        yield folded(f"In other words than in your folder: {len(found.differing)} ({says})")
        yield from (folded(each.week, 2) for each in found.differing)
    rests = [each for each in found.new if each.reads_like_rest]
    if rests:
        yield folded("These read like time away. `palaestra away` rests the target of a week:")
        for each in rests:
            sunday = each.first.fromordinal(each.first.toordinal() + 6)
            yield f"  palaestra away {each.first}..{sunday}"
    yield from odd_lines(found.odd)


def hours_lines(found: HoursImport) -> Iterator[str]:
    """The preview of a table of hours, week by week."""
    taken = ", ".join(f"“{column}” as {name}" for name, column in found.table.columns.items())
    yield folded(f"{len(found.table.rows)} entries, {len(found.entries)} of them new. Read: {taken}.")
    yield f"  {'week':10}{'the file':>10}{'here':>10}{'added':>10}"
    for each in found.weeks:
        yield f"  {each.week:10}{each.said / 60:8.1f} h{each.there / 60:8.1f} h{each.added / 60:8.1f} h"
    yield from odd_lines(found.odd)


def odd_lines(odd: Sequence[Odd]) -> Iterator[str]:
    """The lines that were not understood, each with why."""
    if odd:
        yield f"Not understood, left alone: {len(odd)}"
        yield from (folded(f"line {each.line}: {each.text} ({each.why})", 2, 6) for each in odd)


def import_json(each: Import, applied: bool) -> dict[str, object]:
    """What an import would do or did, for `--json`."""
    tracker = each.preview.tracker
    fresh = {str(facts["item"]) for kind, facts in each.changes if kind == "tick"}
    return {
        "boxes": len(tracker.boxes),
        "ticked": sum(box.ticked for box in tracker.boxes),
        "matched": [
            {
                "line": tracker.boxes[found.box].line,
                "item": found.item,
                "title": found.title,
                "ticked": tracker.boxes[found.box].ticked,
                "new": found.item in fresh,
            }
            for found in each.preview.matches
        ],
        "new_ticks": len(fresh),
        "new_picks": sum(kind == "plan" for kind, _ in each.changes),
        "own": [
            {"line": tracker.boxes[number].line, "title": tracker.boxes[number].title} for number in each.own_boxes
        ],
        "own_path": str(each.own_path or ""),
        "not_understood": [{"line": odd.line, "text": odd.text, "why": odd.why} for odd in tracker.odd],
        "applied": applied,
    }


def import_lines(each: Import) -> Iterator[str]:
    """The preview: what is new, what has no place yet, what was not understood."""
    tracker = each.preview.tracker
    ticks = [facts["item"] for kind, facts in each.changes if kind == "tick"]
    yield f"{len(tracker.boxes)} boxes, {sum(box.ticked for box in tracker.boxes)} of them ticked"
    counts: dict[str, int] = {}
    for found in each.preview.matches:
        counts[found.curriculum] = counts.get(found.curriculum, 0) + 1
    for curriculum, count in sorted(counts.items()):
        yield columns(f"  {curriculum}", f"{count} boxes")
    yield ""
    titles = {found.item: found.title for found in each.preview.matches}
    yield f"New ticks: {len(ticks)}"
    yield from (folded(f"[x] {titles[item]}  ({item})", 2, 6) for item in ticks)
    picks = [facts for kind, facts in each.changes if kind == "plan"]
    if picks:
        yield f"New picks: {len(picks)}"
        yield from (folded(f"+ {facts['title']}  under {facts['box']}", 2, 6) for facts in picks)
    if each.own_boxes:
        yield folded(f"In no shipped path, kept in one of your own ({each.own_path}): {len(each.own_boxes)}")
        for number in each.own_boxes:
            box = tracker.boxes[number]
            yield folded(f"{box.line}: {box.title}", 2, 6)
    if tracker.odd:
        yield f"Not understood, left alone: {len(tracker.odd)}"
        for odd in tracker.odd:
            yield folded(f"line {odd.line}: {odd.text}", 2, 6)
        yield folded(f"({tracker.odd[0].why})", 2)


def paths_of(each: Import) -> list[str]:
    """The paths the boxes of a tracker belong to, the one with most of them first."""
    counts = Counter(found.curriculum for found in each.preview.matches)
    return [name for name, _ in counts.most_common()]


def shown_by(each: Import, current: str) -> str:
    """The command that shows what was imported: a path that is not the learner's is named."""
    most = next(iter(paths_of(each)), current)
    return "palaestra plan show" if most == current else f"palaestra plan show {most}"


def hours_shown_by(hours: HoursImport | None, today: date) -> str:
    """The view that holds the latest week of a table of hours: the last eight, or its year."""
    first = monday_of(hours.weeks[-1].week) if hours and hours.weeks else today
    return "palaestra log --weeks 8" if today - first < 8 * WEEK else f"palaestra log --year --day {first}"
