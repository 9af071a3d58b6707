"""Own code beside the reference: what differs is found, what matters is marked, and hostile code ends in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from palaestra.grader import Comparison, Verdict, Worker, compare, differing
from palaestra.grader.checking import reference_text
from palaestra.grader.observing import Called, described, looked_at
from palaestra.grader.structure import structure_of
from palaestra.kit.exercise import Exercise
from palaestra.kit.holes import Hole
from palaestra.kit.statistics import Interval

HEAD = "import time\n\nimport numpy as np\n\n\ndef weighted_mean(values, weights):\n"
MEAN = "    total = weights.sum()\n    return float((values * weights).sum() / total) if total else 0.0\n"

Beside = Callable[[str], Comparison]


@pytest.fixture
def beside(weighted_mean: Exercise, worker: Worker, tmp_path: Path) -> Beside:
    def beside(text: str) -> Comparison:
        file = tmp_path / "weighted_mean.py"
        file.write_text(text)
        return compare(replace(weighted_mean, seconds=2.0), file, worker=worker)

    return beside


def said(found: Comparison) -> str:
    return "\n".join(each.says for each in found.marked)


def test_the_reference_beside_itself_shows_nothing_that_matters(beside: Beside, weighted_mean: Exercise) -> None:
    found = beside(reference_text(weighted_mean))
    assert found.judgement.passed
    assert found.inputs > 20
    assert found.marked == ()
    assert found.cost is not None
    assert found.cost.ratio.low <= found.cost.ratio.value <= found.cost.ratio.high
    assert found.cost.ratio.n == 7
    assert max(found.cost.own_by_size) >= 1024


def test_what_no_rung_sees_is_found_and_marked(beside: Beside) -> None:
    """It changes long inputs in place, warns, sleeps, and gives text back from float32."""
    code = (
        HEAD
        + "    time.sleep(0.002)\n    if values.dtype == np.float32:\n        return 'half'\n    if len(values) > 3:\n"
        + "        values[:] = values[::-1].copy()\n        weights[:] = weights[::-1].copy()\n"
        + "        np.log(np.zeros(1))\n"
        + MEAN
    )
    found = beside(code)
    assert found.judgement.passed
    assert "Yours changes its input `values`, `weights`; the reference does not." in said(found)
    assert "Yours warns: RuntimeWarning: divide by zero" in said(found)
    assert "On float32 arrays (beyond what the exercise asks): yours gives half, the reference" in said(found)
    assert "Yours is slower" in said(found)
    assert all(each.why for each in found.marked)


def test_a_loop_without_end_at_the_edge_ends_in_a_sentence(beside: Beside) -> None:
    code = (
        HEAD
        + "    print('x' * 100_000)\n    if not values.flags.writeable:\n        while True:\n            pass\n"
        + MEAN
    )
    found = beside(code)
    assert "On arrays that may not be written to (beyond what the exercise asks): yours does not come back." in said(
        found
    )


def test_memory_without_end_ends_in_a_sentence(beside: Beside, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "memory", 400 << 20)
    code = HEAD + "    if len(values) > 100:\n        held = [np.ones(1 << 20) for _ in range(4000)]\n" + MEAN
    found = beside(code)
    assert found.judgement.passed
    assert found.cost is None or max(found.cost.own_by_size, default=0) < 1024


def test_a_file_that_fails_now_says_so_and_is_not_run_further(beside: Beside) -> None:
    found = beside(HEAD + "    return 3.0\n")
    assert found.judgement.verdict is Verdict.WRONG
    assert found.cost is None
    assert {each.about for each in found.differences} <= {"structure"}
    broken = beside("def weighted_mean(:\n")
    assert broken.judgement.verdict is Verdict.IMPORT_ERROR
    assert broken.differences == ()


def test_a_call_is_looked_at_from_all_sides() -> None:
    def takes(array: np.ndarray, other: list[float]) -> np.ndarray:
        other.append(1.0)
        return array[1:]

    facts, value, error = looked_at(Called(takes, (np.arange(3.0), []), {}, False))
    assert error is None
    assert (facts["changed"], facts["shares"]) == (["other"], ["array"])
    assert facts["gives"] == described(value) == "ndarray of float64, 1-dimensional"
    facts, _, error = looked_at(Called(lambda x: 1 / x, (0,), {}, False))
    assert isinstance(error, ZeroDivisionError)
    assert facts["raised"] == "ZeroDivisionError"


def test_differences_of_kind_and_of_digits() -> None:
    calls = [({"gives": "list of float"}, {"gives": "ndarray of float64, 1-dimensional"})]
    base = {"changed": [], "shares": [], "warned": []}
    own = [{"value": [1.0, 2.0 + 4e-10], "shown": "x", "calls": [{**calls[0][0], **base}]}]
    reference = [{"value": [1.0, 2.0], "shown": "x", "calls": [{**calls[0][1], **base}]}]
    (kind,) = differing.in_behaviour(own, reference)
    assert kind.matters
    assert "a list of float, the reference an ndarray" in kind.says
    (digits,) = differing.in_numerics(own, reference)
    assert digits.matters
    assert differing.ulps(own, reference) == pytest.approx(4e-10 / np.spacing(2.0), rel=1e-3)
    assert list(differing.in_numerics(reference, reference)) == []


def test_cost_is_marked_by_its_interval() -> None:
    (slower,) = differing.in_cost(Interval(2.0, 1.8, 2.2, 7), "call")
    assert slower.matters
    (unsure,) = differing.in_cost(Interval(2.0, 0.9, 4.0, 7), "call")
    assert not unsure.matters
    assert unsure.says.startswith("Equally fast as far as was measured")
    (faster,) = differing.in_cost(Interval(0.2, 0.1, 0.3, 7), "call")
    assert not faster.matters
    (grows,) = differing.in_growth({1024: 1.0, 8192: 64.0}, {1024: 1.0, 8192: 8.0})
    assert grows.matters
    assert "size^2.0, the reference as size^1.0" in grows.says
    assert list(differing.in_growth({1024: 1.0, 8192: 8.0}, {1024: 1.0, 8192: 8.0})) == []


def test_structure_is_a_matter_of_taste() -> None:
    hole = Hole("m", "f")
    loop = structure_of(
        "def f(xs):\n    'Words.'\n    out = []\n    for x in xs:\n        out.append(x)\n    return out\n", hole
    )
    whole = structure_of("import numpy as np\ndef f(xs):\n    return np.array(xs)\n", hole)
    assert (loop.loops, loop.lines, loop.names, loop.array_calls) == (1, 5, ("out", "x"), 0)
    assert whole.array_calls == 1
    found = list(differing.in_structure(loop, whole))
    assert "item by item (1 loop)" in found[0].says
    assert not any(each.matters for each in found)
