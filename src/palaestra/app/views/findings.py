"""What was found: each claim beside its measurement, and the curves, the learner's beside the reference's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from palaestra.app.views import charts
from palaestra.app.views.axes import Axis, are_places, axis_of, row_title
from palaestra.app.views.charts import Series
from palaestra.app.views.plainly import many, number
from palaestra.kit.catalogue import System
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.lab import ClaimReport, Curve, Outcome, Store, curve, judge, shipped_results
from palaestra.practice.index import Index

MOST_PANELS = 12
WHOSE = {"reference": "the reference", "learner": "yours"}


@dataclass(frozen=True, slots=True)
class Line:
    """One claim as a row: the statement, its verdict, and the measurement drawn in its band."""

    report: ClaimReport
    strip: Markup
    got: str
    want: str
    finding: str = ""
    """Where it does not hold: why, as far as we know."""
    mine: ClaimReport | None = None
    got_mine: str = ""

    @property
    def differs(self) -> bool:
        """It fails, is undecided, or did so when it was measured and a finding says why."""
        return self.report.verdict in (Verdict.FAILS, Verdict.UNDECIDED) or bool(self.finding)


@dataclass(frozen=True, slots=True)
class Panel:
    """One measurement over its own axis, with its title and picture."""

    title: str
    picture: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """One number with its interval, as a table shows it."""

    name: str
    unit: str
    reference: str
    mine: str


@dataclass(frozen=True, slots=True)
class Mine:
    """The learner's own run, and with what help the code that ran was written."""

    outcome: Outcome
    help: str = ""

    @property
    def is_judged(self) -> bool:
        """Claims speak of the full preset as it is."""
        return self.outcome.job.preset == "full" and not self.outcome.job.settings

    @property
    def how(self) -> str:
        """With what help it was written, and how much was run: `written alone; full, 20 seeds`."""
        job = self.outcome.job
        helped = {"": "", "alone": "written alone; "}.get(self.help, f"with help: {self.help}; ")
        return f"{helped}{job.preset}, {many(len(job.seeds), 'seed')}"


@dataclass(frozen=True, slots=True)
class Found:
    """One experiment: its claims, its pictures and its numbers."""

    experiment: Experiment
    lines: tuple[Line, ...]
    panels: tuple[Panel, ...]
    rows: tuple[Row, ...]
    reference: Outcome | None
    mine: Outcome | None
    how: str = ""
    """With what help the learner's code was written, and how much of it was run."""

    @property
    def counts(self) -> dict[str, int]:
        return overall([self])


def found_in(room: System, mine: Mapping[str, Mine] | None = None) -> list[Found]:
    """Every experiment of a room, from its shipped full runs, with the learner's own where there are any."""
    return [found(each, shipped_results(each), (mine or {}).get(each.id)) for each in room.experiments]


def found(
    experiment: Experiment, shipped: Outcome | None, mine: Mine | None = None, beside: Outcome | None = None
) -> Found:
    """Claims judged on the shipped full run (and on the learner's, if it is full); pictures of `mine` with `beside`.

    beside: the reference's run to draw, when it is another one than `shipped`: one of the learner's preset.
    """
    own = mine.outcome if mine else None
    drawn = beside or shipped
    reports = judge(experiment, shipped)
    own_reports = judge(experiment, own) if mine and mine.is_judged else [None] * len(reports)
    return Found(
        experiment,
        tuple(
            _line(report, its, claim.finding)
            for report, its, claim in zip(reports, own_reports, experiment.claims, strict=True)
        ),
        tuple(_panels(experiment, drawn, own)),
        tuple(_rows(experiment.units, drawn, own)),
        drawn,
        own,
        mine.how if mine else "",
    )


def newest_run(store: Store, index: Index, experiment: Experiment) -> Mine | None:
    """The learner's newest complete run of an experiment as it was meant, a full one where there is one."""
    runs = [
        each
        for each in store.runs()
        if each.finished and each.job.experiment == experiment.id and not each.job.settings
    ]
    if not runs:
        return None
    chosen = next((each for each in runs if each.job.preset == "full"), runs[0])
    events = index.events("result", experiment.id)
    kept = next((each.facts for each in events if str(each.facts.get("path", "")).endswith(chosen.id)), {})
    return Mine(store.load(chosen.id), str(kept.get("help", "")))


def overall(findings: Sequence[Found]) -> dict[str, int]:
    """How many claims hold, fail, are undecided, stale or not run."""
    verdicts = [line.report.verdict for each in findings for line in each.lines]
    return {str(verdict): verdicts.count(verdict) for verdict in Verdict if verdict in verdicts}


def in_words(interval: Interval | None) -> str:
    """`0.031 [0.024, 0.038] (n = 20)`, or a dash."""
    if interval is None or not np.isfinite(interval.value):
        return "–"
    if not (np.isfinite(interval.low) and np.isfinite(interval.high)):
        return f"{number(interval.value)} (n = {interval.n})"
    return f"{number(interval.value)} [{number(interval.low)}, {number(interval.high)}] (n = {interval.n})"


def _line(report: ClaimReport, mine: ClaimReport | None, finding: str) -> Line:
    measured = [
        (who, each.measured) for who, each in (("reference", report), ("learner", mine)) if each and each.measured
    ]
    got = in_words(report.measured)
    want = band_in_words(report.low, report.high)
    says = f"Wanted {want}; measured {got}." + (f" Yours: {in_words(mine.measured)}." if mine else "")
    picture = charts.strip(says, report.low, report.high, measured)
    told = "" if report.verdict is Verdict.HOLDS else finding
    return Line(report, picture, got, want, told, mine, in_words(mine.measured) if mine else "")


def band_in_words(low: float, high: float) -> str:
    """`0.2 to 0.6`, `at most 3`, `at least 0`."""
    if not np.isfinite(low):
        return f"at most {number(high)}"
    if not np.isfinite(high):
        return f"at least {number(low)}"
    return f"{number(low)} to {number(high)}"


def _panels(experiment: Experiment, reference: Outcome | None, mine: Outcome | None) -> Iterator[Panel]:
    """One panel for each curve, and for each row of a table of curves."""
    units = experiment.units
    runs = [(who, each, curves_of(each)) for who, each in (("reference", reference), ("learner", mine)) if each]
    there = dict.fromkeys(name for _, _, curves in runs for name in curves if not are_places(name, units))
    place = {name: number for number, name in enumerate(units)}  # as listed; what is not listed comes last
    names = sorted(there, key=lambda name: place.get(name.partition(",")[0], len(place)))
    for name in names[:MOST_PANELS]:
        drawn = [
            (who, axis_of(name, found[name], run, units), found[name]) for who, run, found in runs if name in found
        ]
        title = row_title(name, units)
        ends = [f"{WHOSE[who]} ends at {_at_the_end(each)}" for who, _, each in drawn]
        series = [series_of(who, axis, each) for who, axis, each in drawn]
        up = units.get(name.partition(",")[0], "") or title
        says = f"{title}, {up}: " + "; ".join(ends)
        yield Panel(title, charts.curves(says, series, drawn[-1][1].unit, up))


def _at_the_end(each: Curve) -> str:
    return in_words(Interval(float(each.mean[-1]), float(each.low[-1]), float(each.high[-1]), each.n))


def curves_of(outcome: Outcome | None) -> dict[str, Curve]:
    """Every measurement that has an axis of its own, as one-dimensional curves by name."""
    if outcome is None:
        return {}
    whole = {name: curve(values) for name, values in outcome.result.values.items() if values.ndim > 1}
    found: dict[str, Curve] = {}
    for name, each in {**whole, **outcome.curves}.items():
        if each.mean.ndim == 1 and len(each.at) > 1:
            found[name] = each
        elif each.mean.ndim == 2 and len(each.at) > 1:
            for place in range(len(each.mean)):
                found[f"{name}, {place + 1}"] = Curve(
                    each.at, each.mean[place], each.low[place], each.high[place], each.n
                )
    return found


def series_of(who: str, axis: Axis, each: Curve) -> Series:
    return Series(who, axis.places, _plain(each.mean), _plain(each.low), _plain(each.high))


def _plain(values: NDArray[np.float64]) -> list[float]:
    return [float(each) for each in values]


def _rows(units: Mapping[str, str], reference: Outcome | None, mine: Outcome | None) -> Iterator[Row]:
    """The measurements that are one number a seed."""
    scalars = [
        {name: values for name, values in each.result.values.items() if values.ndim == 1} if each else {}
        for each in (reference, mine)
    ]
    for name in dict.fromkeys([*scalars[0], *scalars[1]]):
        ours, theirs = (in_words(mean_interval(found[name])) if name in found else "–" for found in scalars)
        yield Row(row_title(name, {}), units.get(name, ""), ours, theirs)
