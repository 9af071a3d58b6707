"""What recall will cost and what it holds: cards due in the days to come, and true retention against the target.

forecast(recall, days=30)         # Forecast(days=(Ahead(day, known, again, new), ...), new_a_day)
true_retention(recall)            # (Band(says, target, predicted, measured Interval), ...)
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from palaestra.kit.statistics import Interval, proportion_interval
from palaestra.practice.events import stamp
from palaestra.practice.memory.leeches import decided, leeches
from palaestra.practice.memory.queue import SHARED_DAYS, Sharing, came_back, done_today
from palaestra.practice.memory.recall import Recall
from palaestra.practice.memory.schedule import GOOD, RETENTION, REVIEW, CardState, after, noon

RATE_DAYS = 28
"""The present rate of new cards is that of the last four weeks."""
FIRST_DAYS = 7
RECENT_DAYS = 365
BANDS = ((0.0, 7.0), (7.0, 21.0), (21.0, 90.0), (90.0, float("inf")))
"""Of stability before the review, in days."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One day to come, in answers."""

    day: str
    known: float
    """Due by the schedule as it stands; what is overdue now is spread as review spreads it."""
    again: float
    """Expected: cards answered by then that return within the window, lapses included."""
    new: float
    """Expected first answers to new cards, at the present rate."""

    @property
    def total(self) -> float:
        return self.known + self.again + self.new


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days to come, each answered in full; `new_a_day` is the rate they assume."""

    days: tuple[Ahead, ...]
    new_a_day: float
    waiting: int
    """New cards in play."""

    def to_json(self) -> dict[str, object]:
        """Stable keys, as `palaestra review --forecast --json` prints them."""
        rows = [
            {"day": each.day, "known": each.known, "again": round(each.again, 1), "new": round(each.new, 1)}
            for each in self.days
        ]
        return {"days": rows, "new_a_day": round(self.new_a_day, 2), "waiting": self.waiting}


@dataclass(frozen=True, slots=True)
class Band:
    """How much was recalled of what had so much stability (days) before it was asked."""

    low: float
    high: float
    predicted: float
    """What the scheduler expected of these very reviews, mean of n."""
    measured: Interval
    """Share recalled, with a 95 % interval; reviews of one card are counted as if independent."""
    target: float = RETENTION

    def to_json(self) -> dict[str, object]:
        return {
            "from_days": self.low,
            "to_days": None if self.high == float("inf") else self.high,
            "target": self.target,
            "predicted": round(self.predicted, 4),
            "measured": {
                "value": self.measured.value,
                "low": self.measured.low,
                "high": self.measured.high,
                "n": self.measured.n,
            },
        }


def forecast(recall: Recall, days: int = 30) -> Forecast:
    """Answers a day for the days to come, from today on, at the present rate of new cards.

    Deterministic. Each card is followed along its expectation: with the chance its state gives it is recalled and
    graded Good; else it is answered once more the same day. Overdue cards are shared out as review shares them.
    """
    index, today = recall.folder.index(), recall.folder.today()
    states, new_cards = recall.states(), recall.folder.settings.new_cards
    waiting = len(recall.cards) - len(states)
    rate = _new_a_day(states.values(), today, new_cards)
    met = sum(each.first_day == today.isoformat() for each in states.values())
    fresh = _fresh(rate, met, waiting, days)
    back = came_back(index.review_days(SHARED_DAYS + 2, today.isoformat()), today)
    walk = _Walk(today, days)
    apart = leeches(states, decided(index))
    for ahead, state in _placed(states, apart, Sharing(states.values(), today, back, new_cards), today):
        walk.put(ahead, 1.0, state, is_known=True)
    for number in range(days):
        walk.answer(number)
        if fresh[number]:
            walk.meet(number, fresh[number])
    rows = zip(range(days), walk.known, walk.again, fresh, strict=True)
    ahead = (Ahead((today + timedelta(days=number)).isoformat(), *counts) for number, *counts in rows)
    return Forecast(tuple(ahead), rate, waiting)


def true_retention(recall: Recall, days: int = RECENT_DAYS) -> tuple[Band, ...]:
    """Of the last year's reviews a day or more after the one before: how much was recalled, by stability.

    Bands without reviews are left out.
    """
    since = (recall.folder.today() - timedelta(days=days)).isoformat()
    band = " + ".join(f"(stability >= {low})" for low, _ in BANDS[1:])
    query = f"SELECT {band}, AVG(expected), SUM(held), COUNT(*) FROM recalls WHERE day >= ? GROUP BY 1 ORDER BY 1"
    return tuple(
        Band(*BANDS[int(place)], float(predicted), proportion_interval(int(held), int(count)))
        for place, predicted, held, count in recall.folder.index().rows(query, [since])
    )


def _new_a_day(states: Iterable[CardState], today: date, most: int) -> float:
    """New cards a day over the last four weeks; in the first week, as many as practice.toml allows."""
    first_days = sorted(each.first_day for each in states)
    since = today - timedelta(days=RATE_DAYS - 1)
    span = RATE_DAYS if not first_days else min(RATE_DAYS, (today - date.fromisoformat(first_days[0])).days + 1)
    if not first_days or span <= FIRST_DAYS:
        return float(most)
    return sum(day >= since.isoformat() for day in first_days) / span


def _fresh(rate: float, met: int, waiting: float, days: int) -> list[float]:
    """New cards on each day: those met today are today's, and there are no more than wait."""
    found: list[float] = []
    for number in range(days):
        found.append(min(max(0.0, rate - met) if number == 0 else rate, waiting))
        waiting -= found[-1]
    return found


def _placed(
    states: Mapping[str, CardState], apart: Collection[str], sharing: Sharing, today: date
) -> Iterator[tuple[int, CardState]]:
    """Each card with the days until it is asked, as review asks it; those set apart are not asked."""
    day = today.isoformat()
    overdue: list[CardState] = []
    waited = 0
    for each in (each for card, each in states.items() if card not in apart):
        if each.state == REVIEW and each.due_day < day:
            overdue.append(each)
        else:
            waited += each.due_day < day
            yield max(0, (date.fromisoformat(each.due_day) - today).days), each
    overdue.sort(key=lambda each: (-each.recall(today), each.card))
    done = done_today(states.values(), today)
    room = max(0, sharing.on(0, len(overdue) + waited + done) - done - waited)
    ahead = 0
    while overdue:
        yield from ((ahead, each) for each in overdue[:room])
        overdue, ahead = overdue[room:], ahead + 1
        room = max(1, sharing.on(ahead, len(overdue)))


class _Walk:
    """Days walked through in order: `known` and `again` collect the answers each of them asks for."""

    def __init__(self, today: date, days: int) -> None:
        self.known, self.again = [0.0] * days, [0.0] * days
        self._today = today
        self._coming: list[list[tuple[float, CardState, bool]]] = [[] for _ in range(days)]

    def put(self, ahead: int, weight: float, state: CardState, is_known: bool) -> None:
        if ahead < len(self._coming):
            self._coming[ahead].append((weight, state, is_known))

    def answer(self, number: int) -> None:
        for weight, state, is_known in self._coming[number]:
            held = state.recall(self._today + timedelta(days=number)) if state.state == REVIEW else 1.0
            (self.known if is_known else self.again)[number] += weight
            self.again[number] += weight * (1 - held)
            self._good(number, weight, state)

    def meet(self, number: int, weight: float) -> None:
        """New cards, graded Good twice on their first day as a typical first meeting goes."""
        day = (self._today + timedelta(days=number)).isoformat()
        self.again[number] += weight
        self._good(number, weight, after(None, f"new {number}", GOOD, _at(day), day))

    def _good(self, number: int, weight: float, state: CardState) -> None:
        day = (self._today + timedelta(days=number)).isoformat()
        good = after(state, state.card, GOOD, _at(day), day)
        ahead = (date.fromisoformat(good.due_day) - self._today).days
        self.put(max(number + 1, ahead), weight, good, is_known=False)


def _at(day: str) -> str:
    return stamp(noon(day))
