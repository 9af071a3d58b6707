"""Testing out of a module: the join of plan, practice and recall that command line and web share."""

from palaestra.app.practising import Practising
from palaestra.kit.curriculum import Curriculum
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.recall import Asked, Recall
from palaestra.practice.path.facts import record_reached
from palaestra.practice.path.placement import Placement, begin


def begin_placement(folder: PracticeFolder, curriculum: Curriculum, found: Placement) -> None:
    """Begin it, write the exercise's file, and record what is reached already."""
    begin(folder, found)
    if found.exercise:
        Practising.at(found.exercise.id, folder).start(anyway=True)
    record_reached(folder, curriculum)


class Sample(Recall):
    """The cards of a placement, each asked once whatever its turn; the answers are real reviews."""

    def due(self, limit: int | None = None) -> list[Asked]:
        states = self.folder.index().cards()
        return [Asked(each, None) for each in self.cards.values() if each.id not in states][:limit]


def sample_of(folder: PracticeFolder, found: Placement) -> Recall:
    """The cards not answered yet."""
    return Sample(folder, found.open_cards)
