"""The catalogue: finds rooms by their manifest and reads their words, importing none of them.

    catalogue = Catalogue.installed()
    catalogue.system("bandits").exercises
    catalogue.exercise("bandits/ucb-bonus").prompt

A room is a folder with a `system.toml`; a topic, a room without code, one with a
`topic.toml`. What is wrong with one of their tables is refused with the file and the key.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from palaestra.kit.exercise import Drill, Exercise, Guard, Mistake, Outside, Rung
from palaestra.kit.experiment import Claim, Control, Experiment
from palaestra.kit.refusal import Refusal, unknown

T = TypeVar("T")
SHIPPED = Path(__file__).parent.parent / "systems"
STUDY = "study.toml"
TOPICS = Path(__file__).parent.parent / "curricula" / "topics"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper behind a room, and what in the room reimplements it."""

    title: str
    authors: str
    year: int
    link: str
    here: str = ""
    exercises: tuple[str, ...] = ()
    """Names of the room's exercises that rebuild a part of it."""
    claims: tuple[str, ...] = ()
    """The room's claims about it, `experiment/claim`."""


@dataclass(frozen=True, slots=True)
class Card:
    """A question with a permanent id: `system/name`, or `topics/topic/name`."""

    id: str
    question: str
    answer: str
    core: bool = False
    """A core card counts towards a module's mastery; at most eight a module do."""
    source: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A Markdown page of a room; its first line is its title. Its code comes from source by name (`kit.lesson`)."""

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


@dataclass(frozen=True)
class Topic:
    """A room without code: one lesson, its cards, and where to read on.

    Its folder holds `topic.toml` (promise, papers), `lesson.md` and `cards.toml`. Its lesson is
    `topics/<folder>`, its cards are `topics/<folder>/<card>`.
    """

    name: str
    """`topics/<folder>`; for a topic this is the id of its lesson as well."""
    folder: Path
    promise: str
    papers: tuple[Paper, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    experiments: tuple[Experiment, ...] = ()

    @property
    def title(self) -> str:
        return self.lessons[0].title

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return read_cards(self.folder / "cards.toml", self.name)

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        return (_lesson("topics", self.folder / "lesson.md", self.folder.name),)


Room = System | Topic


class Catalogue:
    """All rooms found under some folders. Reading is lazy: listing rooms reads manifests only."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def installed(cls) -> "Catalogue":
        """The shipped rooms and topics, and those `PALAESTRA_ROOMS` adds."""
        more = [Path(each) for each in os.environ.get("PALAESTRA_ROOMS", "").split(os.pathsep) if each]
        return cls(SHIPPED, TOPICS, *more)

    @cached_property
    def systems(self) -> tuple[System, ...]:
        manifests = [path for folder in self.folders for path in sorted(folder.glob("*/system.toml"))]
        return tuple(_system(path) for path in manifests)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        manifests = [path for folder in self.folders for path in sorted(folder.glob("*/topic.toml"))]
        return tuple(_topic(path) for path in manifests)

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The systems, then the topics: everything with lessons and cards."""
        return (*self.systems, *self.topics)

    def room(self, name: str) -> Room:
        """The system of that name, or the topic `topics/<name>`."""
        found = {each.name: each for each in self.rooms}
        if name not in found:
            raise unknown("room", name, found, "palaestra systems")
        return found[name]

    def system(self, name: str) -> System:
        """The system of that name, or the learner's study: a study is found by its name and stands in no list."""
        found = {each.name: each for each in self.systems}
        if name not in found:
            places = [each / name / STUDY for each in self.folders if name.isidentifier()]
            study = next(filter(os.path.isfile, places), None)  # a name no disk can hold is no file, and no error
            if study is None:
                raise unknown("system", name, found, "palaestra systems")
            from palaestra.kit.study import read_study

            return read_study(study)
        return found[name]

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id, or of that former id."""
        room = next((each for each in self.systems if each.name == exercise_id.partition("/")[0]), None)
        for each in room.exercises if room else ():  # its own room first: the others need not be read
            if each.id == exercise_id:
                return each
        return _by_id("exercise", exercise_id, self.exercises(), "palaestra systems --json")

    def experiment(self, experiment_id: str) -> Experiment:
        return _by_id("experiment", experiment_id, self.experiments(), "palaestra systems --json")

    def lessons(self) -> Iterator[Lesson]:
        return (lesson for room in self.rooms for lesson in room.lessons)

    def cards(self) -> Iterator[Card]:
        return (card for room in self.rooms for card in room.cards)

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
    words = read_toml(path) if path.exists() else {}
    cards = [_build(Card, path, each) for each in words.get("cards", [])]
    return tuple(replace(card, id=f"{deck}/{card.id}") for card in cards)


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


def _topic(path: Path) -> Topic:
    words = read_toml(path)
    words["papers"] = tuple(_build(Paper, path, paper) for paper in words.get("papers", []))
    return _build(Topic, path, {**words, "name": f"topics/{path.parent.name}", "folder": path.parent})


def _exercise(system: str, path: Path) -> Exercise:
    words: dict[str, Any] = {"mistakes": [], **read_toml(path), "id": f"{system}/{path.stem}", "folder": path.parent}
    for key, kind in (("rungs", Rung), ("mistakes", Mistake), ("outside", Outside)):
        if key in words:
            words[key] = tuple(_build(kind, path, each) for each in words[key])
    for key, kind in (("debug", Drill), ("guard", Guard)):
        if key in words:
            words[key] = _build(kind, path, words[key])
    return _build(Exercise, path, words)


def _experiment(system: str, path: Path) -> Experiment:
    words = read_toml(path)
    claims = tuple(_claim(path, each) for each in words.get("claims", []))
    return _build(Experiment, path, {**words, "claims": claims, "id": f"{system}/{path.stem}", "folder": path.parent})


def _claim(path: Path, words: dict[str, Any]) -> Claim:
    band = words.pop("band", None)
    try:
        low, high = map(float, band)
    except (TypeError, ValueError) as error:
        what = f"{path}: the band of the claim {words.get('id', '')!r} is {band!r}, not two numbers."
        raise Refusal(what, "Write band = [low, high]; inf or -inf leaves a side open.") from error
    control = _build(Control, path, words.pop("control", {}))
    return _build(Claim, path, {**words, "low": low, "high": high, "control": control})


def _lesson(system: str, path: Path, name: str = "") -> Lesson:
    try:
        first = path.read_text(encoding="utf-8").lstrip().splitlines()[0]
    except (OSError, IndexError) as error:
        raise Refusal(f"{path} is not there, or empty.", "Write a lesson that begins with its title.") from error
    return Lesson(f"{system}/{name or path.stem}", first.lstrip("# ").strip(), path)


def _sorted(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern)) if folder.is_dir() else []


def _build(kind: type[T], path: Path, words: Mapping[str, Any]) -> T:
    """The dataclass from a TOML table; lists become tuples, a wrong or missing key names the file."""
    try:
        return kind(**{key: _frozen(value) for key, value in words.items()})
    except (AttributeError, TypeError) as error:
        problem = str(error).partition("__init__() ")[2] or str(error)
        name = kind.__name__.lower()
        article = "an" if name[0] in "aeiou" else "a"
        raise Refusal(f"{path}: {article} {name} is not complete: {problem}.", "Mend that table.") from error


def _frozen(value: Any) -> Any:
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value
