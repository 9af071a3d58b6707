"""What a name in double brackets leads to: a note, or anything in the camp that has a page.

linking = Linking(folder, catalogue)
linking.find("goodhart")          # Thing(kind="note", id="notes/goodhart.md", title="Goodhart", place="note/...")
linking.notes_on("bandits/ucb1")  # the learner's notes that mention it
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from palaestra.app.views.plainly import slugged
from palaestra.kit.catalogue import Catalogue, Topic
from palaestra.kit.curriculum import curricula
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.search import Hit
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.notebook import Note, Notebook, key

PAGES = {
    "note": "note/{}",
    "artefact": "work/{}",
    "room": "system/{}",
    "lesson": "lesson/{}",
    "exercise": "exercise/{}",
    "experiment": "lab/{}",
    "module": "module/{}",
    "week": "journal/{}",
    "entry": "journal",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a page: its kind, its id, its title and the page's place."""

    kind: str
    id: str
    title: str
    place: str


class Linking:
    """The names of everything one learner may link to."""

    def __init__(self, folder: PracticeFolder, catalogue: Catalogue) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.notebook = Notebook(folder)

    def find(self, name: str) -> Thing | None:
        """What a name means: a note before anything else, then by id, then by title."""
        return self._by_name.get(key(name))

    def place(self, name: str) -> str:
        """The page a link leads to; one to a note nobody wrote yet leads to writing it."""
        found = self.find(name)
        return found.place if found else f"notes?new={_quoted(name)}"

    def notes_on(self, *names: str) -> tuple[Note, ...]:
        """The notes that mention something by any of its names."""
        return self.notebook.linking_to(*names)

    def wished(self) -> dict[str, tuple[Note, ...]]:
        """What the notes link to and nothing answers to."""
        return self.notebook.wished(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, Thing]:
        found: dict[str, Thing] = {}
        things = list(self._things())
        for thing, names in things:
            for name in names:
                found.setdefault(key(name), thing)
        for thing, _ in things:
            found.setdefault(key(thing.title), thing)
        return found

    def _things(self) -> Iterator[tuple[Thing, tuple[str, ...]]]:
        """Everything, what is meant first when names are the same first."""
        for note in self.notebook.notes:
            yield _thing("note", note.path, note.title), tuple(note.names)
        for artefact in Artefacts(self.folder).all():
            yield _thing("artefact", artefact.id, artefact.title), (artefact.id, f"artefact/{artefact.id}")
        for room in self.catalogue.rooms:
            kind = "lesson" if isinstance(room, Topic) else "room"
            yield _thing(kind, room.name, room.title), (room.name, room.name.rpartition("/")[2])
            for each in room.lessons:
                yield _thing("lesson", each.id, each.title), (each.id,)
            for each in room.exercises:
                yield _thing("exercise", each.id, each.title), (each.id,)
            for each in room.experiments:
                yield _thing("experiment", each.id, each.title), (each.id,)
            for card in room.cards:
                lead = _thing(kind, room.name, room.title)
                yield Thing("card", card.id, card.question, lead.place), (card.id,)
        for path in curricula(self.folder.root / "curricula"):
            for module in path.modules:
                yield _thing("module", module.id, module.title), (module.id,)
            for _, module, box in path.every_resource():
                yield Thing("resource", box.id, box.title, _box_place(module.id, box.id)), (box.id,)


def place_of_hit(hit: Hit) -> str:
    """The page something found is on."""
    if hit.kind in PAGES:
        return PAGES[hit.kind].format(hit.id)
    if hit.kind == "resource":
        module, _, box = hit.id.partition("#")
        return _box_place(module, box)
    room = hit.id.rpartition("/")[0]
    return f"lesson/{room}" if room.startswith("topics/") else f"system/{room}"


def _box_place(module: str, box: str) -> str:
    return f"module/{module}#{slugged(box)}"


def _thing(kind: str, name: str, title: str) -> Thing:
    return Thing(kind, name, title, PAGES[kind].format(name))


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
