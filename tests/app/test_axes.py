"""Where the points of a curve stand, as an experiment's `[units]` says it."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from palaestra.app.views.axes import are_places, axis_of, is_logarithmic, row_title
from palaestra.app.views.charts import Series, curves, week
from palaestra.app.views.findings import found_in
from palaestra.app.views.plainly import number
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Result
from palaestra.lab import Curve, Outcome, curve
from palaestra.lab.outcome import Job, Provenance


def outcome(config: Mapping[str, Any], **values: Any) -> Outcome:
    """A run of two seeds that measured `values`."""
    arrays = {name: np.array([each, each], dtype=np.float64) for name, each in values.items()}
    job = Job("room/experiment", "small", dict(config), (0, 1), "readable", "hash")
    return Outcome(job, Result(arrays, None, (0, 1)), {}, {}, Provenance("", 1.0, {}, ""))


def four(value: float = 0.0) -> Curve:
    return curve(np.full((2, 4), value))


def test_a_number_is_divided_evenly() -> None:
    axis = axis_of("reward", four(), outcome({"steps": 1000}), {"across": "pulls", "across-at": "steps"})
    assert axis.places == (250.0, 500.0, 750.0, 1000.0)
    assert axis.unit == "pulls"


def test_a_list_gives_the_places_and_one_measurement_may_have_its_own() -> None:
    units = {"across": "pulls", "across-at": "steps", "ucb, across": "c", "ucb, across-at": "settings"}
    run = outcome({"steps": 8, "settings": [0.5, 1, 2, 4]})
    assert axis_of("ucb", four(), run, units).places == (0.5, 1.0, 2.0, 4.0)
    assert axis_of("ucb", four(), run, units).unit == "c"
    assert axis_of("other", four(), run, units).places == (2.0, 4.0, 6.0, 8.0)


def test_a_measurement_gives_the_places_of_the_others_and_their_rows() -> None:
    run = outcome({"pulls": 7}, pulls=[1, 10, 100, 1000], regret=[1, 2, 3, 4])
    units = {"across": "pulls", "across-at": "pulls"}
    assert axis_of("regret, 2", four(), run, units).places == (1.0, 10.0, 100.0, 1000.0)
    assert are_places("pulls", units)
    assert not are_places("regret", units)


def test_points_are_counted_where_nothing_fits() -> None:
    run = outcome({"settings": [1, 2]})
    for units in ({}, {"across-at": "gone"}, {"across-at": "settings"}):
        axis = axis_of("reward", four(), run, units)
        assert axis.places == (1.0, 2.0, 3.0, 4.0)
        assert axis.unit == "points"


def test_rows_have_names() -> None:
    units = {"rows": "two coins; rare rewards"}
    assert row_title("kl-ucb-regret, 2", units) == "kl ucb regret, rare rewards"
    assert row_title("kl-ucb-regret, 3", units) == "kl ucb regret, 3"
    assert row_title("late_error", units) == "late error"


@pytest.mark.parametrize(
    ("places", "is_log"),
    [([1, 10, 100, 1000], True), ([250, 500, 750, 1000], False), ([1, 2, 4, 6], False), ([0, 1, 10, 100], False)],
)
def test_equal_ratios_over_a_wide_range_ask_for_logarithms(places: list[float], is_log: bool) -> None:
    assert is_logarithmic(places) is is_log


def test_an_axis_ends_with_its_unit_and_starts_at_zero_where_it_is_even() -> None:
    flat = ([1.0] * 4, [1.0] * 4, [1.0] * 4)
    even = curves("even", [Series("reference", [250, 500, 750, 1000], *flat)], "pulls", "reward")
    assert ">1,000 pulls</text>" in even
    assert ">500</text>" in even
    assert ">0</text>" in even
    ratios = curves("ratios", [Series("reference", [10, 100, 1000, 10000], *flat)], "pulls", "reward")
    assert ">10,000 pulls</text>" in ratios
    assert ">100</text>" in ratios
    assert "nan" not in ratios


def test_every_figure_of_every_room_says_what_runs_along_it() -> None:
    panels = [
        (found.experiment.id, panel)
        for room in Catalogue.installed().systems
        for found in found_in(room)
        for panel in found.panels
    ]
    assert panels
    assert [name for name, panel in panels if " points</text>" in panel.picture] == []


def test_a_week_says_its_minutes_and_marks_today() -> None:
    drawn = week([0, 45, 0, 0, 90, 0, 0], 4)
    assert 'aria-label="Tuesday 45 min; Friday 90 min"' in drawn
    assert drawn.count("<rect") == 2
    assert drawn.count('<text class="ink"') == 1
    assert "No minutes yet" in week([0.0] * 7, 0)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.36404, "0.364"), (20000, "20,000"), (12345.6, "12,350"), (999.96, "1,000"), (-2.5, "−2.5"), (math.inf, "inf")],
)
def test_numbers_read_plainly(value: float, shown: str) -> None:
    assert number(value) == shown
