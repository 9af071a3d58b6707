"""The words of a path as types: stages, modules, boxes with their options, goals."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from palaestra.kit.refusal import unknown

Named = TypeVar("Named", "Module", "Resource")


@dataclass(frozen=True, slots=True)
class Correction:
    """A fact the source got wrong, or the years did: what it said, what we say, and why.

    `kind` is `moved`, `dead`, `suspicious` (not what its title says, or not checkable) or `text`.
    `now` is empty when no good replacement is known.
    """

    kind: str
    was: str
    reason: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a path's content comes from."""

    title: str
    url: str
    authors: str = ""
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things behind a box; it has a tick of its own."""

    id: str
    title: str
    url: str = ""
    authors: str = ""
    year: int = 0
    note: str = ""
    parts: tuple[str, ...] = ()
    """Sections or chapters to tick singly; all of them make the option done."""
    corrections: tuple[Correction, ...] = ()

    @property
    def given(self) -> str:
        """The link as the source of the path gives it; `url` is where to go today."""
        return next((each.was for each in self.corrections if each.kind != "text"), self.url)

    def part_key(self, number: int) -> str:
        """The tick of part `number`, counted from one."""
        return f"{self.id}:{number}"


@dataclass(frozen=True, slots=True)
class Choose:
    """How many options meet a box: at least `min`; more than `max` is welcome but not asked for."""

    min: int
    max: int | None = None

    def __str__(self) -> str:
        if self.max is None:
            return f"{self.min} or more"
        return str(self.min) if self.max == self.min else f"{self.min}–{self.max}"


@dataclass(frozen=True, slots=True)
class Resource:
    """One check-box of a path: something to read, do or make."""

    id: str
    title: str
    kind: str = "resource"
    """book, chapter, course, post, paper, exercise, project, tool, writing, ..."""
    authors: str = ""
    year: int = 0
    url: str = ""
    """Palaestra's own link, where the source of the path gives none."""
    options: tuple[Option, ...] = ()
    choose: Choose | None = None
    """How many of the options meet the box; without it all of them do."""
    parts: tuple[str, ...] = ()
    note: str = ""
    category: bool = False
    """A broad shelf ("posts on robustness"): pick specific ones and record them under it."""
    picks: int = 0
    """How many recorded picks meet the box ("five papers"); its options are then lists to pick from."""
    revisits: str = ""
    """The earlier resource of the same title, when a path comes back to it. Their ticks are apart."""
    also: tuple[str, ...] = ()
    """Other wordings under which a tracker may list it."""
    corrections: tuple[Correction, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def least(self) -> int:
        """How many options meet this box."""
        return self.choose.min if self.choose else len(self.options)

    def part_key(self, number: int) -> str:
        return f":{number}"

    def item(self, part: str = "") -> str:
        """What a tick names: the box itself, or `box#part` for an option's id or a part's key."""
        return f"{self.id}#{part}" if part else self.id

    @property
    def items(self) -> tuple[str, ...]:
        """Everything in this box that can be ticked, the box itself first."""
        parts = [self.part_key(number) for number, _ in enumerate(self.parts, 1)]
        for option in self.options:
            parts += [option.id, *(option.part_key(number) for number, _ in enumerate(option.parts, 1))]
        return tuple(self.item(part) for part in ("", *parts))


@dataclass(frozen=True, slots=True)
class Goal:
    """What the learner can do at the end of a stage; its evidence is theirs."""

    id: str
    text: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArtefactWanted:
    """So many artefacts of a kind (reflection, project, application, ...) that a module asks for."""

    kind: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Module:
    """One step of a path: it chooses lessons, exercises, cards and resources that exist elsewhere."""

    id: str
    title: str
    why: str
    minutes: int = 0
    optional: bool = False
    planned: bool = False
    """Its room is not built yet; its resources serve meanwhile, and it holds nobody up."""
    system: str = ""
    """The room it belongs to, if any."""
    track: str = "main"
    """Modules of one track come one after another."""
    free: bool = False
    """In a free track the order does not matter."""
    group: str = ""
    """Optional modules of one group exclude each other: choosing one hides the others."""
    requires: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    extra_exercises: tuple[str, ...] = ()
    experiments: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    core_cards: tuple[str, ...] = ()
    """At most eight; they count towards *solid*."""
    artefacts: tuple[ArtefactWanted, ...] = ()
    resources: tuple[Resource, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A level, phase or part of a path, with what it is for."""

    id: str
    title: str
    objective: str
    goals: tuple[Goal, ...] = ()
    modules: tuple[Module, ...] = ()


@dataclass(frozen=True)
class Curriculum:
    """A path. `Curriculum.resources` are the boxes it asks for; optional modules add theirs when chosen."""

    id: str
    title: str
    author: str
    summary: str
    source: str = ""
    date: str = ""
    sources: tuple[Source, ...] = ()
    """What it draws on, thanks included."""
    corrections: tuple[Correction, ...] = ()
    stages: tuple[Stage, ...] = ()
    own: bool = False
    """True for one of the learner's folder."""

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        return tuple(module for stage in self.stages for module in stage.modules)

    @cached_property
    def asked(self) -> tuple[Module, ...]:
        """The modules that are not optional."""
        return tuple(module for module in self.modules if not module.optional)

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """The boxes of the modules that are not optional, in order."""
        return tuple(resource for module in self.asked for resource in module.resources)

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        return tuple(goal for stage in self.stages for goal in stage.goals)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its modules, boxes and goals."""
        boxes = (each.id for _, _, each in self.every_resource())
        return frozenset((*(each.id for each in self.modules), *boxes, *(each.id for each in self.goals)))

    def every_resource(self) -> Iterator[tuple[Stage, Module, Resource]]:
        """All boxes with where they stand, optional ones too."""
        for stage in self.stages:
            for module in stage.modules:
                for resource in module.resources:
                    yield stage, module, resource

    def module(self, module_id: str) -> Module:
        """The module of that id, short or whole, or of that former id."""
        return _named("module", module_id, self.id, self.modules)

    def resource(self, resource_id: str) -> Resource:
        """The box of that id, short or whole, or of that former id."""
        return _named("resource", resource_id, self.id, tuple(each for _, _, each in self.every_resource()))

    def stage_of(self, module: Module) -> Stage:
        return next(stage for stage in self.stages if module in stage.modules)

    def to_json(self) -> dict[str, object]:
        """`id`, `title`, and how many `modules` and `resources` it asks for."""
        return {"id": self.id, "title": self.title, "modules": len(self.asked), "resources": len(self.resources)}


def _named(kind: str, wanted: str, curriculum: str, known: tuple[Named, ...]) -> Named:
    whole = wanted if "/" in wanted else f"{curriculum}/{wanted}"
    for each in known:
        if whole == each.id or whole in each.aliases:
            return each
    raise unknown(kind, wanted, [each.id for each in known], f"palaestra plan show {curriculum}")
