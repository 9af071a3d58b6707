"""The plan in the browser: triage, orders, placement, leaving, just in time, goals, links; as the terminal has them."""

from collections.abc import Iterator
from email.message import Message
from urllib.error import HTTPError

import pytest

from palaestra.practice.folder import PracticeFolder, default_path
from tests.app.test_path_choices_cli import PATH, no_network
from tests.camp import Served, served, text_of


@pytest.fixture
def camp(practice_folder_of_its_own: None) -> Iterator[Served]:
    made = PracticeFolder.create(default_path())
    (made.root / "curricula").mkdir()
    (made.root / "curricula" / "road.toml").write_text(PATH)
    made.change_settings(curriculum="road")
    with served(made.root) as found:
        yield found


def test_triage_shows_what_changes_before_it_is_kept(camp: Served) -> None:
    page = camp.get("/triage?seen=1&niche=theory&hours=9&goal=prove+things")
    assert "required → skipped" in text_of(page.text)
    assert "No theorem rests on it." in text_of(page.text)
    assert 'value="theory" checked' in page.text
    assert camp.folder.log.read().events == ()
    kept = camp.post("/triage/road", niche="theory", hours="9", goal="prove things", knows="road/coins", lab="lab")
    assert "Kept." in text_of(kept.text)
    assert camp.camp.plan().module("coins").role.asks == "skipped"
    assert camp.camp.plan().module("second").role.asks == "optional"
    assert camp.folder.settings.goal == "prove things"
    plan = text_of(camp.get("/plan").text)
    assert "One module skipped, with the reason" in plan
    assert "The Lab’s work rests on this: they use it" in plan
    assert "Skipped: You said that you know it" in text_of(camp.get("/module/road/coins").text)
    assert camp.get("/triage?seen=1&niche=theroy").status_code == 400
    assert "No module changes its place" in text_of(
        camp.get("/triage?seen=1&niche=theory&hours=9&goal=x&knows=road/coins&lab=lab").text
    )


def test_questions_are_answered_on_the_same_page(camp: Served) -> None:
    assert "For example: A friend." in text_of(camp.get("/triage").text)
    assert "My future self" in camp.post("/answers/road", who="My future self").text
    camp.post("/answers/road", who="My future self")
    assert len(camp.folder.index().events("plan")) == 1, "the same answer is kept once"


def test_another_order_and_back(camp: Served) -> None:
    page = camp.post("/plan/order", curriculum="road", order="other-way")
    assert "Later: nothing needs it yet" in text_of(page.text)
    assert camp.camp.plan().order == "other-way"
    camp.post("/plan/order", curriculum="road", order="")
    assert camp.camp.plan().order == ""
    assert camp.post("/plan/order", curriculum="road", order="x").status_code == 400


def test_testing_out_begins_asks_its_cards_and_can_be_left(camp: Served) -> None:
    page = camp.get("/place/road/coins")
    assert "UCB1, whole" in page.text
    assert "0 of 2 answered" not in text_of(page.text)
    begun = camp.post("/place/road/coins", does="begin")
    assert "0 of 2 answered" in text_of(begun.text)
    assert camp.folder.exercise_path("bandits/ucb1").exists()
    assert "You are testing out of it." in text_of(camp.get("/module/road/coins").text)
    assert "Test out of it: UCB1, whole" in text_of(camp.get("/plan").text)
    assert "grades" in camp.get("/place/road/coins?show=1").text
    graded = camp.post("/place/road/coins/card", card="bandits/ucb1-index", rating=3)
    assert "1 of 2 answered" in text_of(graded.text)
    assert len(camp.folder.index().reviews("bandits/ucb1-index")) == 1
    assert camp.post("/place/road/coins/card", card="bandits/no", rating=3).status_code == 400
    facts = {"exercise": "bandits/ucb1", "mode": "build", "verdict": "passed", "rung": 5, "rungs": 5, "help": "alone"}
    camp.folder.log.append("attempt", **facts)
    done = camp.post("/place/road/coins/card", card="bandits/regret-definition", rating=4)
    assert "Passed, and every card answered." in text_of(done.text)
    assert "tested out" in text_of(camp.get("/module/road/coins").text)
    assert {"module": "road/coins", "state": "passed", "placed": True} in [
        dict(each.facts) for each in camp.folder.index().events("state")
    ]


def test_a_locked_module_says_what_holds_it_and_offers_the_way_past(camp: Served) -> None:
    page = camp.get("/module/road/second")
    assert "It builds on “Coins”, not passed yet." in text_of(page.text)
    assert 'href="/place/road/second"' in page.text
    camp.post("/place/road/second", does="begin")
    assert camp.camp.plan().module("second").state == "open"
    camp.post("/place/road/second", does="leave")
    assert camp.camp.plan().module("second").state == "locked"


def test_leaving_a_box_or_a_module_and_taking_it_up_again(camp: Served) -> None:
    back = "module/road/second"
    page = camp.post("/leave", item="road/book", because="too spiky", lets_go=1, back=back)
    assert "left: too spiky" in text_of(page.text)
    assert '<option value="road/book">' not in page.text, "it is not offered again"
    box = camp.camp.plan().box("book")
    assert box.let_go
    camp.post("/resume", item="road/book", back=back)
    assert camp.camp.plan().box("book").left is None
    camp.post("/leave", item="road/second", because="not now", lets_go=1, back=back)
    assert "Skipped: You left it: not now" in text_of(camp.get("/module/road/second").text)
    assert camp.post("/leave", item="road/book", because=" ", back=back).status_code == 400


def test_what_a_module_brings_goes_on_the_plan_with_one_press(camp: Served) -> None:
    page = camp.get("/module/road/second")
    assert "Put it on the plan" in page.text
    camp.post("/plan/want", module="road/coins", because="it counts coins", purpose="road/second", back="plan")
    assert "on your plan" in text_of(camp.get("/module/road/second").text)
    plan = camp.post("/plan/want", title="conformal prediction", because="intervals", purpose="studies/x", back="plan")
    assert "intervals · for studies/x" in text_of(plan.text)
    camp.post("/goal", goal="want/conformal-prediction", evidence="notes/c.md")
    assert "notes/c.md" in camp.get("/plan").text
    camp.post("/plan/unwant", want="road/coins", back="plan")
    assert [each.want.id for each in camp.camp.plan().wants] == ["want/conformal-prediction"]
    assert camp.post("/plan/want", title=" ", because="x", back="plan").status_code == 400


def test_a_stage_ends_with_its_sentence(camp: Served) -> None:
    page = camp.get("/plan")
    assert "It ends when this holds: “Can do it alone.”" in text_of(page.text)
    camp.post("/goal", goal="road/one-success", not_yet="shaky")
    assert "not yet: shaky" in text_of(camp.get("/plan").text)
    camp.post("/goal", goal="road/one-success", evidence="notes/x.md")
    assert "notes/x.md" in camp.get("/plan").text
    assert camp.post("/goal", goal="road/one-success").status_code == 400


def test_the_mark_to_revisit_and_the_pace(camp: Served) -> None:
    camp.post("/revisit", item="road/coins", back="plan", on=1)
    page = text_of(camp.get("/plan").text)
    assert "Coins revisit" in page
    assert "At the present pace" in page
    assert "From the hours you mean to give" in page
    camp.post("/revisit", item="road/coins", back="plan", on=0)
    assert "Coins revisit" not in text_of(camp.get("/plan").text)


def test_links_are_looked_at_in_the_background(camp: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No link of this path is known to be dead" in text_of(camp.get("/plan/road/links").text)
    no_network(monkeypatch)
    page = text_of(camp.post("/plan/road/links").text)
    assert "this machine seems to be offline" in page
    gone = HTTPError("https://lab.example", 404, "gone", Message(), None)
    monkeypatch.setattr("palaestra.practice.path.links.urlopen", lambda *_, **__: (_ for _ in ()).throw(gone))
    page = text_of(camp.post("/plan/road/links").text)
    assert "The Lab the site says 404" in page
    assert "2fCvdP4YnW9X6vA7x" in camp.get("/plan/levelling-up/links").text
