"""Where the points of a curve stand: the axis that an experiment's `[units]` declares.

    across = "pulls"           the unit of the axis
    across-at = "steps"        where the points stand: a field of the config (a number: the points divide it evenly;
                               a list: its entries), or a measurement that holds the places
    "ucb, across" = "c"        the same for one measurement, before what is said for all
    rows = "first; second"     what the rows of a table of curves are

Without them the points are counted.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, cast

import numpy as np

from palaestra.lab import Curve, Outcome

UNIT, PLACES, ROWS = "across", "across-at", "rows"
LEAST_SPREAD = 8.0
"""Places a factor further apart than this, in equal ratios, ask for a logarithmic axis."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The places of a curve's points, and their unit in words."""

    places: tuple[float, ...]
    unit: str


def axis_of(name: str, each: Curve, outcome: Outcome, units: Mapping[str, str]) -> Axis:
    """The axis of one measurement of a run; `name` may name a row of it (`regret, 2`)."""
    measurement = name.partition(",")[0]

    def said(what: str) -> str:
        return units.get(f"{measurement}, {what}", units.get(what, ""))

    places = _places(said(PLACES), each, outcome)
    if places is None:
        return Axis(tuple(float(at + 1) for at in each.at), said(UNIT) or "points")
    return Axis(places, said(UNIT))


def are_places(name: str, units: Mapping[str, str]) -> bool:
    """Whether a measurement only says where the others' points stand."""
    return any(value == name for key, value in units.items() if key.endswith(PLACES))


def row_title(name: str, units: Mapping[str, str]) -> str:
    """A measurement's name in words; a row of a table by what it is."""
    measurement, _, row = name.partition(", ")
    rows = [each.strip() for each in units.get(ROWS, "").split(";") if each.strip()]
    plain = measurement.replace("_", " ").replace("-", " ")
    if not row:
        return plain
    return f"{plain}, {rows[int(row) - 1] if int(row) <= len(rows) else row}"


def is_logarithmic(places: Sequence[float]) -> bool:
    """Places in equal ratios over a wide range read evenly on a logarithmic axis."""
    if len(places) < 4 or places[0] <= 0 or places[-1] < LEAST_SPREAD * places[0]:
        return False
    first, middle, last = math.log(places[0]), median(map(math.log, places)), math.log(places[-1])
    return abs(middle - (first + last) / 2) < 0.2 * (last - first)


def _places(said: str, each: Curve, outcome: Outcome) -> tuple[float, ...] | None:
    measured = outcome.curves.get(said)
    if measured is not None and measured.at == each.at:
        return tuple(float(place) for place in measured.mean)
    values = outcome.result.values.get(said)
    if values is not None and values.ndim == 2 and values.shape[1] > each.at[-1]:
        return tuple(float(np.mean(values[:, at])) for at in each.at)
    found: Any = outcome.job.config.get(said)
    if isinstance(found, list | tuple) and len(cast(Sequence[Any], found)) > each.at[-1]:
        return tuple(float(found[at]) for at in each.at)
    if isinstance(found, int | float):
        return tuple(float(found * (at + 1) / (each.at[-1] + 1)) for at in each.at)
    return None
