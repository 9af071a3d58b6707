"""The weekly log as Markdown between marks: months as headings, newest first, an empty week kept.

    **Feb 2026**
    - W6:

    **Jan 2026**
    - W5: what I did

Everything outside the marks is the learner's, byte for byte.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from palaestra.kit.refusal import Refusal
from palaestra.practice.days.iso import month_of
from palaestra.practice.days.weeks import Weeks, WrittenWeek
from palaestra.practice.durable import refusing, replace_file
from palaestra.practice.exchange.marks import span
from palaestra.practice.exchange.tracker import read_tracker
from palaestra.practice.folder import WEEKS, PracticeFolder

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def log_lines(weeks: Iterable[WrittenWeek]) -> list[str]:
    """The lines of a weekly log, from weeks newest first."""
    lines: list[str] = []
    for (year, month), under in groupby(weeks, lambda each: month_of(each.week)):
        lines += ["", f"**{MONTHS[month - 1]} {year}**"]
        for each in under:
            first, *more = _safe(each.text).split("\n")
            lines.append(f"- W{int(each.week[-2:])}: {first}".rstrip())
            lines += [f"  {line}".rstrip() for line in more]
    return lines[1:]


def export_weekly_log(folder: PracticeFolder, file: Path) -> bool:
    """Write the weekly log between the marks of a file, or into a new one; whether the file changed.

    What stood between the marks is copied first when it holds a line that the log never said.
    Raises Refusal for a file without the marks.
    """
    weeks = Weeks(folder).log()
    if not file.exists():
        inner = "\n".join(log_lines(weeks))
        replace_file(file, f"# Weekly log\n\n{WEEKS[0]}\n{inner}\n{WEEKS[1]}\n")
        return True
    return _rewrite(folder, file, weeks)


def update_weeks(folder: PracticeFolder) -> bool:
    """Write the log anew between the marks of the folder's README, once a week was written; whether it changed."""
    path, weeks = folder.root / "README.md", Weeks(folder).log()
    if not path.is_file() or span(read_tracker(path).text, WEEKS) is None:
        return False
    return _rewrite(folder, path, weeks)


def _rewrite(folder: PracticeFolder, file: Path, weeks: Sequence[WrittenWeek]) -> bool:
    tracker = read_tracker(file)
    found = span(tracker.text, WEEKS)
    if found is None:
        raise Refusal(
            f"{file} has no place for the weekly log; nothing was written.",
            f"Put these two lines where it should stand: {WEEKS[0]} and {WEEKS[1]}",
        )
    start, end = found
    lines = log_lines(weeks)
    inner = tracker.newline.join(["", *lines, ""]) if lines else tracker.newline
    if tracker.text[start:end] == inner:
        return False
    if _is_foreign(folder, tracker.text[start:end]):
        folder.keep_copy(file)
    with refusing(file):
        text = tracker.text[:start] + inner + tracker.text[end:]
        replace_file(file, text.encode(tracker.encoding, errors="replace"))
    return True


def _is_foreign(folder: PracticeFolder, inside: str) -> bool:
    """Whether somebody wrote between the marks: a line that is no heading, and in no version of any week."""
    rows = folder.index().rows("SELECT json_extract(body, '$.text') FROM events WHERE kind = 'week'")
    known = {line.strip() for row in rows if isinstance(row[0], str) for line in _safe(row[0]).split("\n")}
    for line in inside.splitlines():
        words = line.strip()
        if words.startswith("- W"):
            words = words.partition(":")[2].strip()
        if words and words not in known and not words.startswith("**"):
            return True
    return False


def _safe(text: str) -> str:
    """Text that cannot open or close a comment, and so never looks like one of our marks."""
    return text.replace("<!--", "&lt;!--").replace("-->", "--&gt;")
