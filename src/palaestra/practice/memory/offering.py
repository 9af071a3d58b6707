"""Which rework is offered to the learner this week, in words that Today and Review can show.

offered = due_rework(folder, catalogue)       # Rework(kind, about, title, says, command, minutes, ...) or None
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import Module
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.rework import EXERCISE, EXPLANATION, Item, choose, last_had, reworks
from palaestra.practice.path.standing import ModuleStatus, Plan

EXPLAINING_MINUTES = 10
LEAST_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Rework:
    """An exercise to write again from a blank stub, or a module to explain again on a blank page."""

    kind: str
    """`exercise` or `explanation`."""
    about: str
    title: str
    says: str
    """Why now."""
    command: str
    minutes: int
    file: str
    """Where it is written, relative to the practice folder."""
    under_way: bool

    def to_json(self) -> dict[str, object]:
        """Stable keys, as `palaestra review --rework --json` prints them."""
        return {name: getattr(self, name) for name in self.__slots__}


def due_rework(
    folder: PracticeFolder, catalogue: Catalogue, today: date | None = None, plan: Plan | None = None
) -> Rework | None:
    """This week's, or None: none is due, or one was had (or declined) less than a week ago."""
    from palaestra.practice.days.today import current_plan

    day, index = today or folder.today(), folder.index()
    try:
        standing = plan or current_plan(folder)
    except Refusal:  # an unknown curriculum: `plan` tells
        return None
    modules = {each.module.id: each for each in standing.modules}
    items = {
        about: each for about, each in reworks(index, day).items() if about in modules or _is_there(catalogue, about)
    }
    wanted = [about for each in standing.modules for about in makes_solid(each, items)]
    found = choose(items.values(), wanted, day, last_had(index, day))
    if found is None:
        return None
    says = _why(found, day, found.about in wanted)
    if found.kind == EXERCISE:
        return _exercise(folder, catalogue, found, says)
    return _page(folder, modules[found.about].module, found, says)


def decline(folder: PracticeFolder, about: str) -> None:
    """Move one on by a fortnight; nothing is held against anybody."""
    folder.log.append("rework", about=about, does="decline")


def give_up(folder: PracticeFolder, about: str) -> None:
    """It did not come back: it returns sooner."""
    folder.log.append("rework", about=about, does="fail")


def begin_page(folder: PracticeFolder, module: str, title: str) -> tuple[Path, Path | None]:
    """A blank page to explain a module on, and the copy of what stood there, put aside in `kept/` beside it.

    One under way is left as it is; what was never scored is no second time.
    """
    from palaestra.practice.writing.notes import begin_explanation, explanation_path

    path = explanation_path(folder, module)
    item = reworks(folder.index(), folder.today()).get(module)
    if item is None:
        return begin_explanation(folder, module, title), None
    if item.begun:
        return path, None
    copy = folder.keep_copy(path)
    path.unlink(missing_ok=True)
    folder.log.append("rework", about=module, does="begin")
    return begin_explanation(folder, module, title), copy


def came_back(folder: PracticeFolder, about: str) -> str:
    """What an exercise or explanation done once more today has moved: its next date, in words; else empty."""
    today = folder.today()
    item = reworks(folder.index(), today).get(about)
    if item is None or item.begun or item.times < 2 or item.last_day != today.isoformat():
        return ""
    return f"Done once more, from a blank start: it comes back on {date.fromisoformat(item.due_day):%-d %B}."


def makes_solid(status: ModuleStatus, items: Mapping[str, Item]) -> tuple[str, ...]:
    """What would give a passed module the re-implementation or explanation that *solid* asks for."""
    asked = status.module.exercises or (status.module.id,)
    if status.state != "passed" or any(each in items and items[each].redone for each in asked):
        return ()
    return asked


def _is_there(catalogue: Catalogue, exercise_id: str) -> bool:
    """Whether some room has that exercise; its name is its file's, so that nothing is read for it."""
    room, _, name = exercise_id.partition("/")
    return any((folder / room / "exercises" / f"{name}.toml").is_file() for folder in catalogue.folders)


def _exercise(folder: PracticeFolder, catalogue: Catalogue, found: Item, says: str) -> Rework:
    exercise = catalogue.exercise(found.about)
    file = folder.exercise_path(exercise.id).relative_to(folder.root).as_posix()
    command = f"palaestra check {exercise.id}" if found.begun else "palaestra review --rework --begin"
    minutes = max(LEAST_MINUTES, exercise.minutes // 2)
    return Rework(EXERCISE, exercise.id, exercise.title, says, command, minutes, file, bool(found.begun))


def _page(folder: PracticeFolder, module: Module, found: Item, says: str) -> Rework:
    from palaestra.practice.writing.notes import explanation_path

    file = explanation_path(folder, module.id).relative_to(folder.root).as_posix()
    command = f"palaestra note --explain {module.id}" if found.begun else "palaestra review --rework --begin"
    return Rework(EXPLANATION, module.id, module.title, says, command, EXPLAINING_MINUTES, file, bool(found.begun))


def _why(found: Item, today: date, is_solid: bool) -> str:
    """`It passed 12 days ago; once more from a blank file makes its module solid.`"""
    days = (today - date.fromisoformat(found.last_day)).days
    done = "passed" if found.kind == EXERCISE else "was explained"
    blank = "file" if found.kind == EXERCISE else "page"
    if found.begun:
        return f"Begun on a blank {blank} on {date.fromisoformat(found.begun):%-d %B}."
    if is_solid:
        return f"It {done} {days} days ago; once more from a blank {blank} is what “solid” asks for."
    return f"It {done} {days} days ago; a blank {blank} shows what has stayed."
