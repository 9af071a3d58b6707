"""Recall: what is asked, that the button tells the truth, that undo undoes, that an absence is no punishment."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palaestra.kit.catalogue import Card
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.recall import Recall, preview


def cards(count: int) -> list[Card]:
    return [Card(f"bandits/card-{number:03}", f"question {number}", f"answer {number}") for number in range(count)]


def learnt(folder: PracticeFolder, recall: Recall) -> None:
    """Answer every card once with Easy, so that it is due in days."""
    folder.log.append_all([("review", {"card": card, "rating": 4}) for card in recall.cards])


def ids(recall: Recall) -> list[str]:
    return [each.card.id for each in recall.due()]


def test_new_cards_come_in_order_and_so_many_a_day(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(20))
    assert ids(recall) == [f"bandits/card-{n:03}" for n in range(6)]
    for card in ids(recall):
        recall.review(card, 4)
    assert ids(recall) == []
    clock.go(days=1)
    assert ids(recall) == [f"bandits/card-{n:03}" for n in range(6, 12)]
    folder.change_settings(new_cards=0)
    assert ids(recall) == []


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4]), st.floats(0, 40)), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_interval_on_the_button_is_the_interval_that_follows(
    folder: PracticeFolder, clock: Any, steps: list[tuple[int, float]]
) -> None:
    recall = Recall(folder, cards(1))
    (card,) = recall.cards
    for rating, days in steps:
        shown = preview(recall.state(card), card, folder.now())[rating]
        recall.review(card, rating, 3.0)
        state = recall.state(card)
        assert state is not None
        assert abs((_time(state.due) - _time(shown.due)).total_seconds()) < 0.001
        clock.go(days=days)
    for event in folder.index().events("review"):
        folder.log.retract(event.id)
    assert recall.state(card) is None


def _time(text: str) -> Any:
    return datetime.fromisoformat(text)


def test_undo_takes_back_the_last_answer_or_the_named_one(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(2))
    first, second = recall.cards
    recall.review(first, 3)
    before = recall.state(first)
    one = recall.review(first, 1)
    two = recall.review(second, 4)
    assert recall.undo(one.id) == one
    assert recall.state(first) == before
    assert recall.undo() == two
    assert recall.state(second) is None
    assert recall.undo("no such review") is None
    clock.go(days=2)
    assert recall.undo() is None, "the answers of another day stay"
    assert recall.state(first) == before


def test_learning_comes_before_due_before_new(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(4))
    recall.review("bandits/card-001", 4)
    clock.go(days=9)
    due = recall.state("bandits/card-001")
    assert due is not None
    clock.moment = clock.moment.replace(day=date.fromisoformat(due.due_day).day, hour=6)
    recall.review("bandits/card-002", 1)
    clock.go(minutes=2)
    assert ids(recall)[:3] == ["bandits/card-002", "bandits/card-001", "bandits/card-000"]
    assert [each.is_new for each in recall.due(3)] == [False, False, True]


def test_after_an_absence_the_number_said_is_the_number_asked(folder: PracticeFolder, clock: Any) -> None:
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(150))
    learnt(folder, recall)
    for number in range(5):
        folder.log.append("review", card=f"bandits/card-{number:03}", rating=1)
    clock.go(days=40)
    said = ids(recall)
    assert len(said) == 11, "half-learnt and overdue together are 150, a fourteenth of them a day"
    answered: list[str] = []
    while due := [each for each in ids(recall) if each not in answered]:
        recall.review(due[0], 4)
        answered.append(due[0])
    assert sorted(answered) == sorted(said)


def test_after_an_absence_the_overdue_work_is_spread_over_a_fortnight(folder: PracticeFolder, clock: Any) -> None:
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(140))
    learnt(folder, recall)
    clock.go(days=90)
    asked: list[int] = []
    met: set[str] = set()
    for _ in range(14):
        due = [each for each in recall.due() if each.card.id not in met]
        asked.append(len(due))
        for each in due:
            recall.review(each.card.id, 4)
            met.add(each.card.id)
        clock.go(days=1)
    assert met == set(recall.cards)
    assert asked == [10] * 14


def test_what_is_left_when_a_day_is_skipped_is_spread_over_the_rest(folder: PracticeFolder, clock: Any) -> None:
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(140))
    learnt(folder, recall)
    clock.go(days=90)
    for card in ids(recall)[:4]:
        recall.review(card, 4)
    assert len(ids(recall)) == 6, "what was done today counts towards today"
    clock.go(days=2)
    assert len(ids(recall)) == -(-136 // 12)


def test_a_few_overdue_cards_are_not_spread_thin(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(5))
    learnt(folder, recall)
    clock.go(days=90)
    assert len(ids(recall)) == 5


def test_who_practises_every_day_sees_all_that_is_due(folder: PracticeFolder, clock: Any) -> None:
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(101))
    learnt(folder, recall)
    clock.go(days=3)
    for _ in range(12):
        recall.review("bandits/card-100", 3)
        clock.go(days=1)
    assert len(ids(recall)) >= 100


def test_a_renamed_card_keeps_its_history(folder: PracticeFolder) -> None:
    old = Recall(folder, [Card("bandits/old", "q", "a")])
    old.review("bandits/old", 4)
    renamed = Recall(folder, [Card("bandits/new", "q", "a", aliases=("bandits/old",))])
    state = renamed.state("bandits/old")
    assert state is not None
    assert (state.card, state.reviews) == ("bandits/new", 1)
    renamed.review("bandits/old", 3)
    again = renamed.state("bandits/new")
    assert again is not None
    assert again.reviews == 2
    assert renamed.due() == []


def test_an_unknown_card_suggests_the_nearest_and_a_rating_is_1_to_4(folder: PracticeFolder) -> None:
    recall = Recall(folder, cards(3))
    with pytest.raises(Refusal, match="bandits/card-002"):
        recall.review("bandits/card-0002", 3)
    for rating in (0, 5):
        with pytest.raises(Refusal, match="1, 2, 3 or 4"):
            recall.review("bandits/card-001", rating)
    assert folder.index().cards() == {}


def test_the_seconds_kept_are_sensible(folder: PracticeFolder) -> None:
    recall = Recall(folder, cards(1))
    assert [recall.review("bandits/card-000", 3, given).facts.get("seconds") for given in (4.26, -1, 1e9, None)] == [
        4.3,
        0.0,
        600.0,
        None,
    ]


def test_overdue_cards_come_surest_first(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(3))
    recall.review("bandits/card-000", 3)
    clock.go(minutes=11)
    recall.review("bandits/card-000", 3)
    recall.review("bandits/card-001", 4)
    clock.go(days=40)
    assert ids(recall)[:2] == ["bandits/card-001", "bandits/card-000"]
