"""Recall: which cards to ask for now, what each answer would lead to, and keeping the answer.

A card's state is a pure function of its review events; `schedule` has the rule,
the index keeps the outcome.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from palaestra.kit.catalogue import Card
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.events import Event, local_day, stamp
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.memory.collection import remember
from palaestra.practice.memory.leeches import decided, leeches
from palaestra.practice.memory.queue import SHARED_DAYS, came_back, new_room, queue
from palaestra.practice.memory.schedule import RATINGS, CardState, after, interval_text


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
        remember(self.folder, card)
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
        states, new_cards = self._states(index), self.folder.settings.new_cards
        back = came_back(index.review_days(SHARED_DAYS + 2, today.isoformat()), today)
        apart = leeches(states, decided(index))
        known = queue(states, today, self.folder.now(), back=back, least=new_cards, apart=apart)
        new = [card for card_id, card in self.cards.items() if card_id not in states]
        room = new_room(states.values(), today, new_cards)
        asked = [Asked(self.cards[each.card], each) for each in known]
        return (asked + [Asked(card, None) for card in new[:room]])[:limit]

    def leeches(self) -> list[Asked]:
        """The cards set apart because they keep slipping away, the most lapses first."""
        index = self.folder.index()
        states = self._states(index)
        apart = sorted(leeches(states, decided(index)), key=lambda each: (-states[each].lapses, each))
        return [Asked(self.cards[each], states[each]) for each in apart]

    def without(self, card_id: str) -> "Recall":
        """The same without one card, which was put to rest."""
        return Recall(self.folder, [each for each in self.cards.values() if each.id != card_id])

    def is_apart(self, card_id: str) -> bool:
        """Whether a card is set apart; one look at it alone."""
        index, state = self.folder.index(), self.state(card_id)
        return state is not None and bool(leeches({state.card: state}, decided(index)))

    def states(self) -> dict[str, CardState]:
        """The state of every card in play that was met, by id."""
        return self._states(self.folder.index())

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
