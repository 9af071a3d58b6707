"""Results, claims and curves as plain text, 80 columns wide."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from palaestra.app.cli.terminal import HOLDS, NOT_YET, STALE, UNDECIDED, WIDTH, WRONG, folded, labelled
from palaestra.app.views.axes import Axis, are_places, axis_of
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.statistics import Interval, mean_interval
from palaestra.lab import ClaimReport, Curve, Difference, Outcome
from palaestra.lab.outcome import interval_to_json, numbers
from palaestra.lab.shipping import curve

MARKS = {
    Verdict.HOLDS: HOLDS,
    Verdict.FAILS: WRONG,
    Verdict.UNDECIDED: UNDECIDED,
    Verdict.STALE: STALE,
    Verdict.NOT_RUN: NOT_YET,
}
CHART_WIDTH, CHART_HEIGHT, CHART_SERIES = 56, 9, 6
LEAST_POINTS = 6


def duration(seconds: float) -> str:
    """Seconds in the unit a person would say: `0.3 s`, `45 s`, `12 min`, `1.6 h`."""
    if seconds < 1.5:
        return f"{seconds:.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def number(value: float) -> str:
    """Four significant digits; a dash for what is not a number."""
    if not math.isfinite(value):
        return {math.inf: "inf", -math.inf: "-inf"}.get(value, "-")
    return f"{value:.4g}"


def interval(each: Interval) -> str:
    """`1.2 [1.1, 1.3]`"""
    return f"{number(each.value)} [{number(each.low)}, {number(each.high)}]"


def band(low: float, high: float) -> str:
    """A claim's band in words; an infinite end is no bound."""
    if math.isinf(low) and math.isinf(high):
        return "anything"
    if math.isinf(high):
        return f"at least {number(low)}"
    return f"at most {number(high)}" if math.isinf(low) else f"{number(low)} to {number(high)}"


def measurements(outcome: Outcome, units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each measurement that is one number a seed, with its mean and 95 % interval, for the table and for `--json`."""
    found: list[dict[str, Any]] = []
    for name, values in numbers(outcome).items():
        mean = mean_interval(values)
        found.append({"name": name, "unit": units.get(name.removesuffix(", last"), ""), "interval": mean})
    return found


def measurement_to_json(each: Mapping[str, Any]) -> dict[str, Any]:
    """`{name, unit, value, low, high, n, level}`; what is not finite is null."""
    words = interval_to_json(each["interval"])
    finite = {name: None if isinstance(value, str) else value for name, value in words.items()}
    return {"name": each["name"], "unit": each["unit"], **finite}


def measurement_lines(outcome: Outcome, units: Mapping[str, str]) -> list[str]:
    """The table of what was measured, empty when a run gives curves of curves only."""
    rows = [
        (each["name"], interval(each["interval"]), str(each["interval"].n), each["unit"])
        for each in measurements(outcome, units)
    ]
    if not rows:
        return []
    return table(("measurement", "mean [95 % interval]", "n", "unit"), rows, right=(1, 2))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows under a head; where 80 columns are too few the first column gets a line of its own."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    fold = sum(widths) + 2 * (len(widths) - 1) > WIDTH
    lines: list[str] = []
    for row in [head, *rows]:
        cells = [
            each.rjust(w) if place in right else each.ljust(w)
            for place, (each, w) in enumerate(zip(row, widths, strict=True))
        ]
        if fold:
            lines += [row[0], ("    " + "  ".join(cells[1:])).rstrip()]
        else:
            lines.append("  ".join(cells).rstrip())
    return lines


def claim_lines(reports: Sequence[ClaimReport]) -> list[str]:
    """Each claim with its verdict, then what was measured, the band and who says so."""
    lines: list[str] = []
    for each in reports:
        name = each.id.rpartition("/")[2]
        lines.append(f"{MARKS[each.verdict].shown(2)} {each.verdict.value:<9} {name}")
        lines.append(folded(each.says, 4))
        got = interval(each.measured) + f", n = {each.measured.n}" if each.measured else each.why or "not measured"
        facts = {"measured": got, "band": band(each.low, each.high), "source": each.source}
        lines += [labelled(f"    {name:<9}  ", said) for name, said in facts.items() if said]
    return lines


def tally(reports: Sequence[ClaimReport]) -> str:
    """`7 hold, 1 fail, 2 stale`: every verdict that occurs, so that nothing is hidden in a sum."""
    words = {Verdict.HOLDS: "hold", Verdict.FAILS: "fail"}
    counts = [
        (sum(each.verdict is verdict for each in reports), words.get(verdict, verdict.value)) for verdict in Verdict
    ]
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "no claims"


def difference_lines(differences: Sequence[Difference]) -> list[str]:
    """The table of two results side by side, and how the difference was taken."""
    rows = [(each.name, interval(each.first), interval(each.second), interval(each.difference)) for each in differences]
    lines = table(("measurement", "first", "second", "second - first"), rows, right=(1, 2, 3))
    how = "seed by seed" if differences[0].paired else "as independent groups"
    return [*lines, f"95 % intervals; the difference is taken {how}."]


def curves_of(outcome: Outcome) -> dict[str, Curve]:
    """The measurements with one axis besides the seed, averaged over seeds."""
    own = {name: curve(each, CHART_WIDTH) for name, each in outcome.result.values.items() if each.ndim == 2}
    shipped = {name: each for name, each in outcome.curves.items() if each.mean.ndim == 1}
    return {name: each for name, each in {**shipped, **own}.items() if len(each.at) >= LEAST_POINTS}


def chart_lines(outcome: Outcome, units: Mapping[str, str]) -> list[str]:
    """Curves over the same points in the same unit share a chart; each is drawn with a letter and named below."""
    groups: dict[tuple[Axis, str], list[tuple[str, Curve]]] = {}
    for name, each in curves_of(outcome).items():
        if are_places(name, units):
            continue
        key = (axis_of(name, each, outcome, units), units.get(name, ""))
        groups.setdefault(key, []).append((name, each))
    lines: list[str] = []
    for (axis, unit), group in groups.items():
        lines += ["", *_chart(group[:CHART_SERIES], axis, unit)]
        if len(group) > CHART_SERIES:
            lines.append(f"          and {len(group) - CHART_SERIES} more: palaestra results --csv FILE")
    return lines


def _chart(group: Sequence[tuple[str, Curve]], axis: Axis, unit: str) -> list[str]:
    finite = np.concatenate([each.mean[np.isfinite(each.mean)] for _, each in group])
    if not finite.size:
        return []
    low, high = float(finite.min()), float(finite.max())
    span = (high - low) or 1.0
    grid = [[" "] * CHART_WIDTH for _ in range(CHART_HEIGHT)]
    for letter, (_, each) in zip("abcdefgh", group, strict=False):
        for column in range(CHART_WIDTH):
            value = each.mean[round(column * (len(each.at) - 1) / (CHART_WIDTH - 1))]
            if np.isfinite(value):
                grid[CHART_HEIGHT - 1 - round((float(value) - low) / span * (CHART_HEIGHT - 1))][column] = letter
    labels = {0: number(high), CHART_HEIGHT - 1: number(low)}
    lines = [f"{labels.get(place, ''):>9} |{''.join(row)}".rstrip() for place, row in enumerate(grid)]
    lines.append(f"{'':>9} +{'-' * CHART_WIDTH}")
    first, last = number(axis.places[0]), f"{number(axis.places[-1])} {axis.unit}".rstrip()
    lines.append(f"{'':>11}{first}{last.rjust(CHART_WIDTH - len(first))}")
    named = ", ".join(f"{letter} {name}" for letter, (name, _) in zip("abcdefgh", group, strict=False))
    return [*lines, folded(named + (f" ({unit})" if unit else ""), 11)]


def heading(experiment: Experiment, outcome: Outcome) -> list[str]:
    """What was asked, and which run answers: preset, seeds, path, and what was set by hand."""
    job = outcome.job
    lines = [experiment.title, folded(experiment.asks)]
    seeds = f"{len(job.seeds)} seed{'s' if len(job.seeds) > 1 else ''}"
    took = duration(outcome.provenance.seconds)
    lines.append(f"{job.preset} preset, {seeds}, {job.engine} path, {took} of computing")
    if job.settings:
        lines.append("set by hand: " + ", ".join(f"{name} = {value}" for name, value in job.settings.items()))
    return lines
