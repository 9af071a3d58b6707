"""A Check carries its evidence, and `call` notices what learner code does to its inputs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from palaestra.kit.checks import call, close, same, show, statement

numbers = st.floats(-1e6, 1e6)
tables = arrays(np.float64, array_shapes(max_dims=2, max_side=4), elements=numbers)


def double(values, factor=2):
    return np.asarray(values) * factor


def test_a_right_answer_holds_and_shows_the_call():
    check = call(double, [1.0, 2.0], factor=3).gives([3.0, 6.0], source="by hand")
    assert check.holds
    assert (check.call, check.got, check.want) == ("double([1, 2], factor=3)", "[3, 6]", "[3, 6]")
    assert (check.tolerance, check.source) == ("atol 1e-09", "by hand")


def test_a_wrong_answer_fails_with_both_values():
    check = call(double, 4).gives(9)
    assert not check.holds
    assert (check.got, check.want) == ("8", "9")


def test_inputs_changed_in_place_fail_whatever_the_answer():
    def greedy(values):
        values[0] = 99.0
        return values.sum()

    check = call(greedy, np.array([1.0, 2.0])).gives(101.0)
    assert not check.holds
    assert "argument 1 was changed" in check.got
    assert call(greedy, np.array([1.0, 2.0])).gives(101.0, may_change_inputs=True).holds


def test_a_named_argument_changed_in_place_is_named():
    check = call(lambda *, log: log.append(1), log=[]).satisfies("it returns", lambda value: value is None)
    assert "argument log was changed" in check.got


def test_the_callers_inputs_stay_as_they_were():
    mine = [3, 1, 2]
    call(lambda values: values.sort(), mine)
    assert mine == [3, 1, 2]


def test_an_exception_travels_on_and_carries_the_call():
    def broken(_n):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        call(broken, 7)
    assert caught.value.palaestra_call.endswith("broken(7)")


def test_a_predicate_that_raises_does_not_hold():
    assert not call(double, 1).satisfies("it has a length", lambda value: len(value) == 1).holds


def test_nan_never_agrees_and_shape_matters():
    assert not close(math.nan, math.nan)
    assert not close([1.0], 1.0)
    assert not close(np.zeros((1, 2)), np.zeros(2))
    assert close([math.inf, 1.0], np.array([math.inf, 1.0]))


@pytest.mark.parametrize(
    ("got", "want", "agree"),
    [
        (None, None, True),
        (0, None, False),
        (True, True, True),
        (1, True, False),
        (np.bool_(True), True, True),
        ("a", "a", True),
        ("a", "b", False),
        ({"a": 1.0}, {"a": 1.0 + 1e-12}, True),
        ({"a": 1.0}, {"b": 1.0}, False),
        (([1.0], [2.0, 3.0]), ([1.0], [2.0, 3.0]), True),
        (([1.0], [2.0, 3.0]), ([1.0], [2.0, 4.0]), False),
        ([1.0], ([1.0], [2.0, 3.0]), False),
        ("text", 1.0, False),
        (None, 1.0, False),
    ],
)
def test_close(got, want, agree):
    assert close(got, want) is agree


@given(tables, st.floats(1e-6, 1.0))
def test_close_is_reflexive_and_tells_a_step_beyond_the_tolerance(table, tolerance):
    assert close(table, table.tolist(), atol=tolerance)
    assert not close(table + 3 * tolerance, table, atol=tolerance)


@given(tables)
def test_same_notices_a_single_change(table):
    changed = table.copy()
    assert same(table, changed)
    changed.flat[0] += 1.0
    assert not same(table, changed)


def test_same_looks_inside_and_takes_nan_for_itself():
    assert same({"a": [1, math.nan]}, {"a": [1, math.nan]})
    assert not same({"a": [1, 2]}, {"a": [1, 3]})
    assert not same([1, 2], [1, 2, 3])
    assert same(np.array([math.nan]), np.array([math.nan]))


def test_show_is_short():
    assert show(0.1 + 0.2) == "0.3"
    assert show(np.float64(2.0)) == "2"
    assert len(show(np.arange(10_000))) < 200
    assert len(show("x" * 10_000)) <= 320
    assert len(show(list(range(1000)))) <= 320
    assert show((1, [2.0, None])) == "(1, [2, None])"


def test_a_statement_travels_as_json():
    assert statement("two is two", 2 == 2, 2, 2).to_json() == {
        "says": "two is two",
        "holds": True,
        "got": "2",
        "want": "2",
        "tolerance": "",
        "call": "",
        "source": "",
    }
