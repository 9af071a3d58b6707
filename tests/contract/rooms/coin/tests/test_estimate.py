"""Against exact rationals."""

from fractions import Fraction

import pytest

from palaestra.systems.coin import smoothed_share


@pytest.mark.parametrize(("heads", "tosses"), [(0, 0), (1, 3), (9, 9)])
def test_exact(heads, tosses):
    assert smoothed_share(heads, tosses) == pytest.approx(float(Fraction(heads + 1, tosses + 2)))
