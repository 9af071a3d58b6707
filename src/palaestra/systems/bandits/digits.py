"""Handwritten digits as a ten-armed contextual bandit: see an image, name a digit, hear only whether it was right.

Real data with known answers. The bandit sees the reward of the arm it chose; whoever measures it
knows all ten, so a policy's value is exact. The images are scikit-learn's bundled copy of the UCI
optical digits test set: 1,797 images of 8 x 8 pixels (Alpaydin and Kaynak 1998), read from the
package without a download.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.refusal import Refusal
from palaestra.kit.seeding import stream
from palaestra.systems.bandits.chance import Array

Integers = NDArray[np.int64]
ARMS = 10


@dataclass(frozen=True, slots=True)
class Digits:
    """Images as contexts, (images, 65), and the digit each one shows, (images,)."""

    contexts: Array
    labels: Integers

    def __len__(self) -> int:
        return len(self.labels)

    def at(self, places: Integers | slice) -> Digits:
        """These images, in this order."""
        return Digits(self.contexts[places], self.labels[places])


def load_digits() -> Digits:
    """All 1,797 images: 64 pixels, each standardised over the images, and a constant 1.

    A pixel that never varies is 0. Labels play no part in it. Refuses when scikit-learn is missing.
    """
    try:
        from sklearn.datasets import load_digits as bundled
    except ImportError as error:
        raise Refusal(
            "The digits come with scikit-learn, which is not installed.",
            "Install the extra: pip install palaestra[data]",
        ) from error
    pixels, labels = bundled(return_X_y=True)
    spread = pixels.std(axis=0)
    standardised = (pixels - pixels.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    return Digits(np.column_stack([standardised, np.ones(len(labels))]), labels.astype(np.int64))


def rewards_of(labels: Integers) -> Array:
    """Every arm's reward for each image, (images, 10): 1 for naming its digit, otherwise 0."""
    return np.eye(ARMS)[labels]


def split_stream(digits: Digits, seed: int, fresh: int, passes: int = 1) -> tuple[Digits, Digits]:
    """The order in which a bandit meets the images: `passes` rounds of familiar ones, then `fresh` ones once.

    The seed decides which images are kept fresh and the order, another one in each pass.
    Returns (familiar stream, of length passes * (images - fresh), and the fresh images).
    """
    if not 0 < fresh < len(digits):
        raise Refusal(f"{fresh} fresh images cannot be set apart from {len(digits)}.", "Set apart some, but not all.")
    places = stream(seed, "digits", "split").permutation(len(digits))
    shuffle = stream(seed, "digits", "order")
    familiar = np.concatenate([shuffle.permutation(places[fresh:]) for _ in range(passes)])
    return digits.at(familiar), digits.at(places[:fresh])
