"""What a day's pages lead with: the first lesson, fading cards, the next step, what to measure, what failed."""

import time
from collections.abc import Iterator

import pytest

from palaestra.kit.experiment import Experiment
from palaestra.lab import judging, shipped_results
from palaestra.practice.folder import PracticeFolder, default_path
from tests.camp import Served, served, text_of

LEVELLING = "levelling-up"


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


def passed(camp: Served, exercise: str) -> None:
    camp.folder.log.append("attempt", exercise=exercise, mode="build", verdict="passed", rung=5, rungs=5, help="alone")


def lead(page: str) -> str:
    """What stands in the one card of a page."""
    return text_of(page.partition('<div class="next">')[2].partition("</a>")[0])


def test_the_first_day_begins_with_the_first_lesson(camp: Served) -> None:
    page = camp.get("/").text
    lesson = camp.camp.catalogue.system("bandits").lessons[0]
    assert lead(page).startswith(lesson.title)
    assert f'href="/lesson/{lesson.id}"' in page
    assert page.count("primary") == 1, "one thing to do stands out"
    assert "New here?" in page
    assert page.count('href="/triage"') == 1
    card = camp.camp.catalogue.system("bandits").cards[0].id
    camp.post("/review/grade", card=card, rating=3)
    page = camp.get("/").text
    assert not lead(page).startswith(lesson.title)
    assert "New here?" not in page
    assert page.count('href="/triage"') == 1, "it is still not said what one trains for"
    camp.folder.change_settings(goal="Evaluations")
    assert 'href="/triage"' not in camp.get("/").text


def test_cards_come_first_then_the_step_with_its_file(camp: Served) -> None:
    passed(camp, "bandits/sample-average")
    page = camp.get("/").text
    assert "new cards" in lead(page)
    said = text_of(page)
    assert "exercises/bandits/epsilon_greedy.py" in said
    assert "1 of 8 exercises passed" in said
    assert page.count("primary") == 1


def test_a_known_card_fades_and_says_so(camp: Served) -> None:
    camp.folder.change_settings(new_cards=0)
    first, second = (each.id for each in camp.camp.catalogue.system("bandits").cards[:2])
    camp.post("/review/grade", card=first, rating=4)
    assert "One card comes back" in text_of(camp.get("/review").text)
    assert "One card comes back" in text_of(camp.get("/").text)
    long_ago = PracticeFolder.open(camp.folder.root, clock=lambda: time.time_ns() - 30 * 86400 * 10**9)
    long_ago.log.append("review", card=second, rating=3)
    assert lead(camp.get("/").text).startswith("One card is fading")


def test_review_stops_once_at_the_share_of_the_day(camp: Served) -> None:
    camp.folder.change_settings(new_cards=50, minutes=3)
    assert "Enough cards" not in camp.get("/review/enough").text, "nothing was answered yet"
    cards = [each.id for each in camp.camp.catalogue.system("bandits").cards[:5]]
    camp.folder.log.append_all([("card", {"card": each, "does": "join"}) for each in cards])
    for number, card in enumerate(cards):
        page = text_of(camp.post("/review/grade", card=card, rating=4).text)
        assert ("Enough cards for today" in page) == (number == 2), "three minutes have room for three cards"
    page = camp.get("/review/enough").text
    assert 'href="/review"' in page
    assert "Go on all the same" in page
    assert "new card" not in lead(camp.get("/").text), "Today turns to the next step"


def test_the_plan_opens_where_the_work_is(camp: Served) -> None:
    page = camp.get("/plan").text
    assert page.count('<details class="stage" open>') == 1
    assert page.count('<details class="stage">') == len(camp.camp.plan().stages) - 1
    other = camp.get(f"/plan/{LEVELLING}").text
    assert '<details class="stage">' not in other, "a path one only looks at is open"
    goal = camp.camp.plan().curriculum.stages[2].goals[0].id
    assert camp.post("/goal", goal=goal, evidence="notes/x.md").text.count('<details class="stage" open>') == 2


def test_the_lab_offers_what_passes_and_is_not_measured(camp: Served) -> None:
    assert "Predict" in camp.get("/lab").text
    passed(camp, "bandits/gradient-bandit")
    page = camp.get("/lab").text
    assert "What a baseline is for" in lead(page)
    assert "Your code passes 1 of its 1 part" in lead(page)
    camp.folder.log.append("result", experiment="bandits/gradient-baseline", mine="mine: 1 of 1 holes", path="x")
    page = camp.get("/lab").text
    assert "What a baseline is for" not in lead(page)
    assert text_of(page).count("measured") >= 1


def as_if_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped results as on the day they were measured."""

    def of(experiment: Experiment) -> str:
        shipped = shipped_results(experiment)
        return shipped.job.source_hash if shipped else ""

    monkeypatch.setattr(judging, "source_hash", of)


def test_what_failed_stands_before_what_held_with_its_finding(camp: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    as_if_fresh(monkeypatch)
    page = camp.get("/found/bandits")
    assert page.status_code == 200
    said = page.text.partition('id="differs"')[2].partition('id="experiments"')[0]
    failing = [
        claim
        for experiment in camp.camp.catalogue.system("bandits").experiments
        for claim in experiment.claims
        if claim.finding
    ]
    assert failing
    assert said.count('class="claim-finding"') == len(failing)
    summary = text_of(page.text.partition("<section")[2].partition("</section>")[0])
    assert "fails" in summary
    assert "stale" not in summary


def test_a_stale_result_is_said_and_counted(camp: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "source_hash", lambda _: "another")
    said = text_of(camp.get("/found/bandits").text)
    assert "A stale one was measured before the code last changed" in said
    assert "✓" not in said
    assert " hold " not in said.partition("What came out otherwise")[0].replace("A claim holds", "")


def test_experiments_are_closed_until_they_are_the_learners(camp: Served) -> None:
    page = camp.get("/found/bandits").text
    assert page.count('<details class="experiment">') == len(camp.camp.catalogue.system("bandits").experiments)
    assert '<div id="ten-armed-testbed">' in page, "a link leads into it, and the browser opens it"
