"""Claims against intervals, settings from a command line, and the code half of an experiment."""

import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Claim, Control, Experiment, Result, Verdict, configured, load_code
from palaestra.kit.refusal import Refusal
from palaestra.kit.statistics import Interval
from tests.rooms import add_copy

ROOMS = Path(__file__).parent.parent / "contract" / "rooms"
ends = st.floats(-100.0, 100.0)
intervals = st.tuples(ends, ends).map(lambda pair: Interval(sum(pair) / 2, min(pair), max(pair)))
bands = st.tuples(ends, ends).map(lambda pair: (min(pair), max(pair)))


def claim(low: float, high: float) -> Claim:
    return Claim("c", "says", "source", low, high, "by hand", Control())


@given(bands, intervals)
def test_a_verdict_says_where_the_points_of_the_interval_lie(band: tuple[float, float], measured: Interval) -> None:
    points = np.linspace(measured.low, measured.high, 101)
    inside = (band[0] <= points) & (points <= band[1])
    verdict = claim(*band).judge(measured)
    if verdict is Verdict.HOLDS:
        assert inside.all()
    if verdict is Verdict.FAILS:
        assert not inside.any()
    if verdict is Verdict.UNDECIDED:
        # Some of it may be true and some of it not: an end lies outside, yet the two meet.
        assert not (inside[0] and inside[-1])
        assert measured.low <= band[1]
        assert band[0] <= measured.high
    assert verdict in (Verdict.HOLDS, Verdict.FAILS, Verdict.UNDECIDED)


@given(bands, intervals, st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_a_wider_interval_never_decides_more(
    band: tuple[float, float], measured: Interval, below: float, above: float
) -> None:
    wider = Interval(measured.value, measured.low - below, measured.high + above)
    assert claim(*band).judge(wider) in (claim(*band).judge(measured), Verdict.UNDECIDED)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.0, 1.0, Verdict.HOLDS),  # the ends of the band belong to it
        (1.0, 1.0, Verdict.HOLDS),
        (np.nextafter(0.0, -1.0), 0.5, Verdict.UNDECIDED),
        (1.0, 2.0, Verdict.UNDECIDED),
        (np.nextafter(1.0, 2.0), 2.0, Verdict.FAILS),
        (-1.0, np.nextafter(0.0, -1.0), Verdict.FAILS),
        (-math.inf, 0.5, Verdict.UNDECIDED),
        (-math.inf, -2.0, Verdict.UNDECIDED),
        (2.0, math.inf, Verdict.UNDECIDED),  # an end that is not known decides nothing, even on the far side
        (0.5, math.nan, Verdict.UNDECIDED),
    ],
)
def test_the_ends_decide(low: float, high: float, verdict: Verdict) -> None:
    assert claim(0.0, 1.0).judge(Interval(0.5, float(low), float(high))) is verdict


def test_a_band_may_be_open_to_a_side() -> None:
    assert claim(2.0, math.inf).judge(Interval(3.0, 2.0, 1e300)) is Verdict.HOLDS
    assert claim(-math.inf, 2.0).judge(Interval(3.0, 2.5, 3.5)) is Verdict.FAILS


@dataclass(frozen=True)
class Config:
    steps: int = 10
    gap: float = 0.5
    name: str = "plain"
    fast: bool = True
    arms: tuple[float, ...] = (0.2, 0.4)
    counts: tuple[int, ...] = (1,)
    words: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("steps", "20", 20),
        ("steps", 20, 20),
        ("steps", 20.0, 20),
        ("gap", "1e-3", 0.001),
        ("gap", 1, 1.0),
        ("name", "3", "3"),
        ("fast", "False", False),
        ("fast", True, True),
        ("arms", "1,2.5", (1.0, 2.5)),
        ("arms", [1, 2], (1.0, 2.0)),
        ("counts", "8", (8,)),
        ("words", "a,b", ("a", "b")),
    ],
)
def test_a_setting_is_read_as_its_fields_type(name: str, given: Any, value: Any) -> None:
    found = getattr(configured(Config(), {name: given}), name)
    assert found == value
    assert type(found) is type(value)
    if isinstance(value, tuple):
        assert list(map(type, found)) == list(map(type, value))


def test_what_is_not_set_stays_and_the_preset_is_left_alone() -> None:
    preset = Config(steps=7)
    assert configured(preset, {}) == preset
    assert configured(preset, {"gap": "2", "fast": "false"}) == Config(steps=7, gap=2.0, fast=False)
    assert preset == Config(steps=7)


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("step", "3", "Did you mean steps"),
        ("steps", "many", "takes int values, not 'many'. For example steps=10"),
        ("steps", "2.5", "takes int values"),
        ("steps", 2.5, "takes int values, not 2.5"),
        ("steps", [3], "takes int values"),
        ("gap", "wide", "takes float values"),
        ("fast", "yes", "takes bool values"),
        ("counts", "1,two", "takes int values, not 'two'"),
        ("counts", 3, "takes tuple values, not 3"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_with_an_example(name: str, given: Any, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        configured(Config(), {name: given})


def test_a_result_names_what_it_measured() -> None:
    result = Result({"regret": np.ones(2)}, Config(), (0, 1))
    assert result["regret"].tolist() == [1.0, 1.0]
    with pytest.raises(Refusal, match="Did you mean regret"):
        _ = result["regrets"]


@pytest.fixture
def experiment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Experiment:
    rooms = add_copy(ROOMS, tmp_path, monkeypatch)
    for name in [each for each in sys.modules if each.startswith("palaestra.systems.coin")]:
        monkeypatch.delitem(sys.modules, name)
    return Catalogue(rooms).experiment("coin/few-tosses")


def test_the_code_half_is_found_by_its_names(experiment: Experiment) -> None:
    code = load_code(experiment)
    assert (code.presets["small"].coins, code.presets["full"].coins) == (100, 400)
    assert code.seeds == {"small": 4, "full": 8}
    assert set(code.measures) == {"error-after-ten"}
    assert code.readable is code.run
    assert code.source.__name__ == experiment.module == "palaestra.systems.coin.experiments.few_tosses"
    first = code.run(code.presets["small"], 0)
    assert first == code.run(code.presets["small"], 0)
    measured = code.measures["error-after-ten"](Result({"squared_error": np.array([0.01, 0.02])}, None, (0, 1)))
    assert measured.value == pytest.approx(0.015)


@pytest.mark.parametrize(("takes", "fast_runs"), [("json", True), ("no_such_module", False)])
def test_the_fast_path_is_taken_only_where_its_module_is(experiment: Experiment, takes: str, fast_runs: bool) -> None:
    path = experiment.folder / "few_tosses.py"
    path.write_text(path.read_text() + "\n\ndef run(config, seed, fast):\n    return {'squared_error': float(fast)}\n")
    code = load_code(replace(experiment, fast=takes))
    assert code.run(None, 0) == {"squared_error": float(fast_runs)}
    assert code.readable(None, 0) == {"squared_error": 0.0}
    assert (code.run is not code.readable) is fast_runs
