"""Simulated learners, in small: the same functions as the folder's, the same learner twice, absences felt as meant."""

from datetime import datetime
from random import Random
from typing import Any

import pytest

from palaestra.kit.catalogue import Card
from palaestra.practice.events import local_day
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.leeches import leeches
from palaestra.practice.memory.queue import came_back, new_room, queue
from palaestra.practice.memory.recall import Recall
from palaestra.practice.memory.remembering import Person, Trace, graded
from palaestra.practice.memory.schedule import CardState, after
from palaestra.practice.memory.simulation import Habits, Year, live_a_year, made_path

SIX_WEEKS = 42


@pytest.fixture(scope="module")
def years() -> list[Year]:
    """Two learners over six weeks, a week away in the middle."""
    return [live_a_year(Habits(minutes=60, days=SIX_WEEKS, away=(7,), joins=8), seed) for seed in (1, 2)]


def test_they_get_somewhere_and_every_state_comes_after_the_one_before(years: list[Year]) -> None:
    for year in years:
        counts = [len(year.reached.get(state, ())) for state in ("understood", "passed", "solid")]
        assert counts == sorted(counts, reverse=True)
        assert counts[1] >= 1
        assert min(year.reached.get("solid", [99])) >= min(year.reached["passed"]) + 7, "a week or more after it passed"
        assert SIX_WEEKS * 0.6 < len(year.answers) < SIX_WEEKS
        assert year.met >= 16
        assert 0.6 < year.known <= 1
        assert max(year.minutes) <= 60


def test_the_same_seed_is_the_same_learner(years: list[Year]) -> None:
    again = live_a_year(Habits(minutes=60, days=SIX_WEEKS, away=(7,), joins=8), 1)
    assert (again.answers, again.reached, again.known) == (years[0].answers, years[0].reached, years[0].known)
    assert years[0].answers != years[1].answers


def test_at_most_one_rework_a_week(years: list[Year]) -> None:
    for year in years:
        assert sum(year.reworks.values()) <= SIX_WEEKS // 7


def test_the_memory_is_none_of_the_schedulers() -> None:
    chance = Random(4)
    person = Person.drawn(chance)
    trace = Trace.of_card(person, chance, 0.0)
    firm = trace.days
    assert trace.recall(firm) == pytest.approx(0.9)
    assert trace.recall(2 * firm) == pytest.approx(0.81), "exponential, not FSRS's power"
    trace.answered(True, firm)
    assert trace.days > firm
    trace.answered(False, firm + 1)
    assert trace.days < 5
    grades = [graded(True, chance) for _ in range(1000)]
    assert (grades.count(1), grades.count(3) > 700) == (0, True)
    assert graded(False, chance) == 1


def test_the_made_path_has_the_size_to_come() -> None:
    path = made_path()
    assert (len(path.modules), len(path.stages)) == (30, 6)
    assert {(len(each.exercises), len(each.core_cards)) for each in path.modules} == {(8, 8)}


def test_a_folder_asks_what_the_simulation_asks(folder: PracticeFolder, clock: Any) -> None:
    """Five weeks with an absence, answer by answer: the log on disk and the states in memory never differ."""
    cards = [Card(f"own/x/{number:02}", "q", "a") for number in range(40)]
    recall, chance = Recall(folder, cards), Random(9)
    states: dict[str, CardState] = {}
    days: list[str] = []
    for number in range(35):
        clock.go(days=1)
        if 12 <= number < 20:
            continue
        now = folder.now()
        today = local_day(now)
        back = came_back(days[::-1][:16], today)
        known = queue(states, today, now, back=back, least=6, apart=leeches(states, {}))
        new = [each.id for each in cards if each.id not in states][: new_room(states.values(), today, 6)]
        asked = recall.due()
        assert [each.card.id for each in asked] == [*(each.card for each in known), *new]
        for each in asked[:20]:
            rating = graded(chance.random() < 0.75, chance)
            event = recall.review(each.card.id, rating)
            states[each.card.id] = after(states.get(each.card.id), each.card.id, rating, event.time, event.day)
            assert datetime.fromisoformat(event.time) >= now
        days.append(today.isoformat())
    assert recall.states() == states
    assert len(states) > 30
