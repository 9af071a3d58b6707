"""The share of a day after an absence: through within a fortnight, and never a tower for those who answer less."""

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from palaestra.practice.events import stamp
from palaestra.practice.memory.queue import SHARED_DAYS, came_back, queue
from palaestra.practice.memory.schedule import CardState, after

BACK = date(2027, 3, 1)


def morning(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=8)


def piled_up(count: int, away: int) -> dict[str, CardState]:
    """Cards learnt twenty a day, then so many days away."""
    found: dict[str, CardState] = {}
    for number in range(count):
        day = BACK - timedelta(days=away + number // 20)
        name = f"own/x/{number:03}"
        found[name] = after(None, name, 4, stamp(morning(day)), day.isoformat())
    return found


def practise(states: dict[str, CardState], days: int, a_day: int, grades: list[int]) -> tuple[list[int], list[int]]:
    """Cards asked each morning, of them overdue; then at most `a_day` of them are answered."""
    asked: list[int] = []
    late: list[int] = []
    turn = itertools.cycle(grades)
    for number in range(days):
        today = BACK + timedelta(days=number)
        now = morning(today)
        found = queue(states, today, now, back=BACK, least=6)
        asked.append(len(found))
        late.append(sum(each.due_day < today.isoformat() for each in found))
        for each in found[:a_day]:
            states[each.card] = after(each, each.card, next(turn), stamp(now), today.isoformat())
    return asked, late


GRADES = st.lists(st.sampled_from([2, 3, 4]), min_size=1, max_size=5)


@given(st.integers(20, 500), st.integers(20, 90), st.integers(1, 25), GRADES)
@settings(max_examples=25, deadline=None)
def test_the_share_never_jumps_for_those_who_cannot_answer_it(
    count: int, away: int, a_day: int, grades: list[int]
) -> None:
    """Two to catch up with, one a day after the fortnight, and what answering moved of what is known of the pile."""
    asked, late = practise(piled_up(count, away), 45, a_day, grades)
    assert max(later - before for before, later in itertools.pairwise(late)) <= 3 + -(-a_day // 14), late
    assert late[0] <= max(6, -(-count // 14))
    assert asked[0] >= late[0]


@given(st.integers(20, 500), st.integers(20, 90), GRADES)
@settings(max_examples=25, deadline=None)
def test_whoever_answers_each_share_is_through_within_the_fortnight(count: int, away: int, grades: list[int]) -> None:
    states = piled_up(count, away)
    _, late = practise(states, 14, 1000, grades)
    assert min(each.due_day for each in states.values()) >= (BACK + timedelta(days=13)).isoformat()
    assert max(late) <= max(6, late[0] + 1)


def test_an_absence_is_remembered_until_the_share_is_all_there_is() -> None:
    days = [(BACK + timedelta(days=number)).isoformat() for number in range(SHARED_DAYS + 5)]
    away = (BACK - timedelta(days=30)).isoformat()
    for number in (0, 13, 14, SHARED_DAYS - 1):
        past = days[number::-1]
        assert came_back([*past, away], BACK + timedelta(days=number)) == BACK
    assert came_back([*days[SHARED_DAYS::-1], away], BACK + timedelta(days=SHARED_DAYS)) is None
    assert came_back(days[9::-1], BACK + timedelta(days=9)) is None, "nobody was away before they began"
    assert came_back([days[0]], BACK + timedelta(days=4)) == BACK + timedelta(days=4)
