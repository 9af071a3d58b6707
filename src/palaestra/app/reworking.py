"""Beginning a rework: the join of practice (which comes back) and the grader's stubs that terminal and web share."""

from pathlib import Path

from palaestra.app.practising import Practising
from palaestra.kit.catalogue import Catalogue
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.offering import Rework, begin_page


def begin(folder: PracticeFolder, catalogue: Catalogue, offered: Rework) -> tuple[Path, Path | None]:
    """A blank file or page for it, and the copy of what stood there. One under way is left as it is."""
    if offered.under_way:
        return folder.root / offered.file, None
    if offered.kind == "exercise":
        started = Practising(catalogue.exercise(offered.about), folder, catalogue).start(again=True, anyway=True)
        return started.file, started.copy
    return begin_page(folder, offered.about, offered.title)
