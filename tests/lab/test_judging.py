"""Claims: what holds, what fails, what is not known, and what is stale."""

import json
import math
from dataclasses import replace

import pytest

from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.statistics import Interval
from palaestra.lab import Store, judge, run, source_hash

KEYS = ["id", "system", "says", "source", "holds", "stale", "got", "want"]

pytestmark = pytest.mark.usefixtures("in_this_process")


def verdict(experiment: Experiment, low: float, high: float, band: tuple[float, float]) -> Verdict:
    claim = replace(experiment.claims[0], low=band[0], high=band[1])
    only = replace(experiment, claims=(claim,))
    (report,) = judge(only, {claim.id: Interval((low + high) / 2, low, high)}, source_hash(only))
    return report.verdict


@pytest.mark.parametrize(
    ("low", "high", "band", "expected"),
    [
        (0.2, 0.4, (0.0, 1.0), Verdict.HOLDS),
        (0.0, 1.0, (0.0, 1.0), Verdict.HOLDS),  # the band's ends belong to it
        (0.5, 0.5, (0.5, 0.5), Verdict.HOLDS),
        (-0.001, 1.0, (0.0, 1.0), Verdict.UNDECIDED),
        (0.9, 1.1, (0.0, 1.0), Verdict.UNDECIDED),
        (-5.0, 5.0, (0.0, 1.0), Verdict.UNDECIDED),
        (1.0, 2.0, (0.0, 1.0), Verdict.UNDECIDED),  # they touch: the value at the edge is inside
        (1.001, 2.0, (0.0, 1.0), Verdict.FAILS),
        (-2.0, -0.001, (0.0, 1.0), Verdict.FAILS),
        (7.0, 9.0, (5.0, math.inf), Verdict.HOLDS),
        (1.0, 2.0, (5.0, math.inf), Verdict.FAILS),
        (-math.inf, math.inf, (-math.inf, math.inf), Verdict.UNDECIDED),  # one seed says nothing
        (math.nan, math.nan, (0.0, 1.0), Verdict.UNDECIDED),
    ],
)
def test_an_interval_against_a_band(
    experiment: Experiment, low: float, high: float, band: tuple[float, float], expected: Verdict
) -> None:
    assert verdict(experiment, low, high, band) is expected


def test_without_a_run_nothing_is_said(experiment: Experiment) -> None:
    reports = judge(experiment, None)
    assert [each.verdict for each in reports] == [Verdict.NOT_RUN] * 3
    assert [(each.to_json()["holds"], each.to_json()["stale"], each.to_json()["got"]) for each in reports] == [
        (None, False, None)
    ] * 3


def test_a_measurement_of_other_code_is_stale_and_never_holds(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, preset="full", store=store)
    assert [each.verdict for each in judge(experiment, outcome)] == [Verdict.HOLDS, Verdict.HOLDS, Verdict.FAILS]
    steps = experiment.folder.parent / "steps.py"
    steps.write_text(steps.read_text().replace("1.0, -1.0))", "1.0, -1.5))"))
    stale = judge(experiment, outcome)
    assert [each.verdict for each in stale] == [Verdict.STALE] * 3
    assert [each.to_json()["holds"] for each in stale] == [None] * 3
    assert all(each.to_json()["stale"] and each.to_json()["got"] for each in stale)


def test_a_comment_or_docstring_makes_nothing_stale(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, preset="full", store=store)
    steps = experiment.folder.parent / "steps.py"
    steps.write_text("# A comment\n" + steps.read_text().replace("Steps of a walker", "Paces of a walker"))
    assert judge(experiment, outcome)[0].verdict is Verdict.HOLDS


def test_a_claim_that_could_not_be_measured_is_undecided_with_the_reason(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, seeds=2, store=store)
    report = judge(experiment, replace(outcome, measures={}, unmeasured={"no-side": "no such curve"}))[1]
    assert (report.verdict, report.why) == (Verdict.UNDECIDED, "no such curve")


def test_the_keys_for_scripts_are_stable(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, preset="full", store=store)
    listed = json.loads(json.dumps([each.to_json() for each in judge(experiment, outcome)], allow_nan=False))
    assert [list(each) for each in listed] == [KEYS] * 3
    assert [each["holds"] for each in listed] == [True, True, False]
    far = listed[2]
    assert (far["id"], far["system"], far["stale"]) == ("walk/random-walk/far-off", "walk", False)
    assert far["want"] == {"low": 100.0, "high": None, "from": "wrong on purpose"}
    assert set(far["got"]) == {"value", "low", "high", "n", "level"}
    assert far["got"]["n"] == 12


def test_one_seed_has_no_interval_in_json(experiment: Experiment, store: Store) -> None:
    outcome = run(experiment, seeds=1, store=store)
    report = judge(experiment, outcome)[1]
    assert report.verdict is Verdict.UNDECIDED
    got = report.to_json()["got"]
    assert got["low"] is None
    assert got["high"] is None
    assert isinstance(got["value"], float)
