"""What a plan needs to know of the learner, as types: what they did, and what they decided about a path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Pick:
    """What the learner recorded under a broad box: `item` is what its tick names."""

    item: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Triage:
    """What the learner said about themselves for one path. Nothing said leaves the path as it is written."""

    goal: str = ""
    niche: str = ""
    labs: tuple[str, ...] = ()
    hours: float = 0.0
    """In a good week; 0 when not said."""
    knows: tuple[str, ...] = ()
    """Modules they know already, by their own word."""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A box, an option or a module the learner left, with the reason they gave."""

    item: str
    because: str
    lets_go: bool = True
    """Its module is complete without it."""


@dataclass(frozen=True, slots=True)
class Want:
    """Something to learn just in time: a module of some path, or a goal in the learner's own words."""

    id: str
    title: str
    because: str
    purpose: str = ""
    """The study or module it is for."""
    module: str = ""
    """The module it names, if it names one."""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """A placement the learner began: the module's hardest exercise (empty: explain it), and the day."""

    module: str
    exercise: str
    day: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the plan needs to know of the learner. Ids are whole; days are the learner's own."""

    ticked: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    """Items that were ticked or touched once and are not ticked now."""
    picks: Mapping[str, tuple[Pick, ...]] = field(default_factory=dict[str, tuple[Pick, ...]])
    """By box."""
    passed: Mapping[str, date] = field(default_factory=dict[str, date])
    """Exercises passed without the solution (or cleanly a week after it), with the first such day."""
    again: frozenset[str] = frozenset()
    """Exercises passed, and modules explained, once more from a blank stub or page, a week or more later."""
    alone: frozenset[str] = frozenset()
    """Exercises passed without any help."""
    disputed: frozenset[str] = frozenset()
    """Exercises whose verdict the learner disputes: they hold nothing up, and are counted apart."""
    tried: frozenset[str] = frozenset()
    ran: frozenset[str] = frozenset()
    """Experiments run with the learner's own code."""
    stability: Mapping[str, float] = field(default_factory=dict[str, float])
    """Days, by card."""
    explained: Mapping[str, tuple[date, ...]] = field(default_factory=dict[str, tuple[date, ...]])
    """Days of scored explanations, by module."""
    told: frozenset[str] = frozenset()
    """Modules explained with no line of the rubric missing."""
    reached: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """By module: states recorded, with the day."""
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By goal: notes, exercises, results and artefacts the learner named."""
    not_yet: Mapping[str, str] = field(default_factory=dict[str, str])
    """By goal: why the learner says it does not hold yet."""
    chosen: Mapping[str, str] = field(default_factory=dict[str, str])
    """By `curriculum/group`: the module chosen in it."""
    artefacts: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many are done, by kind, of those that are for no module in particular."""
    artefacts_for: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])
    """By module they are for: how many are done, by kind."""
    made_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By goal or module: titles of artefacts done for it."""
    triage: Mapping[str, Triage] = field(default_factory=dict[str, Triage])
    """By path."""
    orders: Mapping[str, str] = field(default_factory=dict[str, str])
    """By path: the order taken; empty for the path as written."""
    placing: Mapping[str, Placing] = field(default_factory=dict[str, Placing])
    """By module: placements begun and not left."""
    left: Mapping[str, Left] = field(default_factory=dict[str, Left])
    wants: tuple[Want, ...] = ()
    """What was put on the plan just in time and not taken off, oldest first."""
    revisit: frozenset[str] = frozenset()
    """Modules and boxes marked to come back to."""
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """By `curriculum/question`."""
    today: date | None = None
    """The day it is; None where the plan does not depend on it."""
