"""What the learner decides about a path, kept as events. Every decision can be taken back by another one."""

from dataclasses import replace
from typing import Any

from palaestra.kit.curriculum import Curriculum, Goal, Module, Resource
from palaestra.kit.refusal import Refusal, unknown
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.naming import slug
from palaestra.practice.path.facts import gather, record_reached
from palaestra.practice.path.learner import Triage, Want
from palaestra.practice.path.triage import checked, triage_of

LONGEST_TEXT = 5_000


def keep_triage(folder: PracticeFolder, curriculum: Curriculum, triage: Triage) -> Triage:
    """Keep a triage: an event for the path, and its goal, niche and hours in practice.toml."""
    kept = checked(curriculum, replace(triage, goal=" ".join(triage.goal.split())))
    facts = {"goal": kept.goal, "niche": kept.niche, "labs": list(kept.labs), "knows": list(kept.knows)}
    entries: list[tuple[str, dict[str, Any]]] = [
        ("plan", {"does": "triage", "curriculum": curriculum.id, "hours": kept.hours or None, **facts})
    ]
    if kept.goal and kept.goal != folder.settings.goal:
        entries.append(("goal", {"text": kept.goal}))
    folder.log.append_all(entries)
    changes: dict[str, Any] = {"niche": kept.niche}
    changes |= {"goal": kept.goal} if kept.goal else {}
    changes |= {"weekly_hours": kept.hours} if kept.hours else {}
    folder.change_settings(**changes)
    return kept


def triage_so_far(folder: PracticeFolder, curriculum: Curriculum) -> Triage:
    """What was said for this path, filled up with what practice.toml says."""
    said, settings = triage_of(curriculum, gather(folder.index())), folder.settings
    niches = {each.id for each in curriculum.niches}
    niche = said.niche if said.day else (settings.niche if settings.niche in niches else "")
    return replace(
        said, goal=settings.goal or said.goal, niche=niche if niche in niches else "", hours=settings.weekly_hours
    )


def use_path(folder: PracticeFolder, curriculum: Curriculum) -> None:
    """Follow a path; what was done on others stays and counts where it is the same, at once."""
    folder.change_settings(curriculum=curriculum.id)
    folder.log.append("plan", does="use", curriculum=curriculum.id)
    record_reached(folder, curriculum)


def choose(folder: PracticeFolder, curriculum: Curriculum, module_id: str) -> Module:
    """Choose one of a group of optional modules; the others are hidden."""
    module = curriculum.module(module_id)
    if not module.group:
        raise Refusal(f"{module.title} is part of {curriculum.title} as it is.", "Only optional modules are chosen.")
    folder.log.append("plan", does="choose", group=f"{curriculum.id}/{module.group}", module=module.id)
    return module


def take_order(folder: PracticeFolder, curriculum: Curriculum, order: str) -> None:
    """Put the path in another of its orders; the empty id is the path as written."""
    orders = {each.id: each for each in curriculum.orders}
    if order and order not in orders:
        raise unknown("order", order, orders, f"palaestra plan order --path {curriculum.id}")
    folder.log.append("plan", does="order", curriculum=curriculum.id, order=order)


def leave(folder: PracticeFolder, curriculum: Curriculum, item: str, because: str, lets_go: bool = True) -> str:
    """Leave a box, an option of one or a module, with the reason. `lets_go`: its module is complete without it."""
    whole = item_of(curriculum, item)
    folder.log.append("plan", does="leave", item=whole, because=_said(because, "the reason"), lets_go=lets_go)
    return whole


def resume(folder: PracticeFolder, curriculum: Curriculum, item: str) -> str:
    """Take up again what was left."""
    whole = item_of(curriculum, item)
    left = gather(folder.index()).left
    if whole not in left:
        raise Refusal(f"{whole} was not left.", f"What was left: {', '.join(left) or 'nothing'}.")
    folder.log.append("plan", does="resume", item=whole)
    return whole


def mark(folder: PracticeFolder, curriculum: Curriculum, item: str, on: bool = True) -> str:
    """Set or clear the mark to come back to a module or box."""
    whole = item_of(curriculum, item)
    folder.log.append("plan", does="revisit" if on else "settle", item=whole)
    return whole


def want(folder: PracticeFolder, title: str, because: str, *, purpose: str = "", module: Module | None = None) -> Want:
    """Put something on the plan just in time: a module of some path, or a goal in the learner's own words."""
    named = module.title if module else _said(title, "what to learn")
    found = Want(
        module.id if module else f"want/{slug(named, 'goal')}", named, _said(because, "the reason"), purpose.strip()
    )
    facts = {"want": found.id, "title": named, "because": found.because, "for": found.purpose or None}
    folder.log.append("plan", does="want", module=module.id if module else None, **facts)
    return found


def unwant(folder: PracticeFolder, name: str) -> Want:
    """Take a just-in-time goal off the plan again."""
    found = wanted(folder, name)
    folder.log.append("plan", does="unwant", want=found.id)
    return found


def wanted(folder: PracticeFolder, name: str) -> Want:
    """The just-in-time goal of that id, with or without what stands before its slash."""
    wants = {each.id: each for each in gather(folder.index()).wants}
    whole = next((each for each in (name, f"want/{name}") if each in wants), "")
    whole = whole or next((each for each in wants if each.partition("/")[2] == name), "")
    if not whole:
        raise unknown("goal put on the plan", name, wants, "palaestra plan show")
    return wants[whole]


def answer(folder: PracticeFolder, curriculum: Curriculum, question: str, text: str) -> None:
    """Keep an answer to one of the path's questions; an empty one takes the answer back."""
    known = [each.id for each in curriculum.questions]
    short = question.removeprefix(f"{curriculum.id}/")
    if short not in known:
        raise unknown("question", question, known, f"palaestra plan answer --path {curriculum.id}")
    if len(text) > LONGEST_TEXT:
        raise Refusal(f"An answer has at most {LONGEST_TEXT:,} characters.", "Write the rest in a note.")
    folder.log.append("plan", does="answer", question=f"{curriculum.id}/{short}", answer=text.strip())


def meet(folder: PracticeFolder, curriculum: Curriculum, goal: str, evidence: str) -> Goal:
    """Name what shows that a goal, or the sentence a stage ends with, holds."""
    found = goal_of(curriculum, goal)
    folder.log.append("goal", goal=found.id, evidence=_said(evidence, "a note, exercise, result or link"))
    return found


def meet_want(folder: PracticeFolder, found: Want, evidence: str) -> None:
    """Name what shows that something put on the plan just in time was learnt."""
    folder.log.append("goal", goal=found.id, evidence=_said(evidence, "what shows it"))


def put_off(folder: PracticeFolder, curriculum: Curriculum, goal: str, because: str) -> Goal:
    """Say that a goal does not hold yet, and why; a stage's sentence is asked for again in the end."""
    found = goal_of(curriculum, goal)
    folder.log.append("plan", does="not-yet", goal=found.id, because=_said(because, "what is missing"))
    return found


def goal_of(curriculum: Curriculum, goal: str) -> Goal:
    """A goal of the path, or the sentence of success of one of its stages, as a goal."""
    found = _goals(curriculum)
    if not has_goal(curriculum, goal):
        raise unknown("goal", goal, found, f"palaestra plan show {curriculum.id} --json")
    return found[_whole(curriculum, goal)]


def has_goal(curriculum: Curriculum, goal: str) -> bool:
    """Whether the path has that goal, or a stage that ends with that sentence."""
    return _whole(curriculum, goal) in _goals(curriculum)


def _goals(curriculum: Curriculum) -> dict[str, Goal]:
    ends = [Goal(each.success_id, each.success) for each in curriculum.stages if each.success]
    return {each.id: each for each in (*curriculum.goals, *ends)}


def _whole(curriculum: Curriculum, name: str) -> str:
    """An id with its path before it."""
    return name if "/" in name else f"{curriculum.id}/{name}"


def item_of(curriculum: Curriculum, item: str) -> str:
    """The whole id of a module, a box, or `box#option`. Unknown ones are refused with the nearest."""
    box, _, part = item.partition("#")
    whole = _whole(curriculum, box)
    modules = {name: each.id for each in curriculum.modules for name in (each.id, *each.aliases)}
    if not part and whole in modules:
        return modules[whole]
    if whole not in curriculum.ids and not _has_alias(curriculum, whole):
        raise unknown("module or box", item, curriculum.ids, f"palaestra plan show {curriculum.id}")
    resource = curriculum.resource(box)
    if resource.item(part) not in resource.items:
        raise unknown("part of that box", item, resource.items, f"palaestra plan show {curriculum.id} --json")
    return resource.item(part)


def _has_alias(curriculum: Curriculum, whole: str) -> bool:
    every: list[Resource] = [each for _, _, each in curriculum.every_resource()] + list(curriculum.shelves)
    return any(whole in each.aliases for each in every)


def _said(text: str, what: str) -> str:
    kept = " ".join(text.split())
    if not kept:
        raise Refusal(f"Nothing says {what}.", f"Say {what} in a sentence.")
    if len(kept) > LONGEST_TEXT:
        raise Refusal(f"A sentence of {len(kept):,} characters is too long.", f"Keep to {LONGEST_TEXT:,}.")
    return kept
