"""Placement: testing out of a module by its hardest exercise, for those who learnt it elsewhere.

    place = placement(folder, catalogue, status)
    place.exercise, place.cards            # the one exercise, and at most eight core cards
    begin(folder, place)

The one exercise is the module's required exercise with the most minutes; of equals the one with more rungs,
then the later one. Passing all its rungs alone gives *passed*, never *solid*; code written elsewhere counts
(`check --from`). A module without exercises asks for one explanation with nothing of its rubric missing.
The cards are core cards spread evenly over the module; each answer is the card's real review. They do not
decide: what was forgotten comes back sooner.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from palaestra.kit.catalogue import Card, Catalogue
from palaestra.kit.curriculum import Module
from palaestra.kit.exercise import Exercise
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.facts import gather
from palaestra.practice.path.standing import ModuleStatus

MOST_CARDS = 8
MINUTES_A_CARD = 0.5
EXPLAINING_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Placement:
    """A placement into one module: what it asks, and how far it is."""

    status: ModuleStatus
    exercise: Exercise | None
    """None: the module is explained instead."""
    cards: tuple[Card, ...]
    answered: tuple[str, ...]
    """The cards that have been reviewed."""
    rung: int
    """The highest rung held so far."""
    is_met: bool
    """The exercise was passed alone, or the explanation given."""
    is_helped: bool = False
    """The exercise passed, but with help: it counts once it passes a week or more after the last hint."""

    @property
    def module(self) -> Module:
        return self.status.module

    @property
    def is_begun(self) -> bool:
        return self.status.placing

    @property
    def is_over(self) -> bool:
        """Nothing of it is left to do."""
        return self.is_met and not self.open_cards

    @property
    def open_cards(self) -> tuple[Card, ...]:
        return tuple(each for each in self.cards if each.id not in self.answered)

    @property
    def minutes(self) -> int:
        """About how long what is left takes."""
        work = self.exercise.minutes if self.exercise else EXPLAINING_MINUTES
        return round((0 if self.is_met else work) + MINUTES_A_CARD * len(self.open_cards))

    @property
    def says(self) -> str:
        """What stands open, in a few words."""
        if self.is_met:
            left = len(self.open_cards)
            return f"passed; {left} card{'' if left == 1 else 's'} to answer" if left else "passed"
        if self.exercise is None:
            return "to be explained"
        if self.is_helped:
            return "passed with help; alone, a week after the last hint, it counts"
        return f"rung {self.rung} of {len(self.exercise.rungs)}"


def hardest(exercises: Sequence[Exercise]) -> Exercise | None:
    """The exercise a module is tested out by; None where there is none."""
    ranked = [(each.minutes, len(each.rungs), number) for number, each in enumerate(exercises)]
    return exercises[max(ranked)[2]] if ranked else None


def placement(folder: PracticeFolder, catalogue: Catalogue, status: ModuleStatus) -> Placement:
    """The placement into a module as it stands."""
    module, index = status.module, folder.index()
    known = {each.id: each for each in catalogue.exercises()}
    exercise = hardest([known[each] for each in module.exercises if each in known])
    cards, met = {each.id: each for each in catalogue.cards()}, index.cards()
    sample = _spread([cards[each] for each in module.core_cards if each in cards])
    facts = gather(index)
    is_met = status.placed or (exercise.id in facts.alone if exercise else module.id in facts.told)
    record = index.exercises().get(exercise.id) if exercise else None
    answered = tuple(each.id for each in sample if each.id in met)
    is_helped = not is_met and record is not None and bool(record.passed_day)
    return Placement(status, exercise, sample, answered, record.best_rung if record else 0, is_met, is_helped)


def begin(folder: PracticeFolder, found: Placement) -> None:
    """Begin a placement: from now on its module is open, whatever comes before it. Twice is once."""
    if not found.is_begun:
        exercise = found.exercise.id if found.exercise else ""
        folder.log.append("plan", does="place", module=found.module.id, exercise=exercise)


def leave(folder: PracticeFolder, found: Placement) -> None:
    """Leave a placement; what was passed and answered in it stays."""
    if not found.is_begun:
        raise Refusal(f"No placement into “{found.module.title}” is under way.", "Nothing was changed.")
    folder.log.append("plan", does="unplace", module=found.module.id)


def _spread(cards: Sequence[Card]) -> tuple[Card, ...]:
    """At most eight of the cards, evenly over the whole."""
    count = min(MOST_CARDS, len(cards))
    return tuple(cards[number * len(cards) // count] for number in range(count))
