"""What the practice folder knows that a plan needs, gathered from the index."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from palaestra.kit.curriculum import Curriculum
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.path.plan import AGAIN_AFTER, make_plan, newly_reached
from palaestra.practice.path.standing import Facts, Pick


def gather(index: Index) -> Facts:
    """The facts of one learner, for any path: mastery belongs to exercises and cards, so it carries across paths."""
    ticks = index.ticks()
    passed, again = _passes(index)
    plans = index.events("plan")[::-1]
    return Facts(
        ticked=frozenset(item for item, is_ticked in ticks.items() if is_ticked),
        cleared=frozenset(item for item, is_ticked in ticks.items() if not is_ticked),
        picks=_picks(plans),
        passed=passed,
        again=again,
        tried=frozenset(row[0] for row in index.rows("SELECT DISTINCT exercise FROM attempts")),
        stability={row[0]: row[1] for row in index.rows("SELECT card, stability FROM cards") if row[1] is not None},
        explained=_explained(index.events("explanation")),
        reached=_reached(index.events("state")[::-1]),
        evidence=_evidence(index.events("goal")[::-1]),
        chosen=_chosen(plans),
        artefacts=Counter(_text(each, "kind") for each in index.events("artefact")),
    )


def _passes(index: Index) -> tuple[dict[str, date], frozenset[str]]:
    """First day each exercise passed without the solution, and those passed again a week or more later.

    A pass after the solution was seen counts once it comes a week after.
    """
    seen: dict[str, list[date]] = {}
    for event in index.events("solution"):
        seen.setdefault(event.subject, []).append(date.fromisoformat(event.day))
    passed: dict[str, date] = {}
    again: set[str] = set()
    query = """
        SELECT exercise, day FROM attempts
        WHERE verdict = 'passed' AND mode = 'build' AND help <> 'solution' GROUP BY exercise, day ORDER BY day"""
    for exercise, text in index.rows(query):
        day = date.fromisoformat(text)
        if any(each <= day < each + AGAIN_AFTER for each in seen.get(exercise, ())):
            continue
        if day - passed.setdefault(exercise, day) >= AGAIN_AFTER:
            again.add(exercise)
    return passed, frozenset(again)


def _picks(plans: list[Event]) -> dict[str, tuple[Pick, ...]]:
    found: dict[str, dict[str, Pick]] = {}
    for event in plans:
        box, item = _text(event, "box"), _text(event, "item")
        if _text(event, "does") == "pick" and box and item:
            found.setdefault(box, {})[item] = Pick(item, _text(event, "title") or item, _text(event, "url"))
        if _text(event, "does") == "drop":
            found.get(box, {}).pop(item, None)
    return {box: tuple(picks.values()) for box, picks in found.items() if picks}


def _chosen(plans: list[Event]) -> dict[str, str]:
    """By `curriculum/group`, the module chosen last."""
    return {
        _text(event, "group"): _text(event, "module")
        for event in plans
        if _text(event, "does") == "choose" and _text(event, "group")
    }


def _explained(events: list[Event]) -> Mapping[str, tuple[date, ...]]:
    found: dict[str, list[date]] = {}
    for event in events:
        if event.facts.get("scores"):
            found.setdefault(event.subject, []).append(date.fromisoformat(event.day))
    return {module: tuple(sorted(days)) for module, days in found.items()}


def _reached(states: list[Event]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for event in states:
        found.setdefault(event.subject, {}).setdefault(_text(event, "state"), event.day)
    return found


def _evidence(goals: list[Event]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for event in goals:
        goal, evidence = _text(event, "goal"), _text(event, "evidence")
        if goal and evidence and evidence not in found.get(goal, ()):
            found[goal] = (*found.get(goal, ()), evidence)
    return found


def _text(event: Event, name: str) -> str:
    value = event.facts.get(name, "")
    return value if isinstance(value, str) else ""


def record_reached(folder: PracticeFolder, curriculum: Curriculum) -> list[tuple[str, str]]:
    """Append a `state` event for every module that has reached a new state; returns them. Twice appends nothing."""
    reached = newly_reached(make_plan(curriculum, gather(folder.index())))
    folder.log.append_all(("state", {"module": module, "state": state}) for module, state in reached)
    return reached
