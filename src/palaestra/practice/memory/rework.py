"""Rework: exercises and explanations that come back as reviews, with a scheduler of their own.

An exercise returns as a blank stub to fill again, an explanation as a blank page.
Both cost far more than a card, so they keep to their own rules: no learning steps,
never within seven days, at most one a week in all, and declining moves one on
without penalty. The learner grades nothing: the rating follows from what happened.

    exercise      again: the solution was needed, or it was given up, or not done a week after it was begun
                  hard: hints, a person or a model helped          good: alone
    explanation   again: half of the rubric's points or fewer      good: all but one, nothing missing      else hard

`reworks(index)` is a pure function of the events; `due_rework` picks this week's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from palaestra.practice.events import Event
from palaestra.practice.index import Index
from palaestra.practice.intake import event_of
from palaestra.practice.memory.schedule import AGAIN, GOOD, HARD, LONGEST_DAYS, chance, noon, spread

if TYPE_CHECKING:
    from fsrs import Scheduler

EXERCISE, EXPLANATION = "exercise", "explanation"
LEAST_DAYS = 7
"""Never sooner, whatever happened; and at most one in so many days."""
DECLINED_DAYS = 14
"""How far declining moves one on."""
RETENTION = 0.85


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise or explanation under review."""

    kind: str
    about: str
    """The exercise or the module."""
    due_day: str
    last_day: str
    stability: float
    difficulty: float
    times: int
    redone: bool = False
    """It came back at least once without the solution: what *solid* asks for."""
    begun: str = ""
    """The day a blank one was begun that is not finished; empty when none is under way."""

    def recall(self, today: date) -> float:
        """The chance that it would succeed today, unaided, by the scheduler."""
        return chance(self.stability, (today - date.fromisoformat(self.last_day)).days)


def again(item: Item | None, kind: str, about: str, rating: int, day: str) -> Item:
    """What a review with `rating` on `day` makes of an item; None before the first."""
    from fsrs import Card, Rating, State

    now = noon(day)
    if item is None:
        card = Card(card_id=0)
    else:
        last = noon(item.last_day)
        card = Card(0, State.Review, None, item.stability, item.difficulty, last, last)
    card, _ = _scheduler().review_card(card, Rating(rating), now)
    assert card.stability is not None
    assert card.difficulty is not None
    times = 1 if item is None else item.times + 1
    days = max(LEAST_DAYS, spread((card.due - now).days, about, times))
    due = (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    redone = item is not None and (item.redone or rating != AGAIN)
    return Item(kind, about, due, day, card.stability, card.difficulty, times, redone)


def rated_help(help_: str) -> int:
    """The rating of a pass by the help it took."""
    return {"alone": GOOD, "solution": AGAIN}.get(help_, HARD)


def rated_scores(scores: Sequence[int]) -> int:
    """The rating of an explanation by its writer's scores, 0 to 2 a line of the rubric."""
    points, most = sum(scores), 2 * len(scores)
    if points * 2 <= most:
        return AGAIN
    return GOOD if points >= most - 1 and 0 not in scores else HARD


def reworks(index: Index, today: date) -> dict[str, Item]:
    """Everything under review, by exercise or module."""
    found: dict[str, Item] = {}
    for about, events in _by_subject(index).items():
        item: Item | None = None
        for kind, rating, day in _marks(events, today):
            item = _after(item, kind, about, rating, day)
        if item is not None:
            found[about] = item
    return found


def choose(items: Iterable[Item], wanted: Sequence[str], today: date, last: date | None) -> Item | None:
    """This week's: the one under way; else none where one was had less than a week ago; else of those due the first.

    `wanted`: what would make a module solid, in the path's order; then comes what is most likely forgotten.
    """
    every = list(items)
    under_way = sorted((each for each in every if each.begun), key=lambda each: each.begun)
    if under_way:
        return under_way[-1]
    if last is not None and (today - last).days < LEAST_DAYS:
        return None
    place = {about: number for number, about in enumerate(wanted)}
    due = [each for each in every if each.due_day <= today.isoformat()]
    return min(due, key=lambda each: (place.get(each.about, len(place)), each.recall(today), each.about), default=None)


def last_had(index: Index, today: date) -> date | None:
    """The last day on which a rework was finished, failed or declined."""
    days = [
        day
        for events in _by_subject(index).values()
        for number, (kind, _, day) in enumerate(_marks(events, today))
        if kind == "decline" or (number and kind in (EXERCISE, EXPLANATION))
    ]
    return max(map(date.fromisoformat, days), default=None)


def explained_again(index: Index) -> frozenset[str]:
    """Modules explained once more from a blank page, a week or more after the first time, and not in vain."""
    found: set[str] = set()
    for about, events in _grouped([*index.events("explanation"), *index.events("rework")]).items():
        marks = [
            (date.fromisoformat(day), rating) for kind, rating, day in _marks(events, date.min) if kind == EXPLANATION
        ]
        if any(rating != AGAIN and (day - marks[0][0]).days >= LEAST_DAYS for day, rating in marks[1:]):
            found.add(about)
    return frozenset(found)


def _after(item: Item | None, kind: str, about: str, rating: int, day: str) -> Item | None:
    if kind in (EXERCISE, EXPLANATION):
        return again(item, item.kind if item else kind, about, rating, day)
    if item is None:
        return None
    if kind == "begin":
        return replace(item, begun=day)
    moved = (date.fromisoformat(day) + timedelta(days=DECLINED_DAYS)).isoformat()
    return replace(item, due_day=max(item.due_day, moved), begun="")


Mark = tuple[str, int, str]
"""What happened (exercise, explanation, begin, decline), the rating of the first two, the day."""


def _marks(events: Iterable[Event], today: date) -> list[Mark]:
    """The reviews of one exercise or module in order, with what was begun and declined."""
    found: list[Mark] = []
    begun = ""
    for event in events:
        if begun and (late := _given_up(begun, date.fromisoformat(event.day))):
            found.append((found[0][0], AGAIN, late))
            begun = ""
        mark = _mark(event, bool(found), bool(begun))
        if mark is None:
            continue
        found.append(mark)
        begun = mark[2] if mark[0] == "begin" else ""
    if begun and (late := _given_up(begun, today)):
        found.append((found[0][0], AGAIN, late))
    return found


def _mark(event: Event, is_known: bool, is_begun: bool) -> Mark | None:
    if event.kind == "attempt":
        return EXERCISE, rated_help(event.text("help")), event.day
    if event.kind == "explanation":
        scores = event.numbers("scores")
        if scores and (is_begun or not is_known):
            return EXPLANATION, rated_scores(scores), event.day
    elif not is_known:
        return None
    elif event.kind == "start" or (event.kind == "rework" and event.text("does") == "begin"):
        return "begin", 0, event.day
    elif event.kind == "rework" and event.text("does") == "decline":
        return "decline", 0, event.day
    elif event.kind == "rework" and event.text("does") == "fail":
        return EXERCISE, AGAIN, event.day
    return None


def _given_up(begun: str, by: date) -> str:
    """The day on which what was begun counts as not done, when that lies before `by`."""
    late = date.fromisoformat(begun) + timedelta(days=LEAST_DAYS)
    return late.isoformat() if late < by else ""


def _by_subject(index: Index) -> Mapping[str, list[Event]]:
    """Attempts that passed, and what else matters here, by exercise or module, oldest first."""
    every = _passes(index)
    for kind in ("start", "rework", "explanation"):
        every += index.events(kind)
    return _grouped(every)


def _grouped(every: Iterable[Event]) -> dict[str, list[Event]]:
    """Events by what they are about, oldest first."""
    found: dict[str, list[Event]] = {}
    for event in sorted(every, key=lambda each: (each.time, each.id)):
        found.setdefault(event.subject, []).append(event)
    return found


def _passes(index: Index) -> list[Event]:
    """The first pass of every exercise, and those from a blank stub."""
    which = "verdict = 'passed' AND mode = 'build'"
    query = f"""
        SELECT id FROM (SELECT id, MIN(time || id) FROM attempts WHERE {which} GROUP BY exercise)
        UNION SELECT id FROM attempts WHERE {which} AND blank"""
    return [event_of(row) for row in index.rows(f"SELECT * FROM events WHERE id IN ({query})")]


@cache
def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
