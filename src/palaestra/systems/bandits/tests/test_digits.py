"""The digits as a bandit: what is in the data, and what a seed decides."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from palaestra.kit.refusal import Refusal
from palaestra.systems.bandits.digits import Digits, load_digits, rewards_of, split_stream


@pytest.fixture(scope="module")
def digits() -> Digits:
    return load_digits()


def test_every_image_once_standardised(digits: Digits) -> None:
    assert digits.contexts.shape == (1797, 65)
    assert np.bincount(digits.labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    spread = digits.contexts.std(axis=0)
    np.testing.assert_allclose(digits.contexts[:, :64].mean(axis=0), 0.0, atol=1e-12)
    assert np.all(np.isclose(spread[:64], 1.0) | (spread[:64] == 0.0))
    assert int(np.sum(spread[:64] == 0.0)) == 3  # pixels that are always blank
    np.testing.assert_array_equal(digits.contexts[:, 64], 1.0)


def test_only_the_right_name_pays() -> None:
    np.testing.assert_array_equal(rewards_of(np.array([1, 0]))[:, :3], [[0, 1, 0], [1, 0, 0]])


def test_the_stream_keeps_fresh_images_fresh(digits: Digits) -> None:
    numbered = Digits(np.arange(len(digits), dtype=float)[:, None], digits.labels)
    familiar, fresh = split_stream(numbered, seed=4, fresh=300, passes=2)
    first, second = familiar.contexts[:1497, 0], familiar.contexts[1497:, 0]
    assert len(familiar) == 2 * 1497
    assert set(first) == set(second)
    assert not np.array_equal(first, second)
    assert set(first).isdisjoint(fresh.contexts[:, 0])
    assert len(set(fresh.contexts[:, 0])) == 300
    again, _ = split_stream(numbered, seed=4, fresh=300, passes=2)
    other, other_fresh = split_stream(numbered, seed=5, fresh=300, passes=2)
    np.testing.assert_array_equal(familiar.contexts, again.contexts)
    assert not np.array_equal(familiar.contexts, other.contexts)
    assert set(fresh.contexts[:, 0]) != set(other_fresh.contexts[:, 0])


def test_all_or_none_fresh_is_refused(digits: Digits) -> None:
    for fresh in (0, 1797):
        with pytest.raises(Refusal, match="set apart"):
            split_stream(digits, seed=0, fresh=fresh)


def test_without_scikit_learn_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(Refusal, match=r"palaestra\[data\]"):
        load_digits()
