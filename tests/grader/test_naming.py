"""Naming on evidence: pure rules on answers, and what counts as the same answer."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.grader import name_mistake
from palaestra.grader.answers import agree, plain, raised
from palaestra.kit.exercise import Exercise, Mistake

EXERCISE = Exercise(
    id="room/exercise",
    title="",
    hole="m:f",
    prompt="",
    minutes=1,
    rungs=(),
    hints=(),
    mistakes=tuple(Mistake(name, "", "", "", variant_of=root) for name, root in (("a", ""), ("b", ""), ("b2", "b"))),
    folder=Path("/nowhere"),
)
REFERENCE = [1.0] * 40
A = [2.0] * 40
B = [3.0] * 38 + [1.0] * 2


def named(learner: list[float], **known: list[float]) -> str | None:
    return name_mistake(EXERCISE, learner, REFERENCE, known).mistake


def test_full_agreement_names() -> None:
    assert named(A, a=A, b=B) == "a"


def test_one_disagreement_is_enough_not_to() -> None:
    assert named([*A[:-1], 2.5], a=A, b=B) is None


def test_the_reference_must_differ_twice() -> None:
    once, twice = [2.0] + [1.0] * 39, [2.0] * 2 + [1.0] * 38
    assert named(once, a=once, b=B) is None
    assert named(twice, a=twice, b=B) == "a"


def test_every_other_mistake_must_differ_twice() -> None:
    assert named(A, a=A, b=[*A[:-1], 9.0]) is None
    assert named(A, a=A, b=[*A[:-2], 9.0, 9.0]) == "a"
    assert named(A, a=A, b=A) is None


def test_variants_of_one_misconception_need_not_differ() -> None:
    assert named(B, a=A, b=B, b2=B) == "b"
    assert named(B, a=A, b=[*B[:-1], 7.0], b2=B) == "b2"


def test_a_mistake_that_stopped_answering_does_not_match() -> None:
    assert named(A, a=A[:20], b=B) is None
    assert named(A, a=A, b=A[:20]) == "a"


def test_a_learner_who_stopped_answering_is_compared_as_far_as_it_went() -> None:
    assert named(A[:35], a=A, b=B) == "a"


def test_what_matched_is_told_even_when_nothing_is_named() -> None:
    naming = name_mistake(EXERCISE, A, REFERENCE, {"a": A, "b": A})
    assert (naming.mistake, naming.matched, naming.inputs) == (None, ("a", "b"), 40)


@pytest.mark.parametrize("fresh", [0, 31])
def test_too_little_evidence_names_nothing(fresh: int) -> None:
    naming = name_mistake(EXERCISE, A[: fresh + 5], REFERENCE, {"a": A, "b": B}, chosen=5)
    assert naming.mistake is None


def test_the_exercise_alone_says_what_is_a_variant() -> None:
    apart = replace(EXERCISE, mistakes=tuple(replace(each, variant_of="") for each in EXERCISE.mistakes))
    assert name_mistake(apart, B, REFERENCE, {"a": A, "b": B, "b2": B}).mistake is None


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_every_answer_agrees_with_itself(value: object) -> None:
    assert agree(plain(value), plain(value))


@given(values, values)
def test_agreement_is_mutual(first: object, second: object) -> None:
    assert agree(plain(first), plain(second)) == agree(plain(second), plain(first))


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_numbers_apart_do_not_agree(value: float, gap: float) -> None:
    assert not agree(plain(value), plain(value + gap)) or math.isclose(value, value + gap, rel_tol=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (1, 1.0, True),
        (True, 1, True),
        (math.nan, math.nan, True),
        (math.inf, math.inf, True),
        (math.inf, -math.inf, False),
        (0.0, math.nan, False),
        (0.1 + 0.2, 0.3, True),
        (1.0, 1.00001, False),
        (1e12, 1e12 + 1, True),
        ("a", "b", False),
        (None, 0, False),
        (np.arange(3), np.arange(3.0), True),
        (np.arange(4), np.arange(4).reshape(2, 2), False),
        (np.arange(2), [0, 1], False),
        (np.float32(0.5), 0.5, True),
        ((1, 2), [1, 2], True),
        ([1, 2], [1, 2, 3], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"b": 1}, False),
        (list(range(100)), [float(each) for each in range(100)], True),
        (list(range(100)), [*range(99), 7], False),
        (10**400, 10**400, True),
        (10**400, 1.0, False),
        (np.array([1 + 2j]), np.array([1 + 2j]), True),
        (np.array([1 + 2j]), np.array([1 - 2j]), False),
        (object(), object(), True),
        (object(), None, False),
    ],
)
def test_what_counts_as_the_same_answer(first: object, second: object, same: bool) -> None:
    assert agree(plain(first), plain(second)) is same


def test_exceptions_agree_by_type() -> None:
    assert agree(raised(ValueError("a")), raised(ValueError("b")))
    assert not agree(raised(ValueError()), raised(TypeError()))
    assert not agree(raised(ValueError()), plain(None))
