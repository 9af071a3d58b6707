"""The words of a path as types: the path itself, its stages, goals and modules."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from palaestra.kit.curriculum.choices import Audience, Because, Laboratory, Niche, Order, Question, Skill
from palaestra.kit.curriculum.resources import Correction, Resource, Source
from palaestra.kit.refusal import unknown

Named = TypeVar("Named", "Module", "Resource")


@dataclass(frozen=True, slots=True)
class Goal:
    """What the learner can do at the end of a stage; its evidence is theirs."""

    id: str
    text: str
    met_by: tuple[str, ...] = ()
    """Exercises, experiments, modules or boxes that count as evidence once passed, run or ticked."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArtefactWanted:
    """So many artefacts of a kind (reflection, project, application, ...) that a module asks for."""

    kind: str
    count: int = 1
    title: str = ""
    """What they are, in the path's words: `pieces of concept art`."""


@dataclass(frozen=True, slots=True)
class Project:
    """A portfolio project: its number in the path and what it shows of whoever made it.

    What it asks for are the parts of a box of kind `project` in the same module.
    """

    number: int
    value: str


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
    project: Project | None = None
    brings: tuple[Because, ...] = ()
    """What to learn just in time for this module, wherever it stands in the path."""
    added: str = ""
    """The day (2026-11-20) it joined the path."""
    resources: tuple[Resource, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Months:
    """How long a stage is said to take; without `max` it is open-ended, with neither it goes on."""

    min: int = 0
    max: int = 0

    def __str__(self) -> str:
        if not self.min:
            return "ongoing"
        if not self.max:
            return f"{self.min} months or more"
        return f"{self.min} months" if self.max == self.min else f"{self.min}–{self.max} months"


@dataclass(frozen=True, slots=True)
class Stage:
    """A level, phase, track or part of a path, with what it is for."""

    id: str
    title: str
    objective: str
    months: Months | None = None
    success: str = ""
    """The sentence that is true when the stage is over; it ends with a check of exactly it."""
    goals: tuple[Goal, ...] = ()
    modules: tuple[Module, ...] = ()

    @property
    def success_id(self) -> str:
        """What evidence for `success` is kept under."""
        return f"{self.id}-success"


@dataclass(frozen=True)
class Curriculum:
    """A path. `Curriculum.resources` are the boxes it asks for; optional modules add theirs when chosen."""

    id: str
    title: str
    author: str
    summary: str
    source: str = ""
    date: str = ""
    months: Months | None = None
    """How long all of it is said to take; the stages may say something else."""
    sources: tuple[Source, ...] = ()
    """What it draws on, thanks included."""
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader should know, such as where a source contradicts itself."""
    tips: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    orders: tuple[Order, ...] = ()
    niches: tuple[Niche, ...] = ()
    laboratories: tuple[Laboratory, ...] = ()
    audiences: tuple[Audience, ...] = ()
    skills: tuple[Skill, ...] = ()
    shelves: tuple[Resource, ...] = ()
    """Resources by category, beside the modules."""
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
        boxes = (each.id for each in (*(each for _, _, each in self.every_resource()), *self.shelves))
        return frozenset((*(each.id for each in self.modules), *boxes, *(each.id for each in self.goals)))

    @cached_property
    def projects(self) -> dict[int, Module]:
        """The portfolio projects by number."""
        return {each.project.number: each for each in self.modules if each.project}

    def every_resource(self) -> Iterator[tuple[Stage, Module, Resource]]:
        """All boxes with where they stand, optional ones too."""
        for stage in self.stages:
            for module in stage.modules:
                for resource in module.resources:
                    yield stage, module, resource

    def module(self, module_id: str) -> Module:
        """The module of that id, short or whole, or of that former id."""
        return _named("module", module_id, self.id, self.modules)

    def module_about(self, name: str) -> Module:
        """The module of that id, or the first that is about the room or topic of that name."""
        ids = {known for each in self.modules for known in (each.id, *each.aliases)}
        names = {name, f"topics/{name}"}
        about = next((each for each in self.modules if names & {each.system, *each.lessons}), None)
        return about if about and f"{self.id}/{name}" not in ids else self.module(name)

    def resource(self, resource_id: str) -> Resource:
        """The box of that id, short or whole, or of that former id."""
        every = (*(each for _, _, each in self.every_resource()), *self.shelves)
        return _named("resource", resource_id, self.id, every)

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
