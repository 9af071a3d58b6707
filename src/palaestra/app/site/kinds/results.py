"""Results: what the learner's own code measured, with what they had predicted."""

from collections.abc import Iterator

from palaestra.app.site.content import Content, Item, Kind, Pin, when
from palaestra.app.site.edition import Edition
from palaestra.app.views.axes import row_title
from palaestra.app.views.findings import Found, Line, curves_of, in_words
from palaestra.app.views.plainly import many
from palaestra.kit.experiment import Verdict
from palaestra.kit.statistics import Interval


def gather(edition: Edition) -> Content:
    """Each experiment the learner's code has run, as a line and as something to pin."""
    if not edition.shows("results"):
        return Content()
    own = [(room.name, each) for room in edition.rooms for each in edition.findings[room.name] if each.mine]
    said = tuple(f"{each.experiment.id} ({each.mine.job.whose})" for _, each in own if each.mine)
    return Content(
        items=tuple(_item(room, each) for room, each in own),
        pins=tuple(_pin(edition, room, each) for room, each in own),
        said=said,
    )


KIND = Kind("results", "what your own code measured, beside the reference, and what you predicted", gather)


def result_of(found: Found) -> str:
    """The first measurement of the learner's with its interval; a judged claim before a bare number."""
    judged = [line for line in found.lines if line.mine]
    if judged:
        line = judged[0]
        return f"{line.report.says.rstrip('.')}: measured {line.got_mine}, wanted {line.want}; it {_word(line)}."
    rows = [row for row in found.rows if row.mine != "–"]
    if rows:
        return f"{rows[0].name}: {rows[0].mine} {rows[0].unit}".strip() + "."
    curves = curves_of(found.mine)
    name = next(iter(curves), "")
    if not name:
        return ""
    last = curves[name]
    end = in_words(Interval(float(last.mean[-1]), float(last.low[-1]), float(last.high[-1]), last.n))
    return f"{row_title(name, found.experiment.units).capitalize()} ends at {end}."


def failed_in(found: Found) -> str:
    """The claims that do not hold for the learner's run, or that none failed."""
    if not any(line.mine for line in found.lines):
        return "No claim is judged yet: that takes a full run."
    failing = [line for line in found.lines if line.mine and line.mine.verdict is not Verdict.HOLDS]
    if not failing:
        return f"Nothing: {many(sum(1 for each in found.lines if each.mine), 'claim')} put to the test hold."
    return "; ".join(f"{line.report.says.rstrip('.')} ({line.mine.verdict})" for line in failing if line.mine) + "."


def prediction_of(edition: Edition, experiment: str) -> str:
    """What the learner expected last."""
    events = edition.folder.index().events("prediction", experiment, limit=1) if edition.folder else []
    return next(_texts(str(each.facts.get("says", "")) for each in events), "")


def _texts(found: Iterator[str]) -> Iterator[str]:
    return (each.strip() for each in found if each.strip())


def _item(room: str, found: Found) -> Item:
    assert found.mine is not None
    return Item(
        "results",
        found.experiment.title,
        f"found/{room}",
        anchor=found.experiment.name,
        says=f"{found.mine.job.whose}, {found.how}",
        about=frozenset({room}),
        week=when(found.mine.provenance.finished),
    )


def _pin(edition: Edition, room: str, found: Found) -> Pin:
    assert found.mine is not None
    filled = sorted(found.mine.job.fills)
    code = f"code/{filled[0]}" if edition.shows("code") and filled else edition.addresses.repository
    return Pin(
        found.experiment.id,
        found.experiment.title,
        f"found/{room}",
        anchor=found.experiment.name,
        question=found.experiment.asks,
        prediction=prediction_of(edition, found.experiment.id),
        result=result_of(found),
        failed=failed_in(found),
        whose=f"{found.mine.job.whose}; {found.how}",
        code=code,
        rank=2 * any(line.mine for line in found.lines) + bool(filled),
    )


def _word(line: Line) -> str:
    verdict = line.mine.verdict if line.mine else Verdict.UNDECIDED
    return "is undecided" if verdict is Verdict.UNDECIDED else str(verdict)
