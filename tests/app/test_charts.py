"""Charts drawn on the server: round ticks, names at the line, nothing that is not a number."""

import itertools
import math
import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from palaestra.app.views.charts import Series, curves, strip
from palaestra.app.views.drawing import nice_ticks
from palaestra.app.views.growth_chart import LABEL_GAP, growth_chart
from palaestra.kit.statistics import Interval
from palaestra.practice.path.growth import Grown

SIZES = st.floats(-1e6, 1e6, allow_nan=False)


@given(SIZES, st.floats(1e-3, 1e3))
def test_ticks_span_the_range_in_equal_round_steps(low: float, share: float) -> None:
    """An axis always holds zero, so its range is never a sliver of its values."""
    width = share * max(1.0, abs(low))
    ticks = nice_ticks(low, low + width)
    assert ticks[0] <= low + 1e-9 * width
    assert ticks[-1] >= low + width - 1e-3 * width
    assert 2 <= len(ticks) <= 7
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    assert max(steps) - min(steps) <= 1e-6 * max(map(abs, [*ticks, *steps]))
    leading = round(steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9), 3)
    assert leading in (1, 2, 2.5, 5, 10)


def test_a_flat_or_single_curve_is_drawn() -> None:
    flat = Series("reference", [1, 2], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0])
    assert "<path" in curves("flat", [flat], "pulls", "regret")


def test_one_seed_has_no_interval_and_no_nan() -> None:
    nan = [math.nan] * 3
    ours = Series("reference", [1, 2, 3], [1.0, 2.0, 3.0], nan, nan)
    mine = Series("learner", [1, 2, 3], [1.0, 2.5, 3.5], nan, nan)
    drawn = curves("one seed", [ours, mine], "", "")
    assert "nan" not in drawn
    assert "tint" not in drawn
    assert 'class="name clay"' in drawn
    assert 'class="name aegean"' in drawn


def test_equal_curves_share_one_name() -> None:
    same = ([1, 2], [1.0, 2.0], [0.9, 1.9], [1.1, 2.1])
    drawn = curves("equal", [Series("reference", *same), Series("learner", *same)], "", "")
    assert drawn.count('class="name') == 1
    assert "yours, on the reference" in drawn


def test_labels_are_escaped() -> None:
    one = Series("reference", [1, 2], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0])
    drawn = curves('<b>"x"', [one], "<i>", "<u>")
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "<u>" not in drawn


def test_a_claims_strip_shows_band_and_interval() -> None:
    drawn = strip(
        "a claim", 0.0, 1.0, [("reference", Interval(0.5, 0.4, 0.6, 20)), ("learner", Interval(2.0, 1.9, 2.1))]
    )
    assert 'class="band"' in drawn
    assert drawn.count('class="dot"') == 2
    open_ended = strip("open", -math.inf, 1.0, [("reference", Interval(math.nan, math.nan, math.nan))])
    assert "nan" not in open_ended
    assert "inf" not in open_ended
    assert 'class="dot"' not in open_ended


def test_names_at_the_ends_of_lines_never_lie_on_one_another() -> None:
    week = Grown("2026-W47", date(2026, 11, 22), 1, 1, 1)
    chart = growth_chart([week])
    places = [float(each) for each in re.findall(r'class="name \w+" x="[\d.]+" y="([\d.]+)"', chart)]
    assert len(places) == 3
    assert all(below - above >= LABEL_GAP for above, below in itertools.pairwise(places))
    assert "Now 1 entered, 1 passed, 1 solid" in chart
