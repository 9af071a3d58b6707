"""A year of practice, simulated: do the defaults fit the days people have, and do they reach *solid*?

    year = live_a_year(Habits(minutes=20), seed=3)
    year.reached["solid"]                  # days on which modules got there
    year.answers                           # cards answered, day by day

What decides (the day's queue, new cards, leeches, the plan and its next step, which
exercise returns) are the very functions the learner's folder is shown with, over
virtual days and states in memory: writing each of 20,000 answers to a log on disk
would take an hour where this takes a second. What happens (recall, help, time) is
drawn from `remembering`, which knows nothing of the scheduler. The path is a made
one of the size to come: 30 modules of 8 exercises and 8 core cards in 6 stages.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from palaestra.kit.curriculum import Curriculum, Module, Stage
from palaestra.practice.events import stamp
from palaestra.practice.memory import rework
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.deck import offered
from palaestra.practice.memory.leeches import leeches
from palaestra.practice.memory.offering import makes_solid
from palaestra.practice.memory.queue import FORTNIGHT_DAYS, came_back, new_room, queue
from palaestra.practice.memory.remembering import KNOWN_AT_FIRST, Person, Trace, graded
from palaestra.practice.memory.schedule import REVIEW, CardState, after
from palaestra.practice.path.learner import Facts
from palaestra.practice.path.plan import make_plan, newly_reached

START = date(2027, 1, 4)
YEAR = 365
STAGES, MODULES, EXERCISES, CARDS = 6, 5, 8, 8
LESSON_MINUTES, EXPLAINING_MINUTES, EXERCISE_MINUTES = 40.0, 10.0, 25.0
STATES = ("understood", "passed", "solid")
NO_ROOMS = Collection({})
PLAN_EVERY_DAYS = 4
"""The plan is made anew after a pass and every few days, since firmness moves slowly and making it takes time."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody practises, and the defaults under trial."""

    minutes: int = 20
    new_cards: int = 6
    cards_share: float = 1 / 3
    """Of the day's minutes, at most so much goes to cards."""
    seconds_a_card: float = 20.0
    skipped: float = 0.12
    """The chance that a day is missed."""
    away: tuple[int, ...] = (7, 14, 21)
    """Absences of so many days, one in each third of the year."""
    declines: float = 0.2
    joins: int = 0
    """Cards of every module taken in beside its core cards."""
    days: int = YEAR


@dataclass(slots=True)
class Year:
    """What became of it."""

    reached: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """By state: the days (from 0) on which a module got there."""
    answers: list[int] = field(default_factory=list[int])
    """Cards answered, on each day practised."""
    minutes: list[float] = field(default_factory=list[float])
    """Minutes at cards, on each day practised."""
    after_absence: list[int] = field(default_factory=list[int])
    """Cards answered on the days of the fortnights after absences."""
    held: dict[int, list[bool]] = field(default_factory=dict[int, list[bool]])
    """By lapses before: whether a learnt card was recalled when it was asked again."""
    lapses: Counter[int] = field(default_factory=Counter[int])
    """How many cards ended the year with so many lapses."""
    apart: int = 0
    """Cards that were set apart."""
    rightly: int = 0
    """Those of them that hardly firm up: the badly worded ones."""
    reworks: Counter[str] = field(default_factory=Counter[str])
    """Exercises and explanations done again: alone, hints, solution; and declined."""
    waiting: list[int] = field(default_factory=list[int])
    """Learnt cards overdue at the end of each day practised."""
    known: float = 0.0
    """Mean true recall of all cards met, at the end."""
    met: int = 0


def made_path() -> Curriculum:
    """A path of the size to come; no room of it exists."""
    stages: list[Stage] = []
    for number in range(STAGES):
        rooms = [f"room-{number * MODULES + place:02}" for place in range(MODULES)]
        modules = tuple(
            Module(
                f"made/{room}",
                room,
                "",
                exercises=tuple(f"{room}/exercise-{each}" for each in range(EXERCISES)),
                core_cards=tuple(f"{room}/card-{each}" for each in range(CARDS)),
            )
            for room in rooms
        )
        stages.append(Stage(f"stage-{number}", f"Stage {number + 1}", "", modules=modules))
    return Curriculum("made", "A made path", "", "", stages=tuple(stages))


def live_a_year(habits: Habits, seed: int) -> Year:
    """One learner's year (or `habits.days` of it)."""
    return _Life(habits, seed).live()


class _Life:
    def __init__(self, habits: Habits, seed: int) -> None:
        self.habits, self.chance = habits, Random(seed)
        self.person = Person.drawn(self.chance)
        self.path = made_path()
        self.facts = Facts(today=START)
        self.plan = make_plan(self.path, self.facts)
        self.states: dict[str, CardState] = {}
        self.decided: dict[str, int] = {}
        self.traces: dict[str, Trace] = {}
        self.works: dict[str, rework.Item] = {}
        self.left: dict[str, float] = {}
        """Minutes still to go for what is under way."""
        self.not_before: dict[str, date] = {}
        self.last_rework: date | None = None
        self.practised: list[str] = []
        self.year = Year()

    def live(self) -> Year:
        away = self._away()
        for number in range(self.habits.days):
            if number not in away and self.chance.random() >= self.habits.skipped:
                self._day(number)
        self.year.lapses = Counter(each.lapses for each in self.states.values())
        self.year.met = len(self.states)
        if self.states:
            now = float(self.habits.days)
            self.year.known = sum(self.traces[each].recall(now) for each in self.states) / len(self.states)
        return self.year

    def _away(self) -> set[int]:
        """The days of the absences, each somewhere in its part of the year."""
        part = self.habits.days // max(1, len(self.habits.away))
        found: set[int] = set()
        for place, length in enumerate(self.habits.away):
            first = place * part + self.chance.randrange(max(1, part - length))
            found.update(range(first, first + length))
        return found

    def _day(self, number: int) -> None:
        today = START + timedelta(days=number)
        self.facts = replace(self.facts, today=today)
        if number % PLAN_EVERY_DAYS == 0:
            self._replan(number)
        spent = self._cards(number, today)
        self.practised.append(today.isoformat())
        self._work(self.habits.minutes - spent, number, today)

    def _cards(self, number: int, today: date) -> float:
        """A sitting of cards as Today fills it; returns its minutes."""
        habits = self.habits
        room = int(habits.minutes * 60 * habits.cards_share / habits.seconds_a_card)
        now = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=8)
        recent = (each for each in reversed(self.practised) if each < today.isoformat())
        back = came_back(recent, today)
        asked, minutes = 0, 0.0
        for _ in range(2):  # at the start, and once more after the work, for what is being learnt
            while asked < room:
                apart = leeches(self.states, self.decided)
                known = queue(self.states, today, now, back=back, least=habits.new_cards, apart=apart)
                every = [each.card for each in known] + self._new(today)
                if not every:
                    break
                for card in every[: room - asked]:
                    seconds = self._answer(card, number, today, now)
                    now += timedelta(seconds=seconds)
                    asked, minutes = asked + 1, minutes + seconds / 60
            now += timedelta(minutes=15)
        self.year.answers.append(asked)
        self.year.minutes.append(minutes)
        day = today.isoformat()
        self.year.waiting.append(sum(each.state == REVIEW and each.due_day < day for each in self.states.values()))
        if back is not None and (today - back).days < FORTNIGHT_DAYS:
            self.year.after_absence.append(asked)
        return minutes

    def _new(self, today: date) -> list[str]:
        room = new_room(self.states.values(), today, self.habits.new_cards)
        if not room:
            return []
        core = [card for status in self.plan.shown for card in offered(status, NO_ROOMS)]
        opened = dict.fromkeys(card.partition("/")[0] for card in core)
        joined = [f"{each}/joined-{number}" for each in opened for number in range(self.habits.joins)]
        return [card for card in (*core, *joined) if card not in self.states][:room]

    def _answer(self, card: str, number: int, today: date, now: datetime) -> float:
        """One answer; returns its seconds."""
        moment = number + (now.hour * 60 + now.minute) / 1440
        state = self.states.get(card)
        if state is None:
            self.traces[card] = Trace.of_card(self.person, self.chance, moment)
            held = self.chance.random() < KNOWN_AT_FIRST
            self.traces[card].days *= 1.0 if held else 0.5
        else:
            trace = self.traces[card]
            held = self.chance.random() < trace.recall(moment)
            if state.state == REVIEW and state.last_day != today.isoformat():
                self.year.held.setdefault(state.lapses, []).append(held)
            trace.answered(held, moment)
        self.states[card] = after(state, card, graded(held, self.chance), stamp(now), today.isoformat())
        if not held and leeches({card: self.states[card]}, self.decided):
            self._set_apart(card)
        return self.person.seconds * self.chance.lognormvariate(0.0, 0.4) * (1.0 if held else 1.6)

    def _set_apart(self, card: str) -> None:
        """Half of them are rewritten, so that they firm up like any other; the others stay set apart."""
        self.year.apart += 1
        self.year.rightly += self.traces[card].is_badly_worded
        if self.chance.random() < 0.5:
            self.traces[card].reword(self.person)
            self.decided[card] = self.states[card].lapses

    def _work(self, minutes: float, number: int, today: date) -> None:
        """What is left of the day: this week's rework first, then the plan's next step."""
        while minutes > 0.5:
            about, again = self._next(today)
            if not about:
                return
            spent = min(minutes, self.left.setdefault(about, self._needs(about, again)))
            self.left[about] -= spent
            minutes -= spent
            if self.left[about] <= 0:
                del self.left[about]
                self._done(about, again, number, today)

    def _next(self, today: date) -> tuple[str, bool]:
        """What to work on, and whether it is done again."""
        wanted = [about for each in self.plan.modules for about in makes_solid(each, self.works)]
        item = rework.choose(self.works.values(), wanted, today, self.last_rework)
        if item is not None and not item.begun:
            if self.chance.random() < self.habits.declines:
                self.last_rework = today
                later = (today + timedelta(days=rework.DECLINED_DAYS)).isoformat()
                self.works[item.about] = replace(item, due_day=max(item.due_day, later))
                self.year.reworks["declined"] += 1
                item = None
            else:
                self.works[item.about] = replace(item, begun=today.isoformat())
        if item is not None:
            return item.about, True
        module = next((each for each in self.plan.modules if each.state in ("open", "understood")), None)
        if module is None:
            return "", False
        if module.module.id not in self.facts.explained:
            return module.module.id, False
        todo = [each for each in module.module.exercises if each not in self.facts.passed]
        ready = [each for each in todo if self.not_before.get(each, today) <= today]
        return (ready[0], False) if ready else ("", False)

    def _needs(self, about: str, again: bool) -> float:
        """Minutes it takes this learner; again takes half."""
        is_page = about.startswith("made/")
        if is_page:
            return EXPLAINING_MINUTES if again else LESSON_MINUTES + EXPLAINING_MINUTES
        drawn = EXERCISE_MINUTES * self.person.speed * self.chance.lognormvariate(0.0, 0.6)
        return drawn / 2 if again else drawn

    def _done(self, about: str, again: bool, number: int, today: date) -> None:
        kind = rework.EXPLANATION if about.startswith("made/") else rework.EXERCISE
        if again:
            rating = self._again(about, number)
            self.last_rework = today
        else:
            rating = self._first(about, kind, number, today)
        if rating is None:
            return
        item = rework.again(self.works.get(about), kind, about, rating, today.isoformat())
        self.works[about] = item
        passed, explained = dict(self.facts.passed), dict(self.facts.explained)
        if kind == rework.EXPLANATION:
            explained[about] = (*explained.get(about, ()), today)
        else:
            passed.setdefault(about, today)
        done_again = self.facts.again | {about} if item.redone else self.facts.again
        self.facts = replace(self.facts, passed=passed, again=done_again, explained=explained)
        self._replan(number)

    def _first(self, about: str, kind: str, number: int, today: date) -> int | None:
        """The rating of a first pass; None where the solution was needed: it is tried again after a week."""
        if kind == rework.EXERCISE and about not in self.not_before and self.chance.random() < 0.04:
            self.not_before[about] = today + timedelta(days=7)
            return None
        self.traces[about] = Trace.of_work(self.person, self.chance, float(number))
        return rework.rated_help("alone" if self.chance.random() < self.person.unaided else "hints")

    def _again(self, about: str, number: int) -> int:
        trace = self.traces[about]
        held = self.chance.random() < trace.recall(float(number))
        trace.answered(held, float(number))
        help_ = "alone" if held else "hints" if self.chance.random() < 0.6 else "solution"
        self.year.reworks[help_] += 1
        return rework.rated_help(help_)

    def _replan(self, number: int) -> None:
        stability = {card: each.stability for card, each in self.states.items()}
        self.facts = replace(self.facts, stability=stability)
        self.plan = make_plan(self.path, self.facts)
        reached: dict[str, Mapping[str, str]] = dict(self.facts.reached)
        for module, state in newly_reached(self.plan):
            before = reached.get(module, {})
            for each in STATES[: STATES.index(state) + 1]:
                if each not in before:
                    self.year.reached.setdefault(each, []).append(number)
            reached[module] = dict.fromkeys(STATES[: STATES.index(state) + 1], "")
        self.facts = replace(self.facts, reached=reached)
