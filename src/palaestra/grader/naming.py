"""Naming a mistake on evidence alone.

A known mistake is named when it gives the learner's answer to every input the
author chose and to every fresh one, while the reference, and every other known
mistake, gives another answer at least twice. Otherwise nothing is named: a
wrong name costs more than none. (google/tie, 2018, names from an author's
inputs only and takes the first that matches; fresh inputs and the margin are
what this adds.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from palaestra.grader.answers import Plain, agreements
from palaestra.kit.exercise import Exercise

FEWEST_FRESH = 32
MARGIN = 2
"""On how many inputs a mistake must differ from the reference and from every other mistake to be told apart."""


@dataclass(frozen=True, slots=True)
class Naming:
    """The name, if there is one, and the evidence for it."""

    mistake: str | None
    matched: tuple[str, ...] = ()
    """Every mistake that agrees with the learner everywhere, variants included."""
    inputs: int = 0
    """On how many inputs they were compared."""


def name_mistake(
    exercise: Exercise,
    learner: Sequence[Plain],
    reference: Sequence[Plain],
    known: Mapping[str, Sequence[Plain]],
    chosen: int = 0,
) -> Naming:
    """The known mistake these answers come from, or none.

    learner, reference, known[id]: answers to the same inputs in the same order, first those to the
    `chosen` inputs of the author; a shorter sequence (time ran out) is compared as far as it goes.
    """
    compared = min(len(learner), len(reference))
    if compared - chosen < FEWEST_FRESH or _differences(learner, reference) < MARGIN:
        return Naming(None, inputs=compared)
    matched = [
        each.id
        for each in exercise.mistakes
        if len(known.get(each.id, ())) >= compared and all(agreements(learner, known[each.id]))
    ]
    if not matched:
        return Naming(None, tuple(matched), compared)
    others = (answers for each, answers in known.items() if not _same_misconception(exercise, each, matched[0]))
    apart = all(_differences(learner, answers) >= MARGIN for answers in others)
    return Naming(matched[0] if apart else None, tuple(matched), compared)


def misconception(exercise: Exercise, mistake_id: str) -> str:
    """The id a mistake counts under: its own, or the one it is a variant of."""
    return exercise.mistake(mistake_id).variant_of or mistake_id


def _same_misconception(exercise: Exercise, first: str, second: str) -> bool:
    return misconception(exercise, first) == misconception(exercise, second)


def _differences(first: Sequence[Plain], second: Sequence[Plain]) -> int:
    """How often two answer differently; a mistake that stopped answering (it hangs) differs from there on."""
    compared = agreements(first, second)
    return len(compared) - sum(compared) + abs(len(first) - len(second))
