"""What the practice folder knows that a plan needs, gathered from the index."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from palaestra.kit.curriculum import Curriculum
from palaestra.practice.events import Event
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.index import Index
from palaestra.practice.memory.rework import explained_again
from palaestra.practice.path.choices import Choices
from palaestra.practice.path.disputes import disputes
from palaestra.practice.path.learner import Facts
from palaestra.practice.path.missing import AGAIN_AFTER
from palaestra.practice.path.plan import make_plan, newly_reached
from palaestra.practice.writing.artefact import Artefact
from palaestra.practice.writing.artefact import read as read_artefacts


def facts_of(folder: PracticeFolder) -> Facts:
    """The facts of one learner today."""
    return replace(gather(folder.index()), today=folder.today())


def gather(index: Index) -> Facts:
    """The facts of one learner, for any path: mastery belongs to exercises and cards, so it carries across paths."""
    ticks = index.ticks()
    passed, again = _passes(index)
    choices = Choices.read(index.events("plan")[::-1])
    explanations = index.events("explanation")
    done = [each for each in read_artefacts(index, Path()) if each.done]
    return Facts(
        ticked=frozenset(item for item, is_ticked in ticks.items() if is_ticked),
        cleared=frozenset(item for item, is_ticked in ticks.items() if not is_ticked),
        passed=passed,
        again=again | explained_again(index),
        alone=_alone(index),
        disputed=frozenset(disputes(index)) - passed.keys(),
        tried=frozenset(row[0] for row in index.rows("SELECT DISTINCT exercise FROM attempts")),
        ran=frozenset(each.subject for each in index.events("result") if each.facts.get("mine")),
        stability={row[0]: row[1] for row in index.rows("SELECT card, stability FROM cards") if row[1] is not None},
        explained=_explained(explanations),
        told=_told(explanations),
        reached=_reached(index.events("state")[::-1]),
        evidence=_evidence(index.events("goal")[::-1]),
        artefacts=Counter(each.kind for each in done if not each.module),
        artefacts_for=_by_module(done),
        made_for=_by_purpose(done),
        **choices.facts(),
    )


def _passes(index: Index) -> tuple[dict[str, date], frozenset[str]]:
    """First day each exercise passed without the solution, and those passed from a blank stub a week or more later.

    A pass after the solution was seen counts once it comes a week after.
    """
    seen: dict[str, list[date]] = {}
    for event in index.events("solution"):
        seen.setdefault(event.subject, []).append(date.fromisoformat(event.day))
    passed: dict[str, date] = {}
    again: set[str] = set()
    which = "verdict = 'passed' AND mode = 'build' AND help <> 'solution'"
    first_and_last = f"""
        SELECT exercise, MIN(day), MAX(CASE WHEN blank THEN day END) FROM attempts WHERE {which} GROUP BY exercise"""
    for exercise, first, last_blank in index.rows(first_and_last):
        if exercise in seen:
            continue
        passed[exercise] = date.fromisoformat(first)
        if last_blank and date.fromisoformat(last_blank) - passed[exercise] >= AGAIN_AFTER:
            again.add(exercise)
    by_day = f"SELECT day, MAX(blank) FROM attempts WHERE {which} AND exercise = ? GROUP BY day ORDER BY day"
    for exercise, days_seen in seen.items():
        for text, is_blank in index.rows(by_day, [exercise]):
            day = date.fromisoformat(text)
            if any(each <= day < each + AGAIN_AFTER for each in days_seen):
                continue
            if day - passed.setdefault(exercise, day) >= AGAIN_AFTER and is_blank:
                again.add(exercise)
    return passed, frozenset(again)


def _alone(index: Index) -> frozenset[str]:
    query = "SELECT DISTINCT exercise FROM attempts WHERE verdict = 'passed' AND mode = 'build' AND help = 'alone'"
    return frozenset(row[0] for row in index.rows(query))


def _explained(events: list[Event]) -> Mapping[str, tuple[date, ...]]:
    found: dict[str, list[date]] = {}
    for event in events:
        if event.numbers("scores"):
            found.setdefault(event.subject, []).append(date.fromisoformat(event.day))
    return {module: tuple(sorted(days)) for module, days in found.items()}


def _told(events: list[Event]) -> frozenset[str]:
    """Modules explained with no line of the rubric scored as missing."""
    scores = ((event.subject, event.numbers("scores")) for event in events)
    return frozenset(module for module, given in scores if given and all(given))


def _reached(states: list[Event]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for event in states:
        found.setdefault(event.subject, {}).setdefault(event.text("state"), event.day)
    return found


def _evidence(goals: list[Event]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for event in goals:
        goal, evidence = event.text("goal"), event.text("evidence")
        if goal and evidence and evidence not in found.get(goal, ()):
            found[goal] = (*found.get(goal, ()), evidence)
    return found


def _by_module(done: list[Artefact]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for each in done:
        if each.module:
            found.setdefault(each.module, Counter())[each.kind] += 1
    return {module: dict(counts) for module, counts in found.items()}


def _by_purpose(done: list[Artefact]) -> dict[str, tuple[str, ...]]:
    """Titles of artefacts by the module they belong to, and by what they are for."""
    found: dict[str, tuple[str, ...]] = {}
    for each in done:
        for purpose in filter(None, dict.fromkeys((each.module, each.for_))):
            found[purpose] = (*found.get(purpose, ()), f"{each.of_kind.title.lower()} “{each.title}”")
    return found


def record_reached(folder: PracticeFolder, curriculum: Curriculum) -> list[tuple[str, str]]:
    """Append a `state` event for every module that has reached a new state; returns them. Twice appends nothing."""
    plan = make_plan(curriculum, gather(folder.index()))
    reached = newly_reached(plan)
    folder.log.append_all(
        ("state", {"module": module, "state": state, "placed": plan.module(module).placed or None})
        for module, state in reached
    )
    return reached
