"""Rework: what returns and when, at most one a week, what a rating follows from, and that declining costs nothing."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.catalogue import Catalogue
from palaestra.practice.days.today import current_plan
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.offering import Rework, begin_page, came_back, decline, due_rework, give_up
from palaestra.practice.memory.rework import Item, again, rated_help, rated_scores, reworks
from palaestra.practice.memory.schedule import noon
from palaestra.practice.path.facts import gather
from palaestra.practice.writing.notes import explanation_path, score_explanation

ONE, TWO = "bandits/ucb1", "bandits/thompson"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.installed()


def passes(folder: PracticeFolder, exercise: str = ONE, help_: str = "alone", blank: bool | None = None) -> None:
    facts = {"exercise": exercise, "mode": "build", "verdict": "passed", "rung": 3, "rungs": 3, "help": help_}
    folder.log.append("attempt", **facts, blank=blank)


def item(folder: PracticeFolder, about: str = ONE) -> Item:
    return reworks(folder.index(), folder.today())[about]


def due(folder: PracticeFolder, about: str = ONE) -> int:
    """Days from today until it is due."""
    return (date.fromisoformat(item(folder, about).due_day) - folder.today()).days


def offered(folder: PracticeFolder, catalogue: Catalogue) -> Rework:
    found = due_rework(folder, catalogue)
    assert found is not None
    return found


def test_golden_dates() -> None:
    """Written down once from fsrs 6.3.2: without learning steps, never within seven days."""
    found: Item | None = None
    days = ["2026-11-20", "2026-11-27", "2026-12-20", "2027-03-01"]
    dues: list[str] = []
    for day, rating in zip(days, (3, 3, 2, 1), strict=True):
        found = again(found, "exercise", ONE, rating, day)
        dues.append(found.due_day)
    assert dues == ["2026-11-27", "2027-01-10", "2027-04-20", "2027-03-08"]
    assert found is not None
    assert (round(found.stability, 3), found.times, found.redone) == (3.162, 4, True)


def test_it_is_fsrs_without_learning_steps() -> None:
    scheduler = Scheduler(desired_retention=0.85, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, found = Card(card_id=1), None
    for day, rating in (("2026-11-20", 3), ("2026-12-01", 1), ("2026-12-09", 2)):
        card, _ = scheduler.review_card(card, Rating(rating), noon(day))
        found = again(found, "exercise", ONE, rating, day)
        assert (found.stability, found.difficulty) == (card.stability, card.difficulty)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 4)), min_size=1, max_size=8), st.text(max_size=9))
def test_never_within_seven_days(steps: list[tuple[int, int]], about: str) -> None:
    found, day = None, date(2026, 11, 20)
    for days, rating in steps:
        day += timedelta(days=days)
        found = again(found, "exercise", about, rating, day.isoformat())
        assert date.fromisoformat(found.due_day) - day >= timedelta(days=7)


def test_what_a_rating_follows_from() -> None:
    assert [rated_help(each) for each in ("alone", "hints", "person", "model", "solution")] == [3, 2, 2, 2, 1]
    scores = [(2, 2, 2, 2), (2, 2, 2, 1), (2, 2, 2, 0), (2, 1, 2, 1), (2, 1, 1, 0), (0, 0, 0, 0)]
    assert [rated_scores(each) for each in scores] == [3, 3, 2, 2, 1, 1]


def test_more_help_brings_it_back_sooner(folder: PracticeFolder, clock: Any) -> None:
    found: dict[str, int] = {}
    for exercise in (ONE, TWO, "bandits/exp3"):
        passes(folder, exercise)
    clock.go(days=30)
    for exercise, help_ in ((ONE, "alone"), (TWO, "hints"), ("bandits/exp3", "solution")):
        folder.log.append("start", exercise=exercise)
        passes(folder, exercise, help_, blank=True)
        found[help_] = due(folder, exercise)
    assert found["alone"] > found["hints"] > found["solution"] >= 7


def test_it_is_offered_after_a_week_and_then_not_for_a_week(
    folder: PracticeFolder, catalogue: Catalogue, clock: Any
) -> None:
    passes(folder)
    passes(folder, TWO)
    clock.go(days=6)
    assert due_rework(folder, catalogue) is None
    clock.go(days=3)
    first = offered(folder, catalogue)
    assert (first.kind, first.under_way, first.command) == ("exercise", False, "palaestra review --rework --begin")
    folder.log.append("start", exercise=first.about)
    begun = offered(folder, catalogue)
    assert (begun.about, begun.under_way, begun.command) == (first.about, True, f"palaestra check {first.about}")
    passes(folder, first.about, blank=True)
    for _ in range(7):
        assert due_rework(folder, catalogue) is None, "one a week in all"
        clock.go(days=1)
    assert offered(folder, catalogue).about in {ONE, TWO} - {first.about}


def test_a_year_of_weeks_has_at_most_one_each(folder: PracticeFolder, catalogue: Catalogue, clock: Any) -> None:
    exercises = [each.id for each in catalogue.exercises()][:8]
    for each in exercises:
        passes(folder, each)
    done: list[date] = []
    for _ in range(40):
        clock.go(days=2)
        found = due_rework(folder, catalogue)
        if found is not None:
            folder.log.append("start", exercise=found.about)
            passes(folder, found.about, blank=True)
            done.append(folder.today())
    assert len(done) >= 8
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(done))


def test_declining_moves_it_on_and_changes_nothing_else(
    folder: PracticeFolder, catalogue: Catalogue, clock: Any
) -> None:
    passes(folder)
    clock.go(days=10)
    before = item(folder)
    decline(folder, ONE)
    after = item(folder)
    assert (after.stability, after.difficulty, after.times) == (before.stability, before.difficulty, before.times)
    assert due(folder) == 14
    assert due_rework(folder, catalogue) is None
    clock.go(days=14)
    assert offered(folder, catalogue).about == ONE


def test_giving_up_counts_as_again_and_so_does_letting_it_lie(folder: PracticeFolder, clock: Any) -> None:
    for exercise in (ONE, TWO, "bandits/exp3"):
        passes(folder, exercise)
    clock.go(days=10)
    folder.log.append("start", exercise=ONE)
    folder.log.append("start", exercise=TWO)
    give_up(folder, ONE)
    assert (item(folder).times, item(folder).begun, item(folder).redone) == (2, "", False)
    assert item(folder, TWO).begun
    clock.go(days=8)
    let_lie = item(folder, TWO)
    assert (let_lie.times, let_lie.begun, let_lie.redone) == (2, "", False)
    assert item(folder, "bandits/exp3").times == 1
    passes(folder, TWO, blank=True)
    assert item(folder, TWO).redone
    day = date.fromisoformat(item(folder, TWO).due_day)
    assert came_back(folder, TWO) == f"Done once more, from a blank start: it comes back on {day:%-d %B}."
    clock.go(days=1)
    assert came_back(folder, TWO) == "", "it is said on the day"


def test_a_pass_that_is_no_blank_redo_is_no_review(folder: PracticeFolder, clock: Any) -> None:
    passes(folder)
    clock.go(days=20)
    passes(folder)
    folder.log.append("attempt", exercise=ONE, mode="debug", verdict="passed", help="alone", blank=True)
    assert item(folder).times == 1
    assert came_back(folder, ONE) == ""


def test_what_would_make_a_module_solid_comes_first(folder: PracticeFolder, catalogue: Catalogue, clock: Any) -> None:
    module = next(each.module for each in current_plan(folder).modules if each.module.system == "bandits")
    others = [each.id for each in catalogue.exercises() if each.id not in module.exercises]
    passes(folder, others[0])
    clock.go(days=30)
    for each in module.exercises:
        passes(folder, each)
    clock.go(days=8)
    assert offered(folder, catalogue).about in module.exercises, "though the other is likelier to be forgotten"
    assert "solid" in offered(folder, catalogue).says


def test_an_explanation_returns_on_a_blank_page(folder: PracticeFolder, catalogue: Catalogue, clock: Any) -> None:
    module = current_plan(folder).modules[0].module
    folder.write(explanation_path(folder, module.id), "what I wrote at first")
    score_explanation(folder, module.id, [2, 2, 1, 1])
    clock.go(days=9)
    found = offered(folder, catalogue)
    assert (found.kind, found.about) == ("explanation", module.id)
    path, copy = begin_page(folder, module.id, module.title)
    assert "at first" not in path.read_text()
    assert copy is not None
    assert copy.read_text() == "what I wrote at first"
    path.write_text("half of it")
    again_, copy = begin_page(folder, module.id, module.title)
    assert (again_.read_text(), copy) == ("half of it", None), "one that is begun is left as it is"
    score_explanation(folder, module.id, [2, 2, 2, 2])
    clear = due(folder, module.id)
    assert item(folder, module.id).times == 2
    folder.log.retract(folder.index().events("explanation")[0].id)
    score_explanation(folder, module.id, [1, 0, 1, 0])
    assert 7 <= due(folder, module.id) < clear, "its scores move the next date"
    assert due_rework(folder, catalogue) is None


@pytest.mark.parametrize(
    ("days", "blank", "scores", "counts"),
    [
        (7, True, [2, 2, 1, 1], True),
        (6, True, [2, 2, 2, 2], False),
        (30, False, [2, 2, 2, 2], False),
        (7, True, [2, 1, 1, 0], False),
    ],
)
def test_solid_asks_for_an_explanation_from_a_blank_page_a_week_later(
    folder: PracticeFolder, clock: Any, days: int, blank: bool, scores: list[int], counts: bool
) -> None:
    folder.write(explanation_path(folder, "road/read"), "words")
    score_explanation(folder, "road/read", [2, 2, 2, 2])
    clock.go(days=days)
    if blank:
        begin_page(folder, "road/read", "Read")
        folder.write(explanation_path(folder, "road/read"), "words again")
    score_explanation(folder, "road/read", scores)
    assert ("road/read" in gather(folder.index()).again) is counts


def test_a_first_explanation_is_no_second_time(folder: PracticeFolder) -> None:
    path, copy = begin_page(folder, "road/read", "Read")
    assert (path.is_file(), copy) == (True, None)
    assert folder.index().events("rework") == []


def test_a_blank_page_left_lying_for_more_than_a_week_does_not_make_solid(folder: PracticeFolder, clock: Any) -> None:
    folder.write(explanation_path(folder, "road/read"), "words")
    score_explanation(folder, "road/read", [2, 2, 2, 2])
    clock.go(days=9)
    begin_page(folder, "road/read", "Read")
    folder.write(explanation_path(folder, "road/read"), "words again")
    clock.go(days=8)
    score_explanation(folder, "road/read", [2, 2, 2, 2])
    assert gather(folder.index()).again == frozenset()


def test_an_explanation_given_up_or_left_lying_returns_as_one(
    folder: PracticeFolder, catalogue: Catalogue, clock: Any
) -> None:
    module = current_plan(folder).modules[0].module
    folder.write(explanation_path(folder, module.id), "words")
    score_explanation(folder, module.id, [2, 2, 2, 2])
    clock.go(days=9)
    begin_page(folder, module.id, module.title)
    give_up(folder, module.id)
    clock.go(days=9)
    assert (offered(folder, catalogue).kind, item(folder, module.id).times) == ("explanation", 2)
    begin_page(folder, module.id, module.title)
    clock.go(days=17)
    assert (offered(folder, catalogue).kind, item(folder, module.id).times) == ("explanation", 3)


def test_an_explanation_scored_anew_without_a_blank_page_is_no_review(folder: PracticeFolder, clock: Any) -> None:
    module = current_plan(folder).modules[0].module
    folder.write(explanation_path(folder, module.id), "words")
    score_explanation(folder, module.id, [1, 1, 1, 1])
    clock.go(days=9)
    score_explanation(folder, module.id, [2, 2, 2, 2])
    assert item(folder, module.id).times == 1
