"""The key papers of every room and topic: queued, read, noted, reimplemented.

A paper is reimplemented when the exercises that belong to it have passed and a claim
about it held with the learner's own code. The room's manifest says which those are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from palaestra.kit.catalogue import Paper, Room
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import short_id
from palaestra.practice.writing.artefact import Artefact, clean
from palaestra.practice.writing.artefacts import Artefacts

STATES = ("queued", "read", "noted", "reimplemented")
SAID = STATES[:-1]
"""The states a learner says; the last comes of itself."""
Held = Callable[[str], bool]
"""By a claim, `room/experiment/claim`: whether it held with the learner's own code."""


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """One key paper of a room as it stands for the learner."""

    id: str
    room: str
    paper: Paper
    state: str
    """Of STATES, or empty when nothing was said."""
    note: str
    """The id of the artefact that is its note; empty when there is none."""
    exercises: tuple[str, ...]
    """The exercises that belong to it."""
    passed: tuple[str, ...]
    claims: tuple[str, ...]
    """The claims that belong to it, `room/experiment/claim`."""
    held: tuple[str, ...]
    """Those that held with the learner's own code."""

    @property
    def reimplemented(self) -> bool:
        """Every exercise of it passed, and a claim held with own code."""
        return bool(self.exercises) and set(self.exercises) <= set(self.passed) and bool(self.held)

    @property
    def lacks(self) -> str:
        """What is missing until it counts as reimplemented, in words; empty when nothing is, or nothing can be."""
        left = [each for each in self.exercises if each not in self.passed]
        if not self.exercises:
            return "no exercise here rebuilds it"
        if left:
            return f"to pass: {', '.join(left)}"
        return "" if self.held else "a claim to hold with your code: " + (", ".join(self.claims) or "none here yet")


def id_of(room: Room, paper: Paper) -> str:
    """What a paper of a room is called: `bandits/bandit-algorithms`."""
    return f"{room.name}/{short_id(paper.title, 'paper')}"


class Papers:
    """The key papers of some rooms, and what the learner has done with them."""

    def __init__(self, folder: PracticeFolder, rooms: Iterable[Room]) -> None:
        self.folder = folder
        self.rooms = tuple(rooms)

    def all(self, held: Held = lambda claim: False, room: str = "") -> tuple[PaperStanding, ...]:
        """Every key paper in the order of its room. held: as the lab judged runs with own code."""
        index = self.folder.index()
        said: dict[str, str] = {}
        for event in index.events("paper"):
            said.setdefault(event.subject, event.text("state"))
        passed = {name for name, record in index.exercises().items() if record.passed_day}
        notes = [each for each in Artefacts(self.folder).all() if each.kind == "paper-note"]
        found = [
            self._standing(each, paper, said, passed, notes, held)
            for each in self.rooms
            if not room or each.name == room
            for paper in each.papers
        ]
        return tuple(found)

    def find(self, paper_id: str) -> PaperStanding:
        """The paper of that id. An unknown one is refused with the nearest."""
        known = {each.id: each for each in self.all()}
        if paper_id not in known:
            raise unknown("paper", paper_id, known, "palaestra reading papers")
        return known[paper_id]

    def set_state(self, paper_id: str, state: str) -> PaperStanding:
        """Say where the learner is with it; an empty text takes that back."""
        found = self.find(paper_id)
        wanted = clean(state).lower()
        if wanted and wanted not in STATES:
            nearest = unknown("state", state, STATES, "").mend
            mend = nearest if nearest.startswith("Did you mean") else f"The states are {', '.join(STATES)}."
            raise Refusal(f"A paper has no state called {state[:60]!r}.", mend)
        self.folder.log.append("paper", paper=found.id, state=wanted)
        return self.find(paper_id)

    def begin_note(self, paper_id: str) -> Artefact:
        """Begin a note on it, or the one there is."""
        found = self.find(paper_id)
        work = Artefacts(self.folder)
        if found.note:
            return work.find(found.note)
        paper = found.paper
        fields = {"authors": paper.authors, "year": str(paper.year)}
        return work.begin("paper-note", paper.title, link=paper.link, fields=fields)

    def _standing(
        self, room: Room, paper: Paper, said: dict[str, str], passed: set[str], notes: list[Artefact], held: Held
    ) -> PaperStanding:
        paper_id = id_of(room, paper)
        note = next((each for each in notes if each.link == paper.link or each.title == paper.title), None)
        state = said.get(paper_id, "")
        if note and note.done and state not in ("noted", "reimplemented"):
            state = "noted"
        exercises = tuple(f"{room.name}/{each}" for each in paper.exercises)
        claims = tuple(f"{room.name}/{each}" for each in paper.claims)
        standing = PaperStanding(
            paper_id,
            room.name,
            paper,
            state,
            note.id if note else "",
            exercises,
            tuple(each for each in exercises if each in passed),
            claims,
            tuple(each for each in claims if held(each)),
        )
        return replace(standing, state="reimplemented") if standing.reimplemented else standing
