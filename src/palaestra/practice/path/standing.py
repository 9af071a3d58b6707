"""Where the learner stands, as types: facts in, boxes, modules, stages and the next step out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from palaestra.kit.curriculum import Curriculum, Goal, Module, Option, Resource, Stage

STATES = ("locked", "open", "understood", "passed", "solid")


@dataclass(frozen=True, slots=True)
class Pick:
    """What the learner recorded under a broad box: `item` is what its tick names."""

    item: str
    title: str
    url: str = ""


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
    """Exercises passed once more, a week or more after that."""
    tried: frozenset[str] = frozenset()
    stability: Mapping[str, float] = field(default_factory=dict[str, float])
    """Days, by card."""
    explained: Mapping[str, tuple[date, ...]] = field(default_factory=dict[str, tuple[date, ...]])
    """Days of scored explanations, by module."""
    reached: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    """By module: states recorded, with the day."""
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By goal: notes, exercises, results and artefacts the learner named."""
    chosen: Mapping[str, str] = field(default_factory=dict[str, str])
    """By `curriculum/group`: the module chosen in it."""
    artefacts: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many there are, by kind."""


@dataclass(frozen=True, slots=True)
class OptionStatus:
    """One option behind a box: done when it is ticked, or all of its parts are."""

    option: Option
    done: bool
    parts: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxStatus:
    """One check-box. `met` of `least` options, parts or picks are there; `counts` says so in words."""

    resource: Resource
    done: bool
    ticked: bool
    """The box itself is ticked."""
    met: int
    least: int
    options: tuple[OptionStatus, ...] = ()
    parts: tuple[bool, ...] = ()
    picks: tuple[tuple[Pick, bool], ...] = ()

    @property
    def counts(self) -> str:
        """`1 of 1–2`, `1 of 2`, or nothing for a box without anything inside."""
        if not self.least:
            return ""
        return f"{self.met} of {self.resource.choose or self.least}"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, and the command that leads there."""

    says: str
    does: str


@dataclass(frozen=True, slots=True)
class ModuleStatus:
    """One module: its state, what it lacks for the next one, and its boxes."""

    module: Module
    stage: str
    state: str
    computed: str
    """The state the facts alone give now, locks apart."""
    recorded: str
    """The highest state an event records."""
    chosen: bool
    """It is optional and was chosen in its group."""
    hidden: bool
    """Another module of its group was chosen."""
    boxes: tuple[BoxStatus, ...]
    lacks: tuple[Lack, ...]
    way: tuple[str, ...]
    """When locked: the modules to pass first, in order."""

    @property
    def asked(self) -> bool:
        """It counts: it is not optional, or was chosen."""
        return self.chosen or not self.module.optional

    @property
    def boxes_done(self) -> int:
        return sum(box.done for box in self.boxes)

    @property
    def shown(self) -> str:
        """The state as it is shown: `planned` for a module whose room is not there yet, until more was reached."""
        return "planned" if self.module.planned and self.state in ("locked", "open") else self.state


@dataclass(frozen=True, slots=True)
class GoalStatus:
    """One goal of a stage with the evidence the learner named for it."""

    goal: Goal
    evidence: tuple[str, ...]

    @property
    def shown(self) -> str:
        return ", ".join(self.evidence) or "not yet"


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage: its goals and its modules, hidden ones too, in the path's order."""

    stage: Stage
    goals: tuple[GoalStatus, ...]
    modules: tuple[ModuleStatus, ...]

    @property
    def asked(self) -> tuple[ModuleStatus, ...]:
        """The modules that count: not optional unless chosen, and not planned."""
        return tuple(each for each in self.modules if each.asked and not each.module.planned)


@dataclass(frozen=True, slots=True)
class Step:
    """The next action: what, with which command, why, and about how long (minutes, 0 when unknown)."""

    module: str
    says: str
    does: str
    because: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A path as it stands for one learner."""

    curriculum: Curriculum
    stages: tuple[StageStatus, ...]
    next: Step | None

    @property
    def modules(self) -> tuple[ModuleStatus, ...]:
        return tuple(each for stage in self.stages for each in stage.modules)

    @property
    def shown(self) -> tuple[ModuleStatus, ...]:
        return tuple(each for each in self.modules if not each.hidden)

    @property
    def boxes(self) -> tuple[BoxStatus, ...]:
        """The boxes asked for, in order: optional modules count once they are chosen."""
        return tuple(box for each in self.modules if each.asked for box in each.boxes)

    @property
    def boxes_done(self) -> int:
        return sum(box.done for box in self.boxes)

    def module(self, module_id: str) -> ModuleStatus:
        """The module of that id, short or whole; an unknown one is refused with the nearest."""
        whole = self.curriculum.module(module_id).id
        return next(each for each in self.modules if each.module.id == whole)

    def box(self, resource_id: str) -> BoxStatus:
        whole = self.curriculum.resource(resource_id).id
        return next(box for each in self.modules for box in each.boxes if box.resource.id == whole)
