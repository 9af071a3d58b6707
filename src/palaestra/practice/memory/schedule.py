"""When a card comes back: FSRS-6 through the `fsrs` package, made a pure function of the reviews.

Two things are ours. Elapsed time is counted in the learner's calendar days, so
that a card of yesterday evening is a day old this morning. And the few days by
which intervals are spread, so that cards learnt together do not stay together,
come from the card's id and its number of reviews instead of global chance: the
interval on a button is the interval that follows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from palaestra.practice.events import stamp

Mark = tuple[int, str, str]
"""One review: rating, time (UTC text), day."""
Recalled = tuple[str, str, str, float, float, bool]
"""Of a learnt card's first review on a day: card, time, day, stability before, recall expected, recalled or not."""
Answered = tuple[timedelta, int, str, str]
"""The scheduler's interval, the number of reviews so far, time (UTC text), day."""

if TYPE_CHECKING:
    from fsrs import Scheduler

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
RATINGS = {AGAIN: "again", HARD: "hard", GOOD: "good", EASY: "easy"}
RETENTION = 0.9
LONGEST_DAYS = 3650
LEARNING, REVIEW, RELEARNING = 1, 2, 3

# Fuzz ranges of Anki and FSRS: from, to (days), share of the days in between that an interval may move by.
SPREADS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, float("inf"), 0.05))


@dataclass(frozen=True, slots=True)
class CardState:
    """What the reviews of one card add up to. Times are UTC texts, days the learner's calendar days."""

    card: str
    due: str
    due_day: str
    was_due_day: str
    """The day it was due before its last day of reviews; empty when that was its first."""
    last_review: str
    last_day: str
    first_day: str
    state: int
    step: int | None
    stability: float
    """Days after which recall has fallen to 90 %."""
    difficulty: float
    reviews: int
    lapses: int

    def is_due(self, now: datetime, today: date) -> bool:
        """By day once learnt; by the minute while learning."""
        return self.due_day <= today.isoformat() and (self.state == REVIEW or self.due <= stamp(now))

    def recall(self, today: date) -> float:
        """The chance of recalling it today, between 0 and 1 (Ye 2024, FSRS-6 forgetting curve)."""
        return chance(self.stability, (today - date.fromisoformat(self.last_day)).days)


def chance(stability: float, days: int) -> float:
    """The chance of recalling what has so much stability (days) after so many days (Ye 2024, FSRS-6)."""
    decay = -_scheduler().parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    return (1 + factor * max(0, days) / stability) ** decay


def after(state: CardState | None, card: str, rating: int, time: str, day: str) -> CardState:
    """The state of `card` once it has been reviewed with `rating` at `time` (UTC text) on `day`."""
    return replay(card, [(rating, time, day)], state)


def replay(
    card: str, marks: Iterable[Mark], state: CardState | None = None, recalls: list[Recalled] | None = None
) -> CardState:
    """What reviews (at least one, in order) make of a card that was in `state` before them.

    `recalls`: takes the reviews that tell how well what was learnt is remembered.
    """
    from fsrs import Card, Rating, State

    scheduler, ratings = _scheduler(), list(Rating)
    if state is None:
        found = Card(card_id=0)
        was_due_day, first_day, last_day, count, lapses = "", "", "", 0, 0
    else:
        last = noon(state.last_day)
        found = Card(0, State(state.state), state.step, state.stability, state.difficulty, last, last)
        was_due_day, first_day, last_day = state.was_due_day, state.first_day, state.last_day
        count, lapses = state.reviews, state.lapses
    latest: Answered | None = None
    before: Answered | None = None
    for rating, time, day in marks:
        if day != last_day:
            before, was_due_day = latest, state.due_day if state else ""
            if recalls is not None and found.state == State.Review and found.stability is not None:
                expected = chance(found.stability, (noon(day) - noon(last_day)).days)
                recalls.append((card, time, day, found.stability, expected, rating != AGAIN))
        lapses += rating == AGAIN and found.state == State.Review
        moment = noon(day)
        found, _ = scheduler.review_card(found, ratings[rating - 1], moment)
        count += 1
        latest = (found.due - moment, count, time, day)
        first_day, last_day = first_day or day, day
    assert latest is not None
    assert found.stability is not None
    assert found.difficulty is not None
    due, due_day = _due(card, latest)
    if before is not None:
        was_due_day = _due(card, before)[1]
    memory = (int(found.state), found.step, found.stability, found.difficulty, count, lapses)
    return CardState(card, due, due_day, was_due_day, latest[2], last_day, first_day, *memory)


def interval_text(before: str, due: str) -> str:
    """The time between two UTC texts as a person would say it: `10 min`, `4 days`, `2.5 months`."""
    length = datetime.fromisoformat(due) - datetime.fromisoformat(before)
    minutes, days = length.total_seconds() / 60, round(length.total_seconds() / 86400)
    if round(minutes) < 60:
        return f"{max(1, round(minutes))} min"
    if minutes < 24 * 60 - 1:
        return f"{round(minutes / 60)} h"
    if days < 31:
        return f"{days} day{'s' if days > 1 else ''}"
    amount, unit = (days / 30.44, "month") if days < 365 else (days / 365.25, "year")
    said = f"{amount:.1f}".removesuffix(".0")
    return f"{said} {unit}{'' if said == '1' else 's'}"


def spread(days: int, card: str, count: int) -> int:
    """An interval of whole days moved a little, by the card's id and its number of reviews; longer stays longer."""
    if days < SPREADS[0][0]:
        return days
    reach = 1.0 + sum(share * max(0.0, min(days, last) - first) for first, last, share in SPREADS)
    low, high = max(2, round(days - reach)), min(LONGEST_DAYS, round(days + reach))
    chance = int.from_bytes(blake2b(f"{card}\0{count}".encode(errors="replace"), digest_size=6).digest()) / 2**48
    return low + int(chance * (max(low, high) - low + 1))


def _due(card: str, answered: Answered) -> tuple[str, str]:
    """The time (UTC text) and the day an answer makes a card due."""
    interval, count, time, day = answered
    moment = datetime.fromisoformat(time)
    if interval < timedelta(days=1):
        return stamp(moment + interval), day
    whole = timedelta(days=spread(interval.days, card, count))
    return stamp(moment + whole), (noon(day) + whole).date().isoformat()


@lru_cache(maxsize=10_000)
def noon(day: str) -> datetime:
    """The moment at which the scheduler counts a day: any, as long as it is the same one every day."""
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


@cache
def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, maximum_interval=LONGEST_DAYS, enable_fuzzing=False)
