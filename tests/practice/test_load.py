"""What is to come and what was recalled, against counts by hand; leeches; 900 cards after three weeks away."""

import math
from datetime import date, timedelta
from typing import Any

import pytest

from palaestra.kit.catalogue import Card
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.keeping import decide
from palaestra.practice.memory.leeches import LAPSES
from palaestra.practice.memory.load import forecast, true_retention
from palaestra.practice.memory.recall import Recall
from palaestra.practice.memory.schedule import REVIEW


def cards(count: int) -> list[Card]:
    return [Card(f"own/many/{number:03}", f"question {number}", f"answer {number}") for number in range(count)]


def totals(recall: Recall) -> list[float]:
    return [each.total for each in forecast(recall).days]


def test_nothing_is_forecast_from_nothing(folder: PracticeFolder) -> None:
    ahead = forecast(Recall(folder, []))
    assert len(ahead.days) == 30
    assert (ahead.waiting, sum(each.total for each in ahead.days)) == (0, 0)
    assert true_retention(Recall(folder, [])) == ()


def test_the_forecast_holds_what_the_schedule_says(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(12))
    folder.log.append_all([("review", {"card": card, "rating": 4}) for card in recall.cards])
    clock.go(days=1)
    ahead = forecast(recall)
    today = folder.today()
    for number, each in enumerate(ahead.days):
        assert each.day == (today + timedelta(days=number)).isoformat()
        assert each.known == sum(state.due_day == each.day for state in recall.states().values())
    assert sum(each.known for each in ahead.days) == 12
    assert sum(each.new for each in ahead.days) == 0, "every card in play was met"
    lapsing = sum(each.known for each in ahead.days) * 0.1
    assert sum(each.again for each in ahead.days) == pytest.approx(lapsing, rel=0.35), "a tenth of them lapse"


def test_the_present_rate_is_that_of_four_weeks(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(9))
    for count in (5, 2):
        new = [each.card.id for each in recall.due() if each.is_new][:count]
        folder.log.append_all([("review", {"card": card, "rating": 4}) for card in new])
        clock.go(days=29 if count == 5 else 0)
    assert forecast(recall).new_a_day == pytest.approx(2 / 28), "the five of 29 days ago count no more"


def test_new_cards_come_at_the_present_rate_and_no_more_than_there_are(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(50))
    assert forecast(recall).new_a_day == folder.settings.new_cards, "in the first week, what is allowed"
    for _ in range(14):
        recall.review(recall.due()[-1].card.id, 4)
        recall.review(recall.due()[-1].card.id, 4)
        clock.go(days=1)
    ahead = forecast(recall)
    assert ahead.new_a_day == pytest.approx(28 / 15)
    assert ahead.waiting == 22
    assert sum(each.new for each in ahead.days) == pytest.approx(22)
    assert ahead.days[-1].new == 0


def test_what_was_recalled_by_stability(folder: PracticeFolder, clock: Any) -> None:
    """Ten cards met with Easy (stability 8.3 days), asked on day 8; three forgotten. Ten more answers do not count."""
    recall = Recall(folder, cards(10))
    folder.log.append_all([("review", {"card": card, "rating": 4}) for card in recall.cards])
    folder.log.append_all([("review", {"card": card, "rating": 1}) for card in list(recall.cards)[:2]])
    clock.go(days=8)
    kept = list(recall.cards)[2:]
    folder.log.append_all(
        [("review", {"card": card, "rating": 1 if place < 3 else 3}) for place, card in enumerate(kept)]
    )
    folder.log.append_all([("review", {"card": card, "rating": 3}) for card in kept])
    (band,) = true_retention(recall)
    assert (band.low, band.high, band.measured.n) == (7, 21, 8)
    assert band.measured.value == pytest.approx(5 / 8)
    assert band.measured.low < 5 / 8 < band.measured.high
    assert band.predicted == pytest.approx(0.9, abs=0.01), "asked about when recall has fallen to nine tenths"
    clock.go(days=400)
    assert true_retention(recall) == (), "of the last year"


def lapse(recall: Recall, clock: Any, card: str, times: int) -> None:
    """Learn a card, forget it, so many times."""
    for _ in range(times):
        while (state := recall.state(card)) is None or state.state != REVIEW:
            recall.review(card, 3)
            clock.go(minutes=11)
        clock.go(days=30)
        recall.review(card, 1)
        clock.go(minutes=11)


def test_a_card_that_keeps_slipping_is_set_apart_until_it_is_decided(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(2))
    card, other = recall.cards
    assert LAPSES == 6, "docs/decisions/0007 says why"
    lapse(recall, clock, card, LAPSES - 1)
    assert not recall.is_apart(card)
    lapse(recall, clock, card, 1)
    assert recall.is_apart(card)
    assert [each.card.id for each in recall.leeches()] == [card]
    clock.go(days=400)
    assert [each.card.id for each in recall.due()] == [other], "it is not asked"
    decide(folder, card)
    assert recall.leeches() == []
    assert card in [each.card.id for each in recall.due()]
    lapse(recall, clock, card, LAPSES - 1)
    assert not recall.is_apart(card), "it has as many chances again"
    lapse(recall, clock, card, 1)
    assert recall.is_apart(card)


def test_900_cards_after_three_weeks_away(folder: PracticeFolder, clock: Any) -> None:
    """The overdue work is spread evenly over a fortnight; nobody meets it in one day; what is on time stays on time."""
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(900))
    entries = [("review", {"card": card, "rating": 4 if place % 2 else 3}) for place, card in enumerate(recall.cards)]
    for first in range(0, 900, 45):
        folder.log.append_all(entries[first : first + 45])
        clock.go(minutes=11)
        folder.log.append_all([("review", {**facts, "rating": 4}) for _, facts in entries[first : first + 45]])
        clock.go(days=1)
    clock.go(days=21)
    day = folder.today().isoformat()
    overdue = sum(each.due_day < day for each in recall.states().values())
    assert overdue > 500
    share = math.ceil(overdue / 14)
    late: list[int] = []
    for _ in range(14):
        today = folder.today().isoformat()
        due = recall.due()
        late.append(sum(each.state is not None and each.state.due_day < today for each in due))
        folder.log.append_all([("review", {"card": each.card.id, "rating": 3}) for each in due])
        clock.go(days=1)
    assert max(late) <= share
    assert min(late) >= share - 3
    assert sum(late) == overdue
    left = [each for each in recall.states().values() if date.fromisoformat(each.due_day) < folder.today()]
    assert left == []


def test_the_forecast_spreads_it_as_review_does(folder: PracticeFolder, clock: Any) -> None:
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(140))
    folder.log.append_all([("review", {"card": card, "rating": 4}) for card in recall.cards])
    clock.go(days=90)
    assert [each.known for each in forecast(recall).days] == [10.0] * 14 + [0.0] * 16
    assert len(recall.due()) == 10


def piled_up(folder: PracticeFolder, clock: Any, count: int, away: int) -> Recall:
    """Cards met over some weeks, then an absence."""
    folder.change_settings(new_cards=0)
    recall = Recall(folder, cards(count))
    every = list(recall.cards)
    for first in range(0, count, 20):
        folder.log.append_all([("review", {"card": card, "rating": 4}) for card in every[first : first + 20]])
        clock.go(days=1)
    clock.go(days=away)
    return recall


@pytest.mark.parametrize("grade", [2, 3, 4])
def test_who_answers_every_share_is_through_within_the_fortnight(
    folder: PracticeFolder, clock: Any, grade: int
) -> None:
    recall = piled_up(folder, clock, 300, away=40)
    back, ahead = folder.today(), forecast(recall)
    for number in range(14):
        expected = forecast(recall).days[0].known
        assert len(recall.due()) == expected, "the forecast says what review asks"
        due = recall.due()
        for part in (due[:5], due[5:]):
            folder.log.append_all([("review", {"card": each.card.id, "rating": grade}) for each in part])
            assert forecast(recall).days[0].known == len(recall.due()), "what was answered today counts"
        assert number or expected == ahead.days[0].known
        clock.go(days=1)
    assert min(each.due_day for each in recall.states().values()) >= back.isoformat()
    assert all(each.state is not None and each.state.due_day >= folder.today().isoformat() for each in recall.due())


def test_the_forecast_leaves_out_what_is_set_apart_and_what_was_met_today(folder: PracticeFolder, clock: Any) -> None:
    recall = Recall(folder, cards(30))
    card = next(iter(recall.cards))
    lapse(recall, clock, card, LAPSES)
    clock.go(days=30)
    assert forecast(recall).days[0].known == 0 == sum(not each.is_new for each in recall.due())
    before = forecast(recall)
    recall.review(next(each.card.id for each in recall.due() if each.is_new), 4)
    assert forecast(recall).days[0].new == max(0, forecast(recall).new_a_day - 1)
    assert forecast(recall).days[1].new == pytest.approx(forecast(recall).new_a_day)
    assert before.days[0].new == pytest.approx(before.new_a_day)
