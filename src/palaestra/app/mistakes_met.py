"""The known mistakes a learner has met: which recur, what each teaches, and a card for those worth one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise, Mistake
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.keeping import add

DECK = "mistakes"


@dataclass(frozen=True, slots=True)
class Met:
    """One known mistake, how often it was met, and whether it recurs."""

    exercise: Exercise
    mistake: Mistake
    times: int
    last: str
    recurs: bool
    """Met twice or more, or in more than one exercise."""
    card: str
    """The learner's card on it; empty when there is none."""

    @property
    def id(self) -> str:
        return f"{self.exercise.id}:{self.mistake.id}"

    def to_json(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise.id,
            "mistake": self.mistake.id,
            "misconception": self.mistake.misconception,
            "teaches": self.mistake.teaches,
            "source": self.mistake.source,
            "times": self.times,
            "last": self.last,
            "recurs": self.recurs,
            "card": self.card,
        }


def mistakes_met(folder: PracticeFolder, catalogue: Catalogue, exercise_id: str = "") -> list[Met]:
    """The known mistakes met so far, newest first, once each; of one exercise or of all."""
    wanted = catalogue.exercise(exercise_id).id if exercise_id else ""
    known = {name: each for each in catalogue.exercises() for name in (each.id, *each.aliases)}
    times: dict[tuple[str, str], list[str]] = {}
    for event in folder.index().events("attempt"):
        exercise, name = known.get(event.subject), str(event.facts.get("mistake") or "")
        if exercise and any(each.id == name for each in exercise.mistakes):
            times.setdefault((exercise.id, name), []).append(event.day)
    found = [(known[exercise], known[exercise].mistake(name), days) for (exercise, name), days in times.items()]
    shared = _across(found)
    cards = {each.question: each.id for each in Collection.of(folder, catalogue).every.values()} if found else {}
    return [
        Met(
            exercise,
            mistake,
            len(days),
            days[0],
            len(days) > 1 or (exercise.id, mistake.id) in shared,
            cards.get(question_on(exercise, mistake), ""),
        )
        for exercise, mistake, days in found
        if wanted in ("", exercise.id)
    ]


def _across(found: Iterable[tuple[Exercise, Mistake, list[str]]]) -> set[tuple[str, str]]:
    """Mistakes whose misconception (or a variant of it) was met in more than one shape or exercise."""
    groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for exercise, mistake, _ in found:
        for key in {mistake.misconception.casefold(), mistake.variant_of or mistake.id}:
            groups[key].add((exercise.id, mistake.id))
    return {each for group in groups.values() if len(group) > 1 for each in group}


def question_on(exercise: Exercise, mistake: Mistake) -> str:
    """What the card on a mistake asks."""
    return f"{exercise.title}: what is wrong with “{mistake.misconception}”?"


def keep_card(folder: PracticeFolder, catalogue: Catalogue, mistake_id: str) -> tuple[Met, str]:
    """Write a card of the learner's own about a mistake they met; one that is there already is left.

    mistake_id: `exercise:mistake`. Returns the mistake and the card's id.
    """
    met = {each.id: each for each in mistakes_met(folder, catalogue)}
    if mistake_id not in met:
        raise (
            unknown("mistake you have met", mistake_id, met, "palaestra mistakes")
            if met
            else Refusal("You have met no known mistake yet.", "What one teaches is kept here once you do.")
        )
    chosen = met[mistake_id]
    question = question_on(chosen.exercise, chosen.mistake)
    return chosen, chosen.card or add(folder, question, chosen.mistake.teaches, DECK, chosen.exercise.id)
