"""A memory that does not know our scheduler: what simulated learners forget, for tuning defaults.

Not FSRS. Recall falls exponentially with time; how firm a trace is (`days`: until
recall has fallen to 90 %) grows with each success by a factor of its own, more
when it had nearly faded, and a lapse throws it back. Learners differ in how well
they learn and how fast they forget, cards in how hard they are, and one card in
twenty is badly worded and hardly firms up at all. The spreads are wide on purpose:
a default has to hold for people it was not fitted to.
"""

from dataclasses import dataclass
from random import Random

GROWTH = 1.9
"""A success when recall has fallen to 90 % makes a trace about so many times firmer again."""
WORDED_BADLY, BAD_GROWTH = 0.05, 0.12
"""The share of badly worded cards, and how much less they grow."""
KNOWN_AT_FIRST = 0.6
"""The chance that a question can be answered the first time, right after its lesson."""


@dataclass(frozen=True, slots=True)
class Person:
    """One learner: factors around 1 on firmness and growth, and how long an exercise takes them."""

    firmness: float
    growth: float
    speed: float
    seconds: float
    """For one answer, median."""
    unaided: float
    """The chance that an exercise passes without help the first time."""

    @classmethod
    def drawn(cls, chance: Random) -> "Person":
        return cls(
            firmness=chance.lognormvariate(0.0, 0.35),
            growth=chance.lognormvariate(0.0, 0.25),
            speed=chance.lognormvariate(0.0, 0.3),
            seconds=chance.lognormvariate(2.5, 0.25),
            unaided=min(0.95, max(0.3, chance.gauss(0.7, 0.12))),
        )


@dataclass(slots=True)
class Trace:
    """One thing in one head."""

    days: float
    growth: float
    last: float
    is_badly_worded: bool = False

    @classmethod
    def of_card(cls, person: Person, chance: Random, now: float) -> "Trace":
        hard = chance.lognormvariate(0.0, 0.5)
        growth = GROWTH * person.growth * chance.lognormvariate(0.0, 0.3)
        is_bad = chance.random() < WORDED_BADLY
        return cls(2.2 * person.firmness / hard, growth * (BAD_GROWTH if is_bad else 1.0), now, is_bad)

    @classmethod
    def of_work(cls, person: Person, chance: Random, now: float) -> "Trace":
        """An exercise written or a module explained: it holds longer than a card, and firms up like one."""
        return cls(9.0 * person.firmness * chance.lognormvariate(0.0, 0.5), GROWTH * person.growth, now)

    def reword(self, person: Person) -> None:
        """A better wording: from now on it firms up like any other."""
        self.growth, self.is_badly_worded = GROWTH * person.growth, False

    def recall(self, now: float) -> float:
        return 0.9 ** (max(0.0, now - self.last) / self.days)

    def answered(self, held: bool, now: float) -> None:
        """What a success or a failure does to it; `now` in days."""
        faded = 1.0 - self.recall(now)
        if held:
            gain = 1.0 + self.growth * min(faded / 0.1, 3.0) * self.days**-0.12
            self.days = min(self.days * gain, 2000.0)
        else:
            self.days = max(0.5, min(self.days, 0.8 * self.days**0.45))
        self.last = now


def graded(held: bool, chance: Random) -> int:
    """The button pressed: 1 again, 2 hard, 3 good, 4 easy; people grade themselves mostly Good."""
    if not held:
        return 1
    return chance.choices((2, 3, 4), (10, 80, 10))[0]
