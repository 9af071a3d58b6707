"""Streams: the same address gives the same draws for ever, different addresses are independent."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from palaestra.kit.seeding import child_seed, stream

names = st.lists(st.one_of(st.text(max_size=6), st.integers(0, 50)), min_size=0, max_size=3)


def test_streams_are_the_same_for_ever() -> None:
    # Frozen on the first day: results of years ago must reproduce.
    assert stream(7, "rewards", 3).random(2).tolist() == GOLDEN_DRAWS
    assert child_seed(7, "kernel") == GOLDEN_SEED


def test_another_process_draws_the_same() -> None:
    code = "from palaestra.kit.seeding import stream; print(stream(5, 'a', 1).integers(2**62))"
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(there) == int(stream(5, "a", 1).integers(2**62))


def test_the_type_is_part_of_the_address() -> None:
    assert stream(0, 1).random() != stream(0, "1").random()
    assert child_seed(0, 1) != child_seed(0, "1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((0, "a"), (1, "a")),
        ((0, "a"), (0, "b")),
        ((0, "a", "b"), (0, "ab")),
        ((0, "a", "b"), (0, "b", "a")),
        ((0,), (0, "")),
        ((0, "run", 1), (0, "run", 2)),
        ((0, "x", 12), (0, "x", 1, 2)),
    ],
)
def test_different_addresses_differ(one: tuple[int | str, ...], other: tuple[int | str, ...]) -> None:
    assert stream(*one).random() != stream(*other).random()


@given(root=st.integers(0, 2**70), first=names, second=names)
def test_addresses_collide_only_when_equal(root: int, first: list[str | int], second: list[str | int]) -> None:
    assert (child_seed(root, *first) == child_seed(root, *second)) == (first == second)


def test_neighbouring_streams_are_uncorrelated() -> None:
    draws = np.array([stream(0, "run", run).standard_normal(500) for run in range(60)])
    products = (draws @ draws.T / 500)[np.triu_indices(60, 1)]
    # Under independence each is nearly normal with variance 1 / 500.
    assert stats.kstest(products * np.sqrt(500), "norm").pvalue > 1e-4
    firsts = np.array([stream(seed, "first").random() for seed in range(2_000)])
    assert stats.kstest(firsts, "uniform").pvalue > 1e-4


def test_a_stream_starts_afresh_each_time() -> None:
    first = stream(3, "x")
    first.random(10)
    assert stream(3, "x").random() == stream(3, "x").random()


def test_a_negative_root_is_an_error() -> None:
    with pytest.raises(ValueError, match="non-negative"):
        stream(-1)


GOLDEN_DRAWS = [0.13074877582769306, 0.5738214241731124]
GOLDEN_SEED = 17600493897386464250
