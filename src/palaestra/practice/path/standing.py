"""Where the learner stands, as types: boxes, goals, modules, stages and the next step."""

from dataclasses import dataclass

from palaestra.kit.curriculum import Curriculum, Goal, Module, Option, Resource, Stage
from palaestra.practice.path.learner import Facts, Left, Pick, Want

__all__ = [
    "STATES",
    "BoxStatus",
    "Facts",
    "GoalStatus",
    "Lack",
    "ModuleStatus",
    "OptionStatus",
    "Pick",
    "Plan",
    "Role",
    "StageStatus",
    "Step",
    "WantStatus",
    "counted_parts",
]

STATES = ("locked", "open", "understood", "passed", "solid")


@dataclass(frozen=True, slots=True)
class Role:
    """What a path asks about one module of this learner, and why."""

    asks: str
    """`required`, `optional` or `skipped`."""
    because: str
    by: str = "path"
    """Who says so: `path`, `niche`, `lab`, `you`."""

    @property
    def holds(self) -> bool:
        """What requires the module waits for it."""
        return self.asks == "required" or (self.asks == "optional" and self.by == "path")


@dataclass(frozen=True, slots=True)
class OptionStatus:
    """One option behind a box: done when it is ticked, or all of its parts are."""

    option: Option
    done: bool
    parts: tuple[bool, ...] = ()
    left: Left | None = None

    @property
    def counts(self) -> str:
        """`9 of 19` parts, for one that has any."""
        return counted_parts(self.parts)


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
    left: Left | None = None
    is_new: bool = False
    """It joined the path after the learner passed its module."""
    revisit: bool = False

    @property
    def counts(self) -> str:
        """`1 of 1–2`, `1 of 2`, or nothing for a box without anything inside."""
        if not self.least:
            return ""
        return f"{self.met} of {self.resource.choose or self.least}"

    @property
    def let_go(self) -> bool:
        """It was left, and its module is complete without it."""
        return self.left is not None and self.left.lets_go

    @property
    def settled(self) -> bool:
        """It holds nobody up any more: done, or let go."""
        return self.done or self.let_go


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
    role: Role = Role("required", "")
    held: str = ""
    """When locked: what holds it, in a sentence."""
    later: str = ""
    """Why the order taken leaves it for later."""
    placing: bool = False
    """A placement is under way."""
    placed: bool = False
    """It was tested out of."""
    disputed: tuple[str, ...] = ()
    """Exercises whose verdict the learner disputes; they hold it up no more."""
    passed_day: str = ""
    """When an event first recorded it as passed."""
    is_new: bool = False
    """It joined the path after the learner passed others of its stage, or changed after they passed it."""
    revisit: bool = False

    @property
    def asked(self) -> bool:
        """It counts towards the end of its stage."""
        return self.role.asks == "required"

    @property
    def boxes_done(self) -> int:
        return sum(box.done for box in self.boxes)

    @property
    def exercises_done(self) -> int:
        """How many of its required exercises hold it up no more."""
        missing = 0 if self.is_passed else sum(lack.says.startswith("exercise ") for lack in self.lacks)
        return max(0, len(self.module.exercises) - missing)

    @property
    def is_passed(self) -> bool:
        return STATES.index(self.state) >= STATES.index("passed")

    @property
    def shown(self) -> str:
        """The state as it is shown: `planned` for a module whose room is not there yet, until more was reached."""
        return "planned" if self.module.planned and self.state in ("locked", "open") else self.state

    @property
    def words(self) -> str:
        """The state with what is counted apart: `passed, 1 disputed`."""
        return f"{self.shown}, {len(self.disputed)} disputed" if self.disputed else self.shown


@dataclass(frozen=True, slots=True)
class GoalStatus:
    """One goal of a stage: the evidence the learner named for it, and what the path counts as such."""

    goal: Goal
    evidence: tuple[str, ...]
    inferred: tuple[str, ...] = ()
    """From what was passed, run, ticked or made."""
    not_yet: str = ""
    """Why the learner says it does not hold yet."""

    @property
    def met(self) -> bool:
        return bool(self.evidence or self.inferred)

    @property
    def shown(self) -> str:
        if self.met:
            return ", ".join((*self.evidence, *self.inferred))
        return f"not yet: {self.not_yet}" if self.not_yet else "not yet"


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage: its goals and its modules, hidden ones too, in the path's order."""

    stage: Stage
    goals: tuple[GoalStatus, ...]
    modules: tuple[ModuleStatus, ...]
    success: GoalStatus | None = None
    """The sentence the stage ends with a check of."""

    @property
    def asked(self) -> tuple[ModuleStatus, ...]:
        """The modules that count: required and not planned."""
        return tuple(each for each in self.modules if each.asked and not each.module.planned)

    @property
    def passed(self) -> bool:
        """Everything it asks for is passed."""
        return bool(self.asked) and all(each.is_passed for each in self.asked)


@dataclass(frozen=True, slots=True)
class WantStatus:
    """Something wanted just in time, and what shows that it was reached."""

    want: Want
    met: tuple[str, ...] = ()


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
    """In the order the learner took."""
    stages: tuple[StageStatus, ...]
    next: Step | None
    order: str = ""
    """The order taken; empty for the path as written."""
    wants: tuple[WantStatus, ...] = ()
    shelves: tuple[BoxStatus, ...] = ()
    """Resources by category, beside the modules."""

    @property
    def modules(self) -> tuple[ModuleStatus, ...]:
        return tuple(each for stage in self.stages for each in stage.modules)

    @property
    def shown(self) -> tuple[ModuleStatus, ...]:
        return tuple(each for each in self.modules if not each.hidden)

    @property
    def boxes(self) -> tuple[BoxStatus, ...]:
        """The boxes asked for, in order: those of required modules, without what was let go."""
        return tuple(box for each in self.modules if each.asked for box in each.boxes if box.done or not box.let_go)

    @property
    def boxes_done(self) -> int:
        return sum(box.done for box in self.boxes)

    @property
    def news(self) -> tuple[tuple[ModuleStatus, BoxStatus | None], ...]:
        """What joined the path since the learner passed there: modules, and boxes of passed modules."""
        found: list[tuple[ModuleStatus, BoxStatus | None]] = []
        for each in self.shown:
            found += [(each, None)] * each.is_new
            found += [(each, box) for box in each.boxes if box.is_new]
        return tuple(found)

    def module(self, module_id: str) -> ModuleStatus:
        """The module of that id, short or whole; an unknown one is refused with the nearest."""
        whole = self.curriculum.module(module_id).id
        return next(each for each in self.modules if each.module.id == whole)

    def box(self, resource_id: str) -> BoxStatus:
        """The box of that id, on a shelf too."""
        whole = self.curriculum.resource(resource_id).id
        every = (*(box for each in self.modules for box in each.boxes), *self.shelves)
        return next(box for box in every if box.resource.id == whole)


def counted_parts(parts: tuple[bool, ...]) -> str:
    """`9 of 19`; nothing where there are no parts."""
    return f"{sum(parts)} of {len(parts)}" if parts else ""
