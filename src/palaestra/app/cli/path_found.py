"""What the plan's commands share: the paths, the learner's standing on one, and the ids they take."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from palaestra.app.cli.opening import folder_if_any

if TYPE_CHECKING:
    from datetime import date

    from palaestra.kit.curriculum import Curriculum
    from palaestra.practice.folder import PracticeFolder
    from palaestra.practice.path.pace import End
    from palaestra.practice.path.standing import Facts, Plan

OfPath = Annotated[str, typer.Option("--path", metavar="CURRICULUM", help="Another path than yours.")]
Because = Annotated[str, typer.Option("--because", metavar="REASON", help="Why, in a sentence.")]
CurriculumId = Annotated[str, typer.Argument(metavar="CURRICULUM", help="An id from `plan list`; else yours.")]


def all_paths() -> "tuple[Curriculum, ...]":
    from palaestra.kit.curriculum import curricula
    from palaestra.practice.exchange.tracker_import import all_curricula

    folder = folder_if_any()
    return all_curricula(folder) if folder else curricula()


def current_id() -> str:
    from palaestra.practice.settings import Settings

    folder = folder_if_any()
    return (folder.settings if folder else Settings()).curriculum


def path_of(curriculum_id: str) -> "Curriculum":
    """The path of that id, or the learner's; only its file is read."""
    from palaestra.kit.curriculum import find
    from palaestra.practice.exchange.tracker_import import OWN

    folder = folder_if_any()
    return find(curriculum_id or current_id(), *([folder.root / OWN] if folder else []))


def path_shown(name: str) -> "Curriculum":
    """The path of that id, or the learner's. Somebody who names a module is told how to see it."""
    from palaestra.kit.refusal import Refusal

    try:
        return path_of(name)
    except Refusal:
        module = name if "/" in name else f"{path_with(name).id}/{name}"
        if not any(each.id == module for each in path_with(module).modules):
            raise
        raise Refusal(f"{name!r} is a module, not a path.", f"`palaestra plan why {module}` shows it.") from None


def path_with(any_id: str) -> "Curriculum":
    """The path an id belongs to: what stands before its slash; else yours, or the first that knows the id."""
    if "/" in any_id:
        return path_of(any_id.partition("/")[0])
    yours = path_of("")
    others = (each for each in all_paths() if each.id != yours.id)
    return next((each for each in (yours, *others) if f"{each.id}/{any_id.partition('#')[0]}" in each.ids), yours)


def path_with_goal(goal: str) -> "Curriculum":
    """The path a goal (or a stage's sentence of success) belongs to: yours, or the first that knows it."""
    from palaestra.practice.path.deciding import has_goal

    if "/" in goal:
        return path_of(goal.partition("/")[0])
    yours = path_of("")
    others = (each for each in all_paths() if each.id != yours.id)
    return next((each for each in (yours, *others) if has_goal(each, goal)), yours)


def facts() -> "Facts":
    from palaestra.practice.path.facts import facts_of
    from palaestra.practice.path.standing import Facts

    folder = folder_if_any()
    return facts_of(folder) if folder else Facts()


def ends_of(plan: "Plan") -> "tuple[End, ...]":
    """When the tracks of the learner's own path end; nothing is said of a path they only look at."""
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.path.pace import forecast

    folder = folder_if_any()
    if folder is None or plan.curriculum.id != folder.settings.curriculum:
        return ()
    return forecast(folder, Catalogue.installed(), plan)


def first_day(curriculum_id: str) -> "date | None":
    """The day the learner took a path, or began at all."""
    from palaestra.practice.path.pace import begun_on

    folder = folder_if_any()
    return begun_on(folder, curriculum_id) if folder else None


def standing(curriculum: "Curriculum") -> "Plan":
    from palaestra.practice.path.plan import make_plan

    return make_plan(curriculum, facts())


def box_and_item(given: str, folder: "PracticeFolder") -> "tuple[str, Any]":
    """The whole name of a tick and its box. Unknown ones are refused with the nearest."""
    from palaestra.kit.refusal import unknown
    from palaestra.practice.path.facts import gather

    box, _, part = given.partition("#")
    resource = path_with(box).resource(box)
    item = resource.item(part)
    picks = gather(folder.index()).picks.get(resource.id, ())
    known = (*resource.items, *(pick.item for pick in picks))
    if item not in known:
        raise unknown("part of that box", item, known, "palaestra plan show --json")
    return item, resource
