"""Recall: which cards to ask for now, what each answer would lead to, and keeping the answer.

A card's state is a pure function of its review events; `schedule` has the rule,
the index keeps the outcome.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from palaestra.kit.catalogue import Card
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.events import Event, local_day, stamp
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.memory.schedule import RATINGS, REVIEW, CardState, after, interval_text

FORTNIGHT_DAYS = 14
ABSENCE_DAYS = 4
SECONDS_A_CARD = 20.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What pressing one of the four buttons would do."""

    rating: int
    name: str
    due: str
    """UTC text."""
    says: str
    """The interval in words, e.g. `4 days`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A card to ask now; `state` is None when it is new."""

    card: Card
    state: CardState | None

    @property
    def is_new(self) -> bool:
        return self.state is None


def preview(state: CardState | None, card_id: str, now: datetime) -> dict[int, Choice]:
    """What each rating (1 again, 2 hard, 3 good, 4 easy) given at `now` would lead to; `review` then does just that."""
    time, day = stamp(now), local_day(now).isoformat()
    found: dict[int, Choice] = {}
    for rating, name in RATINGS.items():
        due = after(state, card_id, rating, time, day).due
        found[rating] = Choice(rating, name, due, interval_text(time, due))
    return found


class Recall:
    """Cards of a catalogue against the reviews in a practice folder.

    `cards`: every card that may come up, in the order in which new ones are offered.
    """

    def __init__(self, folder: PracticeFolder, cards: Iterable[Card]) -> None:
        self.folder = folder
        self.cards: Mapping[str, Card] = {card.id: card for card in cards}

    def state(self, card_id: str) -> CardState | None:
        """The card's present state, or None when it is new. Raises Refusal for an unknown card."""
        return self._state(self.folder.index(), self.card(card_id))

    def card(self, card_id: str) -> Card:
        """The card of that id, or of that former id."""
        found = self.cards.get(card_id)
        if found is None:
            found = next((card for card in self.cards.values() if card_id in card.aliases), None)
        if found is None:
            raise unknown("card", card_id, self.cards, "palaestra review --json")
        return found

    def review(self, card_id: str, rating: int, seconds: float | None = None) -> Event:
        """Keep one answer; the event's id undoes it (`undo`)."""
        card = self.card(card_id)
        if rating not in RATINGS:
            raise Refusal(f"A rating is 1, 2, 3 or 4, not {rating!r}.", "1 again, 2 hard, 3 good, 4 easy.")
        kept = None if seconds is None else round(min(max(seconds, 0.0), 600.0), 1)
        return self.folder.log.append("review", card=card.id, rating=rating, seconds=kept)

    def undo(self, review_id: str | None = None) -> Event | None:
        """Take back a review (the latest of today when none is named); returns it, or None when there is none."""
        index = self.folder.index()
        if review_id is None:
            latest = index.events("review", first_day=self.folder.today().isoformat(), limit=1)
        else:
            found = index.event(review_id)
            latest = [found] if found and found.kind == "review" else []
        if not latest:
            return None
        self.folder.log.retract(latest[0].id, "undone")
        return latest[0]

    def due(self, limit: int | None = None) -> list[Asked]:
        """The cards to ask now: those being learnt, then those due, then a few new ones; never a backlog."""
        index, today = self.folder.index(), self.folder.today()
        now = self.folder.now()
        states = self._states(index)
        due = [state for state in states.values() if state.is_due(now, today)]
        learning = sorted((each for each in due if each.state != REVIEW), key=lambda each: each.due)
        overdue = [each for each in due if each.state == REVIEW and each.due_day < today.isoformat()]
        on_time = [each for each in due if each.state == REVIEW and each.due_day == today.isoformat()]
        overdue.sort(key=lambda each: (-each.recall(today), each.card))
        on_time.sort(key=lambda each: (each.stability, each.card))
        share = overdue[: self._share(index, states.values(), len(overdue), today)]
        known = [Asked(self.cards[each.card], each) for each in (*learning, *on_time, *share)]
        new = [Asked(card, None) for card in self._new(states, today)]
        return (known + new)[:limit]

    def _states(self, index: Index) -> dict[str, CardState]:
        held = index.cards()
        found: dict[str, CardState] = {}
        for card_id, card in self.cards.items():
            state = self._state(index, card) if card.aliases else held.get(card_id)
            if state is not None:
                found[card_id] = state
        return found

    def _state(self, index: Index, card: Card) -> CardState | None:
        """A renamed card goes on with the reviews of its former ids."""
        if not card.aliases:
            return index.card(card.id)
        state: CardState | None = None
        for review in index.reviews(card.id, *card.aliases):
            state = after(state, card.id, review.rating, review.time, review.day)
        return state

    def _new(self, states: Mapping[str, CardState], today: date) -> Sequence[Card]:
        met_today = sum(state.first_day == today.isoformat() for state in states.values())
        room = max(0, self.folder.settings.new_cards - met_today)
        return [card for card_id, card in self.cards.items() if card_id not in states][:room]

    def _share(self, index: Index, states: Iterable[CardState], overdue: int, today: date) -> int:
        """How many overdue cards to ask today: all, or after an absence an even share of what a fortnight has left."""
        back = self._came_back(index, today)
        if back is None:
            return overdue
        days_left = max(1, FORTNIGHT_DAYS - (today - back).days)
        day = today.isoformat()
        done = sum(state.last_day == day and "" < state.was_due_day < day for state in states)
        quota = max(self.folder.settings.new_cards, -(-(overdue + done) // days_left))
        return max(0, quota - done)

    def _came_back(self, index: Index, today: date) -> date | None:
        """The day an absence ended, if that was within the last fortnight; today if it ends now."""
        days = [date.fromisoformat(day) for day in index.review_days(FORTNIGHT_DAYS + 2, today.isoformat())]
        later = today
        for day in days:
            if (later - day).days >= ABSENCE_DAYS and (today - later).days < FORTNIGHT_DAYS:
                return later
            if (today - day).days >= FORTNIGHT_DAYS:
                return None
            later = day
        return None
