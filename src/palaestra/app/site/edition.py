"""An edition: what one printing is made from. It decides what may be shown; nothing else opens the learner's folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from palaestra.app.experimenting import own_store, practice_folder
from palaestra.app.rooms import Room, rooms
from palaestra.app.views.findings import Found, Mine, found_in, newest_run
from palaestra.kit.catalogue import Catalogue, Lesson, System
from palaestra.kit.curriculum import Curriculum, Module, Resource
from palaestra.kit.curriculum import curricula as every_curriculum
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import slug
from palaestra.practice.path.facts import gather
from palaestra.practice.path.plan import make_plan
from palaestra.practice.path.standing import Plan

PREFERRED = ("alignment-roadmap", "research-engineer")
"""Whose projects are shown where the learner's own path names none."""


@dataclass(frozen=True)
class Addresses:
    """Where things are in the world, if the learner says so; a site without them works, and names none."""

    site: str = ""
    """Where the site is served: feed and site map need it."""
    repository: str = ""
    """Where readers may open an issue and see code."""


@dataclass(frozen=True, eq=False)
class Edition:
    """One printing: the rooms, the learner's folder (None without one), and the kinds they opted into."""

    catalogue: Catalogue
    included: tuple[str, ...] = ()
    addresses: Addresses = field(default_factory=Addresses)
    pins: tuple[str, ...] = ()
    """What the learner pins to the front page, by id."""
    films: Path | None = None
    """A folder of `<room>.mp4` and `.webm`, with `.vtt` captions and a `.jpg` poster where there are any."""

    def shows(self, kind: str) -> bool:
        return kind in self.included and self.folder is not None

    @cached_property
    def folder(self) -> PracticeFolder | None:
        return practice_folder()

    @property
    def name(self) -> str:
        """Whose site it is, where they want it said."""
        return self.folder.settings.name.strip() if self.folder and self.shows("name") else ""

    @property
    def goal(self) -> str:
        return self.folder.settings.goal.strip() if self.folder and self.shows("goal") else ""

    @property
    def today(self) -> date | None:
        return self.folder.today() if self.folder else None

    @cached_property
    def rooms(self) -> tuple[System, ...]:
        """The built rooms that have something to show."""
        return tuple(each for each in self.catalogue.systems if each.experiments)

    @cached_property
    def curricula(self) -> dict[str, Curriculum]:
        """The paths there are; the learner's own only where their progress is shown."""
        own = [self.folder.root / "curricula"] if self.folder and self.shows("progress") else []
        return {each.id: each for each in every_curriculum(*own)}

    @cached_property
    def path(self) -> Curriculum | None:
        """The path the learner follows, where their progress is shown."""
        return self.curricula.get(self.folder.settings.curriculum) if self.folder and self.shows("progress") else None

    @cached_property
    def portfolio(self) -> Curriculum | None:
        """The path whose projects make the portfolio: one that says what they consist of, the learner's first."""
        wanted = [self.path, *(self.curricula.get(each) for each in PREFERRED)]
        having = [each for each in wanted if each is not None and each.projects]
        told = [each for each in having if any(project_box(module) for module in each.projects.values())]
        return next(iter((*told, *having)), None)

    @cached_property
    def plan(self) -> Plan | None:
        """The learner's path as it stands, where progress is shown."""
        if self.folder is None or self.path is None:
            return None
        return make_plan(self.path, gather(self.folder.index()))

    @cached_property
    def results(self) -> Mapping[str, Mine]:
        """The learner's newest complete run of each experiment, where results are shown."""
        return own_results(self.rooms) if self.shows("results") else {}

    @cached_property
    def findings(self) -> dict[str, list[Found]]:
        """What was found, by room; the learner's beside the reference's."""
        return {room.name: found_in(room, self.results) for room in self.rooms}

    @cached_property
    def listed(self) -> tuple[Room, ...]:
        """Every room, built ones first, then those planned."""
        return tuple(rooms())

    def room(self, module: Module) -> System | None:
        """The built room a module belongs to."""
        return next((each for each in self.rooms if each.name == module.system), None)

    def lessons_of(self, room: System | None) -> tuple[Lesson, ...]:
        return room.lessons if room else ()

    @property
    def suggest(self) -> str:
        """Where a reader may suggest a resource: the issues of the repository."""
        repository = self.addresses.repository
        return f"{repository}/issues/new?title=Suggest+a+resource" if repository else ""


def own_results(rooms: Iterable[System]) -> dict[str, Mine]:
    """The learner's newest complete run of each experiment, a full one where there is one."""
    folder = practice_folder()
    if folder is None:
        return {}
    store, index = own_store(), folder.index()
    found = {each.id: newest_run(store, index, each) for room in rooms for each in room.experiments}
    return {name: each for name, each in found.items() if each is not None}


def project_box(module: Module) -> Resource | None:
    """The box that says what a module's project consists of."""
    return next((each for each in module.resources if each.kind == "project" and each.parts), None)


def lesson_place(lesson: Lesson) -> str:
    return f"series/{lesson.id}"


def place_name(whole_id: str) -> str:
    """The last part of an id as a folder name."""
    return slug(whole_id.rpartition("/")[2], "page")


def split_words(given: Iterable[str]) -> list[str]:
    """Kinds as they are said: by spaces, by commas, or one by one."""
    return list(dict.fromkeys(word for each in given for word in each.replace(",", " ").split()))
