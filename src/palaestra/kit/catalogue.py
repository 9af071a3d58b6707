"""The catalogue: finds rooms by their manifest and reads their words, importing none of them.

catalogue = Catalogue.installed()
catalogue.system("bandits").exercises
catalogue.exercise("bandits/ucb-bonus")
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from palaestra.kit.exercise import Drill, Exercise, Guard, Mistake, Rung
from palaestra.kit.experiment import Claim, Control, Experiment
from palaestra.kit.refusal import Refusal, unknown

T = TypeVar("T")
SHIPPED = Path(__file__).parent.parent / "systems"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper behind a room, and what in the room reimplements it."""

    title: str
    authors: str
    year: int
    link: str
    here: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A question with a permanent id, `system/name` or `deck/name`."""

    id: str
    question: str
    answer: str
    core: bool = False
    """A core card counts towards a module's mastery; at most eight a module do."""
    source: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A Markdown page of a room: front matter title, then the text. Its code comes from source by name."""

    id: str
    title: str
    path: Path


@dataclass(frozen=True)
class System:
    """One room: its manifest and everything in it that can be read without importing it."""

    name: str
    folder: Path
    title: str
    promise: str
    builds_on: tuple[str, ...]
    needs: tuple[str, ...]
    """Extras it needs beyond the base install, e.g. `fast`, `data`, `torch`."""
    reading_order: tuple[str, ...]
    papers: tuple[Paper, ...]
    oracles: tuple[str, ...] = ()
    """Outside libraries its tests compare with; the room itself imports none of them."""
    status: str = "built"

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(_exercise(self.name, path) for path in _sorted(self.folder / "exercises", "*.toml"))

    @cached_property
    def experiments(self) -> tuple[Experiment, ...]:
        return tuple(_experiment(self.name, path) for path in _sorted(self.folder / "experiments", "*.toml"))

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return read_cards(self.folder / "cards.toml", self.name)

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(_lesson(self.name, path) for path in _sorted(self.folder / "lessons", "*.md"))


class Catalogue:
    """All rooms found under some folders. Reading is lazy: listing rooms reads manifests only."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def installed(cls) -> "Catalogue":
        """The shipped rooms and those `PALAESTRA_ROOMS` adds."""
        more = [Path(each) for each in os.environ.get("PALAESTRA_ROOMS", "").split(os.pathsep) if each]
        return cls(SHIPPED, *more)

    @cached_property
    def systems(self) -> tuple[System, ...]:
        manifests = [path for folder in self.folders for path in sorted(folder.glob("*/system.toml"))]
        return tuple(_system(path) for path in manifests)

    def system(self, name: str) -> System:
        found = {each.name: each for each in self.systems}
        if name not in found:
            raise unknown("system", name, found, "palaestra systems")
        return found[name]

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id, or of that former id."""
        return _by_id("exercise", exercise_id, self.exercises(), "palaestra systems --json")

    def experiment(self, experiment_id: str) -> Experiment:
        return _by_id("experiment", experiment_id, self.experiments(), "palaestra systems --json")

    def exercises(self) -> Iterator[Exercise]:
        return (exercise for system in self.systems for exercise in system.exercises)

    def experiments(self) -> Iterator[Experiment]:
        return (experiment for system in self.systems for experiment in system.experiments)


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dict; a broken one is refused with its file and line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read: {error}.", "Mend that line; nothing else was touched.") from error


def read_cards(path: Path, deck: str) -> tuple[Card, ...]:
    """The cards of one `cards.toml`: tables `[[cards]]` with `id`, `question`, `answer`."""
    if not path.exists():
        return ()
    return tuple(_build(Card, path, {**each, "id": f"{deck}/{each['id']}"}) for each in read_toml(path)["cards"])


def _by_id(kind: str, wanted: str, known: Iterator[Any], where_listed: str) -> Any:
    every = list(known)
    for each in every:
        if wanted == each.id or wanted in each.aliases:
            return each
    raise unknown(kind, wanted, [each.id for each in every], where_listed)


def _system(path: Path) -> System:
    words = read_toml(path)
    words["papers"] = tuple(_build(Paper, path, paper) for paper in words.get("papers", []))
    return _build(System, path, {**words, "name": path.parent.name, "folder": path.parent})


def _exercise(system: str, path: Path) -> Exercise:
    words = read_toml(path)
    words["rungs"] = tuple(_build(Rung, path, each) for each in words["rungs"])
    words["mistakes"] = tuple(_build(Mistake, path, each) for each in words.get("mistakes", []))
    if "debug" in words:
        words["debug"] = _build(Drill, path, words["debug"])
    if "guard" in words:
        words["guard"] = _build(Guard, path, words["guard"])
    return _build(Exercise, path, {**words, "id": f"{system}/{path.stem}", "folder": path.parent})


def _experiment(system: str, path: Path) -> Experiment:
    words = read_toml(path)
    claims: list[Claim] = []
    for each in words.get("claims", []):
        low, high = each.pop("band")
        control = _build(Control, path, each.pop("control", {}))
        claims.append(_build(Claim, path, {**each, "low": float(low), "high": float(high), "control": control}))
    return _build(
        Experiment,
        path,
        {**words, "claims": tuple(claims), "id": f"{system}/{path.stem}", "folder": path.parent},
    )


def _lesson(system: str, path: Path) -> Lesson:
    first = path.read_text(encoding="utf-8").lstrip().splitlines()[0]
    return Lesson(f"{system}/{path.stem}", first.lstrip("# ").strip(), path)


def _sorted(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _build(kind: type[T], path: Path, words: Mapping[str, Any]) -> T:
    """The dataclass from TOML tables; lists become tuples, a wrong or missing key names the file."""
    plain = {key: _frozen(value) for key, value in words.items()}
    try:
        return kind(**plain)
    except TypeError as error:
        problem = str(error).partition("__init__() ")[2] or str(error)
        raise Refusal(f"{path}: a {kind.__name__.lower()} is not complete: {problem}.", "Mend that table.") from error


def _frozen(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value
