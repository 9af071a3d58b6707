"""The scheduler: golden values of FSRS-6 (fsrs 6.3.2), calendar days, and a spread that is no chance."""

import math
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from palaestra.practice.events import FIRST_YEAR, LAST_YEAR, stamp
from palaestra.practice.memory.schedule import CardState, after, interval_text, replay, spread

W = (0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629)
DECAY = 0.1542
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def reviewed(*steps: tuple[float, int], card: str = "b/c") -> CardState:
    """The state after reviews given as (days since the first, rating)."""
    marks = [
        (rating, stamp(START + timedelta(days=days)), (START + timedelta(days=days)).date().isoformat())
        for days, rating in steps
    ]
    return replay(card, marks)


@pytest.mark.parametrize("rating", [1, 2, 3, 4])
def test_the_first_review_gives_the_published_initial_values(rating: int) -> None:
    state = reviewed((0, rating))
    assert state.stability == W[rating - 1]
    assert state.difficulty == pytest.approx(min(10, max(1, W[4] - math.exp(W[5] * (rating - 1)) + 1)))


def test_recall_falls_to_nine_tenths_after_the_stability() -> None:
    state = reviewed((0, 3), (0.01, 3), (2, 4))
    assert state.recall(START.date() + timedelta(days=2)) == 1.0
    for days in (1, 10, 100):
        want = (1 + (0.9 ** (-1 / DECAY) - 1) * days / state.stability) ** -DECAY
        assert state.recall(START.date() + timedelta(days=2 + days)) == pytest.approx(want)


def test_golden_histories() -> None:
    """Written down once from fsrs 6.3.2 with its default weights, without fuzz: they change only with the scheduler."""
    good = reviewed((0, 3), (0, 3), (2, 3), (12, 3), (50, 3))
    assert (round(good.stability, 4), round(good.difficulty, 4), good.state, good.lapses) == (144.9529, 2.0906, 2, 0)
    hard = reviewed((0, 1), (0, 2), (0, 3), (0, 3), (1, 2), (5, 1), (5, 3), (9, 4))
    assert (round(hard.stability, 4), round(hard.difficulty, 4), hard.state, hard.lapses) == (3.0304, 9.2354, 2, 1)
    assert (good.due_day, hard.due_day) == ("2027-06-12", "2026-12-01")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4)), min_size=1, max_size=12))
def test_on_whole_days_it_is_what_fsrs_says(steps: list[tuple[int, int]]) -> None:
    scheduler, card, moment = Scheduler(enable_fuzzing=False, maximum_interval=3650), Card(card_id=1), START
    marks = []
    for days, rating in steps:
        moment += timedelta(days=days)
        card, _ = scheduler.review_card(card, Rating(rating), moment)
        marks.append((rating, stamp(moment), moment.date().isoformat()))
    state = replay("b/c", marks)
    assert (state.stability, state.difficulty, state.state, state.step) == (
        card.stability,
        card.difficulty,
        card.state,
        card.step,
    )
    interval = card.due - moment
    if interval < timedelta(days=1):
        assert state.due == stamp(card.due)
    else:
        moved = date.fromisoformat(state.due_day) - moment.date()
        assert moved.days == spread(interval.days, "b/c", len(steps))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), min_size=2, max_size=8), st.data())
def test_reviewing_one_at_a_time_or_all_at_once_is_the_same(steps: list[tuple[int, int]], data: st.DataObject) -> None:
    marks, moment = [], START
    for days, rating in steps:
        moment += timedelta(days=days)
        marks.append((rating, stamp(moment), moment.date().isoformat()))
    whole = replay("b/c", marks)
    cut = data.draw(st.integers(1, len(marks) - 1))
    assert replay("b/c", marks[cut:], replay("b/c", marks[:cut])) == whole
    state: CardState | None = None
    for mark in marks:
        state = after(state, "b/c", *mark)
    assert state == whole


def test_yesterday_evening_is_a_day_ago_this_morning() -> None:
    evening = replay("b/c", [(4, "2026-11-20T22:00:00.000000Z", "2026-11-20")])
    morning = after(evening, "b/c", 3, "2026-11-29T06:00:00.000000Z", "2026-11-29")
    noon = after(evening, "b/c", 3, "2026-11-29T23:00:00.000000Z", "2026-11-29")
    assert morning.stability == noon.stability > evening.stability
    assert evening.is_due(datetime(2026, 11, 29, 0, 1, tzinfo=UTC), date.fromisoformat(evening.due_day))


def test_while_learning_a_card_is_due_by_the_minute() -> None:
    state = reviewed((0, 1))
    assert not state.is_due(START + timedelta(seconds=59), START.date())
    assert state.is_due(START + timedelta(seconds=60), START.date())
    assert State(state.state) is State.Learning


def test_the_day_it_was_due_before_today_is_remembered() -> None:
    state = reviewed((0, 4))
    assert state.was_due_day == ""
    due = state.due_day
    state = after(state, "b/c", 1, "2026-12-20T09:00:00.000000Z", "2026-12-20")
    state = after(state, "b/c", 3, "2026-12-20T09:10:00.000000Z", "2026-12-20")
    assert state.was_due_day == due
    assert state.lapses == 1


@given(st.integers(1, 3650), st.text(max_size=8), st.integers(1, 99))
def test_the_spread_stays_near_and_depends_on_card_and_count_alone(days: int, card: str, count: int) -> None:
    moved = spread(days, card, count)
    assert moved == spread(days, card, count)
    assert abs(moved - days) <= 1.5 + 0.15 * days
    assert 1 <= moved <= 3650
    assert days >= 3 or moved == days


@given(st.text(max_size=8), st.integers(1, 99))
def test_a_longer_interval_stays_longer(card: str, count: int) -> None:
    moved = [spread(days, card, count) for days in range(1, 400)]
    assert all(one <= two for one, two in pairwise(moved))


def test_cards_learnt_together_do_not_stay_together() -> None:
    days = {reviewed((0, 4), (8, 3), card=f"b/{number}").due_day for number in range(40)}
    assert len(days) > 5


@pytest.mark.parametrize(
    ("length", "says"),
    [
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(minutes=59.8), "1 h"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=76), "2.5 months"),
        (timedelta(days=366), "1 year"),
        (timedelta(days=1000), "2.7 years"),
    ],
)
def test_intervals_read_as_a_person_says_them(length: timedelta, says: str) -> None:
    assert interval_text(stamp(START), stamp(START + length)) == says


def test_years_far_away_do_not_overflow() -> None:
    marks = [(4, f"{year}-12-31T23:59:59.000000Z", f"{year}-12-31") for year in (FIRST_YEAR, LAST_YEAR, LAST_YEAR)]
    assert replay("b/c", marks).due_day >= "3000-01-05"
