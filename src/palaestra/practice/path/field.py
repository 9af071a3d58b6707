"""Where the learner has been on the map of the field: notes, hours, work and gaps, by subfield."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from palaestra.kit.curriculum.field import Subfield, subfields
from palaestra.practice.days.returns import returns
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.rooms import room_of
from palaestra.practice.writing.notebook import Note, Notebook, key


@dataclass(frozen=True, slots=True)
class Ground:
    """One subfield, and what the learner has there. A room may lie in several: its hours count in each."""

    subfield: Subfield
    notes: tuple[Note, ...]
    minutes: float
    exercises: int
    """Passed, in its rooms."""
    cards: int
    """Met, in its rooms."""
    is_niche: bool

    @property
    def is_gap(self) -> bool:
        """Nothing was read, written or built there yet."""
        return not (self.notes or self.minutes or self.exercises or self.cards)

    def to_json(self) -> dict[str, Any]:
        """Stable keys, as `palaestra progress --field --json` prints them."""
        each = self.subfield
        words = {name: getattr(each, name) for name in ("id", "title", "asks", "assumes", "doubts")}
        return {
            **words,
            "rooms": list(each.rooms),
            "notes": [note.path for note in self.notes],
            "minutes": round(self.minutes),
            "exercises": self.exercises,
            "cards": self.cards,
            "gap": self.is_gap,
        }


def survey(folder: PracticeFolder) -> tuple[Ground, ...]:
    """Every subfield in the map's order."""
    index, notebook = folder.index(), Notebook(folder)
    minutes = {each.room: each.minutes for each in returns(folder)}
    passed = Counter(room_of(name) for name, each in index.exercises().items() if each.passed_day)
    cards = Counter(room_of(row[0]) for row in index.rows("SELECT card FROM cards"))
    niche = key(folder.settings.niche)
    return tuple(
        Ground(
            each,
            _notes(notebook, each),
            sum(minutes.get(room, 0.0) for room in each.rooms),
            sum(passed[room] for room in each.rooms),
            sum(cards[room] for room in each.rooms),
            bool(niche) and niche in {key(name) for name in (each.id, each.title, *each.names)},
        )
        for each in subfields()
    )


def _notes(notebook: Notebook, subfield: Subfield) -> tuple[Note, ...]:
    """Notes that mention it, bear its tag or its name."""
    names = {key(each) for each in (subfield.id, subfield.title, *subfield.names)}
    linking = {each.path for each in notebook.linking_to(*names, *subfield.rooms)}
    return tuple(
        each
        for each in notebook.notes
        if each.path in linking or names & each.names or names & {key(tag) for tag in each.tags}
    )
