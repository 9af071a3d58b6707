"""What to ask today, of cards in given states: a pure function, for the learner's folder and for the simulation.

    asked = queue(states, today, now, back=came_back(days, today), least=6)

First what is being learnt, by the minute; then what is due today; then what is
overdue, the surest first, since those are saved most cheaply. After an absence
the overdue cards are spread over a fortnight.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from palaestra.practice.memory.schedule import REVIEW, CardState

FORTNIGHT_DAYS = 14
ABSENCE_DAYS = 4


def queue(
    states: Mapping[str, CardState],
    today: date,
    now: datetime,
    *,
    back: date | None,
    least: int,
    apart: Collection[str] = (),
) -> list[CardState]:
    """The known cards to ask, in order. `back`: when an absence ended; `least`: so many overdue ones a day at least.

    `apart` are the cards that are not asked until the learner has said what to do with them.
    """
    day = today.isoformat()
    due = [each for card, each in states.items() if each.is_due(now, today) and card not in apart]
    learning = sorted((each for each in due if each.state != REVIEW), key=lambda each: each.due)
    overdue = [each for each in due if each.state == REVIEW and each.due_day < day]
    on_time = [each for each in due if each.state == REVIEW and each.due_day == day]
    overdue.sort(key=lambda each: (-each.recall(today), each.card))
    on_time.sort(key=lambda each: (each.stability, each.card))
    waited = sum(each.due_day < day for each in learning)
    share = _share(states.values(), len(overdue) + waited, today, back, least)
    return [*learning, *on_time, *overdue[: max(0, share - waited)]]


def new_room(states: Iterable[CardState], today: date, new_cards: int) -> int:
    """How many cards may still be met for the first time today."""
    met = sum(each.first_day == today.isoformat() for each in states)
    return max(0, new_cards - met)


def came_back(days: Iterable[str], today: date) -> date | None:
    """The day an absence ended, if that was within the last fortnight; today if it ends now.

    `days`: days with reviews, newest first, over the last fortnight and two days before it.
    """
    later = today
    for day in map(date.fromisoformat, days):
        if (later - day).days >= ABSENCE_DAYS and (today - later).days < FORTNIGHT_DAYS:
            return later
        if (today - day).days >= FORTNIGHT_DAYS:
            return None
        later = day
    return None


def _share(states: Iterable[CardState], overdue: int, today: date, back: date | None, least: int) -> int:
    """How many overdue cards to ask today: all, or after an absence an even share of what a fortnight has left.

    Those left half-learnt before it count among them, so that the number said at the start of a sitting holds.
    """
    if back is None:
        return overdue
    days_left = max(1, FORTNIGHT_DAYS - (today - back).days)
    day = today.isoformat()
    done = sum(state.last_day == day and "" < state.was_due_day < day for state in states)
    quota = max(least, -(-(overdue + done) // days_left))
    return max(0, quota - done)
