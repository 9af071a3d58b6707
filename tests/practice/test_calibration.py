"""Predictions scored by the first full result after them."""

from pathlib import Path

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import calibration, expectations

X = "room/x"


@pytest.fixture
def root(tmp_path: Path) -> PracticeFolder:
    return PracticeFolder.create(tmp_path / "practice")


def result(root: PracticeFolder, experiment: str = X, **verdicts: str) -> None:
    measured = {name: [0.5, 0.4, 0.6] for name in verdicts}
    root.log.append("result", experiment=experiment, path="", verdicts=verdicts, measured=measured)


def test_probabilities_meet_frequencies(root: PracticeFolder) -> None:
    for number in range(10):
        root.log.append("prediction", experiment=f"room/{number}", says="", claims={"c": 0.7 if number < 8 else 0.1})
        result(root, f"room/{number}", c="holds" if number < 6 else "fails")
    found = calibration(root)
    assert [(each.low, each.count, each.frequency.value) for each in found.bands] == [(0.0, 2, 0.0), (0.6, 8, 0.75)]
    assert [each.stated for each in found.bands] == [pytest.approx(0.1), pytest.approx(0.7)]
    assert found.brier is not None
    assert found.brier.value == pytest.approx((6 * 0.09 + 2 * 0.49 + 2 * 0.01) / 10)
    assert found.base_rate == 0.6


def test_the_last_word_before_the_result_counts_and_what_comes_after_does_not(root: PracticeFolder) -> None:
    root.log.append("prediction", experiment=X, says="", claims={"c": 0.2})
    root.log.append("prediction", experiment=X, says="", claims={"c": 0.9})
    result(root, c="holds")
    root.log.append("prediction", experiment=X, says="", claims={"c": 1.0})
    result(root, c="holds")
    found = calibration(root)
    assert [(each.probability, each.is_scored, each.seen) for each in found.forecasts] == [
        (0.9, True, False),
        (1.0, False, True),
    ]
    assert found.waiting == ()


def test_undecided_results_decide_nothing_and_intervals_are_hit_or_missed(root: PracticeFolder) -> None:
    root.log.append("prediction", experiment=X, says="", claims={"c": 0.8}, intervals={"c": [0.1, 0.3, 0.9]})
    root.log.append("prediction", experiment=X, says="", intervals={"d": [0.45, 0.55, 0.9]})
    result(root, c="undecided", d="undecided")
    found = {(each.claim, each.low): each.came for each in calibration(root).forecasts}
    assert found == {("c", None): None, ("c", 0.1): False, ("d", 0.45): True}
    result(root, c="fails")
    assert calibration(root).forecasts[0].came is False


def test_events_of_other_shapes_are_passed_over(root: PracticeFolder) -> None:
    root.log.append("prediction", experiment=X, says="about 3")
    root.log.append("prediction", experiment=X, says="", claims={"c": 7, "d": "sure", "e": True}, intervals={"f": [1]})
    root.log.append("result", experiment=X, path="", verdicts=["c"])
    root.log.append("result", experiment=X, path="")
    found = calibration(root)
    assert (found.forecasts, found.bands, found.brier) == ((), (), None)


def test_expectations_as_they_are_typed() -> None:
    sure, ranges = expectations(["a-b=80", "c=5%", "a-b=-1..2.5@95"], ["a-b", "c"])
    assert sure == {"a-b": 0.8, "c": 0.05}
    assert ranges == {"a-b": [-1.0, 2.5, 0.95]}
    assert expectations(["c=1..2"], ["c"])[1] == {"c": [1.0, 2.0, 0.8]}
    for wrong in ("c", "c=", "c=much", "c=101", "c=2..1", "c=1..2@150", "=5"):
        with pytest.raises(Refusal):
            expectations([wrong], ["c"])
