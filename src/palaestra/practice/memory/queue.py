"""What to ask today, of cards in given states: a pure function, for the learner's folder and for the simulation.

    asked = queue(states, today, now, back=came_back(days, today), least=6)

First what is being learnt, by the minute; then what is due today; then what is
overdue, the surest first, since those are saved most cheaply. After an absence
the overdue cards are spread over a fortnight; for those who cannot answer each
day's share it stays about what it was, and after the fortnight grows by one a day.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from palaestra.practice.memory.schedule import REVIEW, CardState

FORTNIGHT_DAYS = 14
CATCHING_UP = 2
"""Cards by which a day's share may exceed the even one, so that a missed day is made up for."""
SHARED_DAYS = 365
"""For so long after an absence the share grows gently; by then it is more than anybody has overdue."""
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
    done = done_today(states.values(), today)
    share = Sharing(states.values(), today, back, least).on(0, len(overdue) + waited + done) - done
    return [*learning, *on_time, *overdue[: max(0, share - waited)]]


def new_room(states: Iterable[CardState], today: date, new_cards: int) -> int:
    """How many cards may still be met for the first time today."""
    met = sum(each.first_day == today.isoformat() for each in states)
    return max(0, new_cards - met)


def came_back(days: Iterable[str], today: date) -> date | None:
    """The day the last absence ended, if that was within `SHARED_DAYS`; today if it ends now.

    `days`: days with reviews, newest first, over that time and two days before it.
    """
    later = today
    for day in map(date.fromisoformat, days):
        if (today - later).days >= SHARED_DAYS:
            return None
        if (later - day).days >= ABSENCE_DAYS:
            return later
        later = day
    return None


class Sharing:
    """How many overdue cards a day asks for: all, or after an absence an even share of what a fortnight has left.

    Where less than the share was answered, the shares that are left would have to grow, the last of them to all there
    is. So none is more than a fourteenth of what had piled up and two to catch up with; after the fortnight it may be
    one more each day, until it is all there is.
    """

    def __init__(self, states: Iterable[CardState], today: date, back: date | None, least: int) -> None:
        self._least = least
        self._since = None if back is None else (today - back).days
        """Days since the absence ended."""
        came = (back or today).isoformat()
        # A card answered since may have been on time: counted with the pile, since what was answered twice cannot be
        # told from it, and a pile taken for smaller than it was would not be through within the fortnight.
        self._pile = sum(each.first_day < came and (each.due_day < came or each.last_day >= came) for each in states)

    def on(self, ahead: int, overdue: int) -> int:
        """The share so many days from today, of what is overdue then, answered on that day or not."""
        if self._since is None or self._since + ahead >= SHARED_DAYS:
            return overdue
        days_left = FORTNIGHT_DAYS - self._since - ahead
        most = _upward(self._pile, FORTNIGHT_DAYS) + CATCHING_UP + max(0, 1 - days_left)
        return max(self._least, min(_upward(overdue, max(1, days_left)), most))


def done_today(states: Iterable[CardState], today: date) -> int:
    """How many overdue cards were answered today, so that the number said at the start of a sitting holds."""
    day = today.isoformat()
    return sum(state.last_day == day and "" < state.was_due_day < day for state in states)


def _upward(whole: int, parts: int) -> int:
    return -(-whole // parts)
