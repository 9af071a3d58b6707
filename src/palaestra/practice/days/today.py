"""Today: so many minutes, filled with cards up to a third and then one next action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from palaestra.kit.catalogue import Catalogue, Lesson
from palaestra.kit.curriculum import find
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.around import Also, around
from palaestra.practice.days.journal import Journal, Rest, Running, Week
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.deck import deck
from palaestra.practice.memory.recall import Asked, Recall
from palaestra.practice.path.facts import facts_of
from palaestra.practice.path.plan import make_plan
from palaestra.practice.path.standing import Plan, Step

CARDS_SHARE = 1 / 3
SECONDS_A_CARD = 20.0
UNKNOWN_MINUTES = 20


@dataclass(frozen=True, slots=True)
class Next:
    """The one next action, with the file it happens in and the link it is read at (empty where there is none)."""

    module: str
    says: str
    command: str
    because: str
    file: str
    minutes: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """What to do today, in the time there is."""

    day: date
    minutes: int
    cards: tuple[Asked, ...]
    next: Next | None
    session: Running | None
    week: Week
    set_aside: int
    """Lines of the log that could not be read."""
    rest: Rest | None = None
    """The time away that today lies in: then nothing is asked."""
    also: tuple[Also, ...] = ()
    lesson: Lesson | None = None
    """What comes before everything on the first day: cards and exercises follow it."""

    @property
    def cards_minutes(self) -> int:
        return ceil(len(self.cards) * SECONDS_A_CARD / 60)

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra today --json` prints them."""
        return {
            "day": self.day.isoformat(),
            "minutes": self.minutes,
            "cards": {
                "count": len(self.cards),
                "new": sum(each.is_new for each in self.cards),
                "minutes": self.cards_minutes,
                "ids": [each.card.id for each in self.cards],
            },
            "next": None if self.next is None else {name: getattr(self.next, name) for name in self.next.__slots__},
            "session": None if self.session is None else {"id": self.session.id, "aim": self.session.aim},
            "week": {
                "minutes": round(self.week.minutes),
                "target_minutes": round(self.week.target_minutes),
                "away_days": self.week.away_days,
            },
            "set_aside": self.set_aside,
            "away": None
            if self.rest is None
            else {"first": str(self.rest.first), "last": str(self.rest.last), "why": self.rest.why},
            "also": [
                {name: getattr(each, name) for name in ("kind", "title", "says", "command")} for each in self.also
            ],
            "lesson": None if self.lesson is None else {"id": self.lesson.id, "title": self.lesson.title},
        }


def today(folder: PracticeFolder, catalogue: Catalogue, minutes: int | None = None) -> Today:
    """Today's work in so many minutes (those of practice.toml when not said)."""
    long = folder.settings.minutes if minutes is None else minutes
    if not 1 <= long <= 600:
        raise Refusal(f"A day's practice is 1 to 600 minutes, not {long}.", "For example --minutes 20.")
    index, journal, plan = folder.index(), Journal(folder), current_plan(folder)
    day = folder.today()
    rest = journal.rest(day)
    asks = rest is None
    return Today(
        day=day,
        minutes=long,
        cards=_share(Recall(folder, deck(Collection.of(folder, catalogue), plan, index)), long) if asks else (),
        next=_next(folder, catalogue, plan, plan.next) if asks and plan.next else None,
        session=journal.running(),
        week=journal.week(day),
        set_aside=len(index.set_aside()),
        rest=rest,
        also=around(folder, catalogue, plan, long) if asks else (),
        lesson=_first_lesson(folder, catalogue, plan) if asks else None,
    )


def current_plan(folder: PracticeFolder) -> Plan:
    """The learner's path as it stands."""
    curriculum = find(folder.settings.curriculum, folder.root / "curricula")
    return make_plan(curriculum, facts_of(folder))


def recall(folder: PracticeFolder, catalogue: Catalogue, decks: Sequence[str] = ()) -> Recall:
    """Recall over the cards in play, or over every card of some rooms, own files (`own/<file>`) or notes."""
    cards = Collection.of(folder, catalogue)
    if decks:
        return Recall(folder, [card for name in decks for card in cards.of_room(cards.room_named(name))])
    return Recall(folder, deck(cards, current_plan(folder), folder.index()))


def room_for_cards(minutes: int) -> int:
    """How many cards a day of so many minutes has room for."""
    return int(minutes * 60 * CARDS_SHARE / SECONDS_A_CARD)


def answered_today(found: Recall) -> int:
    """How many cards were answered today, each counted once."""
    day = found.folder.today().isoformat()
    return sum(each.last_day == day for each in found.states().values())


def _share(found: Recall, minutes: int) -> tuple[Asked, ...]:
    """The day's cards that are left: what was answered today counts, what comes round again today does not."""
    day = found.folder.today().isoformat()
    left = max(0, room_for_cards(minutes) - answered_today(found))
    asked = found.due()
    again = [each for each in asked if each.state and each.state.last_day == day]
    fresh = [each for each in asked if not each.state or each.state.last_day != day]
    return (*again, *fresh[:left])


def _first_lesson(folder: PracticeFolder, catalogue: Catalogue, plan: Plan) -> Lesson | None:
    """The first lesson of the next step's module, for somebody who has met no card and tried no exercise."""
    index = folder.index()
    if plan.next is None or index.cards() or index.exercises():
        return None
    lessons = {each.id: each for each in catalogue.lessons()}
    return next((lessons[each] for each in plan.module(plan.next.module).module.lessons if each in lessons), None)


def _next(folder: PracticeFolder, catalogue: Catalogue, plan: Plan, step: Step) -> Next:
    """The step with its file and an estimate, which an exercise brings; or with the link of the box it is about."""
    words = step.does.split()
    exercise_id = words[2] if len(words) > 2 and words[1] in ("start", "check") else ""
    file, minutes = "", step.minutes
    if exercise_id:
        path: Path = folder.exercise_path(exercise_id)
        file = path.relative_to(folder.root).as_posix()
        minutes = minutes or catalogue.exercise(exercise_id).minutes
    return Next(
        step.module, step.says, step.does, step.because, file, minutes or UNKNOWN_MINUTES, _link(plan, step, words)
    )


def _link(plan: Plan, step: Step, words: Sequence[str]) -> str:
    """Where the box that the step is about can be read."""
    boxes = plan.module(step.module).boxes
    return next((each.resource.url for each in boxes if each.resource.id in words), "")
