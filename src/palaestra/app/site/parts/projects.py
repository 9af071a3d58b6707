"""The projects of a portfolio: a list by stage, and a page for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from palaestra.app.rooms import Room
from palaestra.app.site.content import Content, Item, Page
from palaestra.app.site.edition import Edition, place_name, project_box
from palaestra.app.site.parts.series import parts_of
from palaestra.app.views.findings import Found, Line, overall
from palaestra.app.views.markdown import figures_of
from palaestra.kit.catalogue import System
from palaestra.kit.curriculum import Module, Resource
from palaestra.practice.naming import slug

FILMS = (".mp4", ".webm")
SECTION = "Projects"


@dataclass(frozen=True, slots=True)
class Film:
    """The files of a film on the site: the film in one or two formats, captions and a poster where there are any."""

    files: tuple[str, ...]
    captions: str = ""
    poster: str = ""

    @property
    def all(self) -> list[str]:
        return [each for each in (*self.files, self.captions, self.poster) if each]


@dataclass(frozen=True)
class Project:
    """One project as the site shows it. Without a path that numbers them, every room is one."""

    place: str
    title: str
    why: str
    what: str = ""
    """What the room is, in a sentence, where there is one or it is planned by name."""
    number: int = 0
    value: str = ""
    asks: tuple[str, ...] = ()
    """What it consists of."""
    stage: str = ""
    names: frozenset[str] = frozenset()
    """What the learner's things call it: its room, and the modules of any path with its number."""
    room: System | None = None
    findings: tuple[Found, ...] = ()
    film: Film | None = None
    series: int = 0
    """How many lessons of the tutorials stand, where the project is to write them."""

    @property
    def counts(self) -> dict[str, int]:
        return overall(self.findings)

    @property
    def differing(self) -> list[Line]:
        """The claims that came out otherwise."""
        return [line for found in self.findings for line in found.lines if line.differs]

    @property
    def mine(self) -> list[Found]:
        return [each for each in self.findings if each.mine]

    @property
    def figures(self) -> list[str]:
        return figures_of(self.room.folder) if self.room else []


def pages(edition: Edition, content: Content) -> Iterator[Page]:
    projects = projects_of(edition)
    stages = {each.stage: [one for one in projects if one.stage == each.stage] for each in projects}
    built = sum(bool(each.room) for each in projects)
    path = edition.portfolio
    ends = {each.title: each.success for each in path.stages} if path else {}
    values = {"projects": projects, "stages": stages, "ends": ends, "built_count": built, "path": path}
    yield Page("projects", SECTION, "site_projects.html", values, _says(projects, built), SECTION, leads=True)
    for number, each in enumerate(projects):
        values = {
            "project": each,
            "things": own_things(content, each),
            "previous": projects[number - 1] if number else None,
            "following": projects[number + 1] if number + 1 < len(projects) else None,
            "lessons": edition.lessons_of(each.room),
        }
        yield Page(each.place, each.title, "site_project.html", values, each.why, SECTION)


def projects_of(edition: Edition) -> list[Project]:
    """The projects by number, as the path has them; where no path numbers any, the rooms, built ones first."""
    if edition not in _MADE:
        _MADE[edition] = _projects_of(edition)
    return _MADE[edition]


_MADE: WeakKeyDictionary[Edition, list[Project]] = WeakKeyDictionary()


def _projects_of(edition: Edition) -> list[Project]:
    path = edition.portfolio
    if path is None:
        return [_of_room(edition, each) for each in edition.listed]
    return [
        _of_module(edition, number, each, path.stage_of(each).title) for number, each in sorted(path.projects.items())
    ]


def own_things(content: Content, project: Project) -> list[Item]:
    """What of the learner's belongs to a project, results apart: those stand beside the reference."""
    return [each for each in content.about(*project.names) if each.kind != "results"]


def _of_module(edition: Edition, number: int, module: Module, stage: str) -> Project:
    room = edition.room(module)
    box = project_box(module)
    return Project(
        f"projects/{slug(_title(module, box), 'page')}",
        _title(module, box),
        module.why,
        _what(edition, room, module),
        number,
        module.project.value if module.project else "",
        box.parts if box else (),
        stage,
        _names(edition, number, module),
        room,
        tuple(edition.findings[room.name]) if room else (),
        film_of(edition, module.system or place_name(module.id)),
        sum(len(each.lessons) for each in parts_of(edition)) if _asks_for_a_series(module) else 0,
    )


def _asks_for_a_series(module: Module) -> bool:
    return not module.system and any(each.kind == "article" for each in module.artefacts)


def _what(edition: Edition, room: System | None, module: Module) -> str:
    if room is not None:
        return room.promise
    return next((each.what for each in edition.listed if each.id == module.system), "")


def _names(edition: Edition, number: int, module: Module) -> frozenset[str]:
    same = [path.projects[number] for path in edition.curricula.values() if number in path.projects]
    return frozenset(filter(None, (module.system, *(each.id for each in (module, *same)))))


def _title(module: Module, box: Resource | None) -> str:
    return box.title if box else module.title


def _of_room(edition: Edition, room: Room) -> Project:
    built = next((each for each in edition.rooms if each.name == room.id), None)
    return Project(
        f"projects/{place_name(room.id)}",
        room.title,
        built.promise if built else room.what,
        stage="Built" if built else "Planned",
        names=frozenset({room.id}),
        room=built,
        findings=tuple(edition.findings[built.name]) if built else (),
        film=film_of(edition, room.id),
    )


def film_of(edition: Edition, room: str) -> Film | None:
    """A room's film, if it was rendered."""
    there = {
        suffix: f"films/{room}{suffix}"
        for suffix in (*FILMS, ".vtt", ".jpg")
        if edition.films is not None and (edition.films / f"{room}{suffix}").is_file()
    }
    files = tuple(there[suffix] for suffix in FILMS if suffix in there)
    return Film(files, there.get(".vtt", ""), there.get(".jpg", "")) if files else None


def film_files(edition: Edition) -> dict[str, Path]:
    """Every file of every film shown, by its place on the site."""
    names = [name for each in projects_of(edition) if each.film for name in each.film.all]
    return {name: edition.films / Path(name).name for name in names} if edition.films else {}


def _says(projects: list[Project], built: int) -> str:
    planned = f", {len(projects) - built} planned" if built < len(projects) else ""
    return f"{len(projects)} projects, {built} built{planned}: what each is, why, and what it shows."
