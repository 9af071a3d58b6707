"""The camp's pages, asked as a browser without JavaScript would: links, forms, redirects."""

import re
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from palaestra.app.views.markdown import holds
from palaestra.kit.catalogue import Catalogue
from palaestra.practice.days.today import recall
from palaestra.practice.folder import default_path
from palaestra.practice.memory.recall import preview
from tests.camp import Served, served, text_of

LEVELLING = "levelling-up"


@pytest.fixture
def camp() -> Iterator[Served]:
    with served(default_path()) as found:
        yield found


def test_the_first_page_says_what_to_do(camp: Served) -> None:
    page = text_of(camp.get("/").text)
    assert "I have 5 min 20 min 1 h" in page
    assert page.count("Begin") + page.count("Review") >= 1


def test_minutes_are_remembered(camp: Served) -> None:
    camp.post("/today/minutes", minutes=60)
    assert camp.folder.settings.minutes == 60
    assert 'value="60" aria-pressed="true"' in camp.get("/").text


def test_a_session_and_minutes_are_kept(camp: Served) -> None:
    assert "aim of mine" in camp.post("/session/start", aim="aim of mine").text
    assert "Start" in camp.post("/session/stop", reflection="well").text
    assert "1.5 of 6 h" in text_of(camp.post("/minutes", said="90m ARENA 1.2").text)
    refused = camp.post("/minutes", said="a while")
    assert refused.status_code == 400
    assert "does not begin with how long" in text_of(refused.text)
    assert "Nothing was changed" in refused.text


def test_an_unknown_id_suggests_the_nearest(camp: Served) -> None:
    for place, nearest in [
        ("/system/bandit", "bandits"),
        ("/exercise/bandits/ucb-bonos", "bandits/ucb-bonus"),
        ("/plan/levelling-upp", "levelling-up"),
        ("/lab/bandits/ten-armed-testbet", "bandits/ten-armed-testbed"),
        ("/lesson/bandits/2-optimismm", "bandits/2-optimism"),
    ]:
        answer = camp.get(place)
        assert answer.status_code == 400
        assert f"Did you mean {nearest}" in text_of(answer.text), place


def test_trouble_is_a_page_that_says_what_was_kept(camp: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(camp.camp), "plan", lambda self: 1 / 0)
    answer = camp.post("/plan/use", curriculum=LEVELLING)
    assert answer.status_code == 500
    assert "Something in Palaestra broke." in text_of(answer.text)
    assert "ZeroDivisionError: " in text_of(answer.text)
    assert "Traceback" not in answer.text
    assert answer.headers["hx-retarget"] == "#page"
    assert answer.headers["content-security-policy"]


def test_boxes_are_ticked_and_cleared_singly(camp: Served) -> None:
    camp.post("/plan/use", curriculum=LEVELLING)
    curriculum = camp.camp.plan().curriculum
    module, box = next((m, r) for m in curriculum.modules for r in m.resources if r.choose and len(r.options) > 1)
    back = f"module/{module.id}"
    items = [box.item(option.id) for option in box.options]
    page = camp.post("/tick", item=items[0], ticked=1, back=back)
    assert str(page.url).endswith(back)
    ticked = {item for item, is_ticked in camp.folder.index().ticks().items() if is_ticked}
    assert ticked == {items[0]}
    assert page.text.count('aria-checked="true"') == 1 + (box.choose is not None and box.choose.min == 1)
    cleared = camp.post("/tick", item=items[0], ticked=0, back=back)
    assert cleared.text.count('aria-checked="true"') == 0


def test_an_unknown_box_is_refused_and_nothing_is_kept(camp: Served) -> None:
    answer = camp.post("/tick", item=f"{LEVELLING}/no-such-box", ticked=1, back="plan")
    assert answer.status_code == 400
    assert camp.folder.index().ticks() == {}


def test_back_never_leaves_the_camp(camp: Served) -> None:
    curriculum_box = next(camp.camp.plan().curriculum.every_resource())[2]
    answer = camp.client.post("/tick", data={"item": curriculum_box.item(), "ticked": "1", "back": "//evil.example/x"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/evil.example/x"


def test_one_of_several_optional_modules_is_chosen(camp: Served) -> None:
    camp.post("/plan/use", curriculum=LEVELLING)
    group = [each for each in camp.camp.plan().curriculum.modules if each.group]
    page = camp.post("/plan/choose", module=group[0].id)
    assert page.status_code == 200
    assert group[1].title not in text_of(page.text.partition("<aside")[0])
    assert camp.camp.plan().module(group[0].id).chosen
    assert (
        camp.post("/plan/choose", module=next(each.id for each in camp.camp.plan().curriculum.asked)).status_code == 400
    )


def test_a_pick_is_recorded_under_a_broad_box_and_ticked(camp: Served) -> None:
    camp.post("/plan/use", curriculum=LEVELLING)
    module, box = next((m, r) for m in camp.camp.plan().curriculum.modules for r in m.resources if r.category)
    back = f"module/{module.id}"
    page = camp.post("/pick", box=box.id, title="A <b>post</b> I read", url="https://example.org/p", back=back)
    assert "A &lt;b&gt;post&lt;/b&gt; I read" in page.text
    item = camp.camp.plan().box(box.id).picks[0][0].item
    camp.post("/tick", item=item, ticked=1, back=back)
    assert camp.camp.plan().box(box.id).picks[0][1]
    refused = camp.post("/pick", box=box.id, title="x", url="javascript:alert(1)", back=back)
    assert refused.status_code == 400


def test_a_goal_is_met_by_evidence(camp: Served) -> None:
    goal = camp.camp.plan().curriculum.goals[0]
    assert camp.post("/goal", goal=goal.id, evidence="notes/regret.md").status_code == 200
    shown = next(each for stage in camp.camp.plan().stages for each in stage.goals if each.goal.id == goal.id)
    assert shown.evidence == ("notes/regret.md",)
    assert camp.post("/goal", goal=f"{LEVELLING}/none", evidence="x").status_code == 400


def test_an_explanation_is_kept_in_its_file_and_scored(camp: Served) -> None:
    module = camp.camp.plan().curriculum.modules[0]
    scores: dict[str, str | int] = {f"score-{number}": 2 for number in range(4)}
    page = camp.post("/explain", module=module.id, text="In my words.\r\nTwo lines.", **scores)
    assert "In my words." in page.text
    written = next((camp.folder.root / "notes" / "explanations").glob("*.md"))
    assert written.read_text() == "In my words.\nTwo lines."
    assert camp.camp.plan().module(module.id).state == "understood"


def test_an_explanation_begins_anew_on_a_blank_page_and_the_first_is_kept(camp: Served) -> None:
    module = next(m for m in camp.camp.plan().curriculum.modules if not (m.exercises or m.artefacts or m.planned))
    scores: dict[str, str | int] = {f"score-{number}": 2 for number in range(4)}
    page = camp.post("/explain", module=module.id, text="In my words.", **scores)
    assert "Begin a blank page" not in page.text
    for box in module.resources:
        camp.folder.log.append("tick", item=box.id, ticked=True)
    assert "Begin a blank page" in camp.get(f"/module/{module.id}").text
    page = camp.post("/explain/again", module=module.id)
    assert "In my words." not in page.text
    (kept,) = (camp.folder.root / "notes" / "explanations" / "kept").iterdir()
    assert kept.read_text() == "In my words."


def test_the_next_interval_on_a_button_is_the_one_that_comes(camp: Served) -> None:
    """Preview equals result, for each of the four grades, on a card new and known."""
    found = recall(camp.folder, camp.camp.catalogue)
    for asked, rating in zip(found.due(4), (1, 2, 3, 4), strict=True):
        card = asked.card.id
        page = camp.get(f"/review?card={card}&show=1").text
        buttons = dict(re.findall(r'name="rating" value="(\d)".*?class="when">([^<]+)<', page, re.S))
        assert list(buttons) == ["1", "2", "3", "4"]
        after = camp.post("/review/grade", card=card, rating=rating)
        assert f"comes back in {buttons[str(rating)]}" in text_of(after.text)
        state = found.state(card)
        assert state is not None
        assert state.due == preview(None, card, state_time(camp, card))[rating].due


def state_time(camp: Served, card: str) -> datetime:
    return camp.folder.index().events("review", card, limit=1)[0].at


def test_the_answer_is_not_on_the_page_before_it_is_shown(camp: Served) -> None:
    asked = recall(camp.folder, camp.camp.catalogue).due(1)[0]
    page = camp.get("/review").text
    assert 'class="answer"' not in page
    assert 'class="answer"' in camp.get(f"/review?card={asked.card.id}&show=1").text


def test_undo_takes_the_last_grade_back_and_asks_the_card_again(camp: Served) -> None:
    found = recall(camp.folder, camp.camp.catalogue)
    card = found.due(1)[0].card.id
    camp.post("/review/grade", card=card, rating=3)
    assert found.state(card) is not None
    page = camp.post("/review/undo")
    assert found.state(card) is None
    assert card in page.text
    assert camp.post("/review/undo").status_code == 200


def test_a_wrong_grade_is_refused(camp: Served) -> None:
    card = recall(camp.folder, camp.camp.catalogue).due(1)[0].card.id
    assert camp.post("/review/grade", card=card, rating=5).status_code == 400
    assert camp.post("/review/grade", card="bandits/no-such", rating=3).status_code == 400
    assert camp.folder.index().events("review") == []


def test_settings_are_lines_of_practice_toml(camp: Served) -> None:
    path = camp.folder.root / "practice.toml"
    path.write_text(path.read_text() + "\n# mine\nunknown = 3\n")
    keys = {"key-show": "space", "key-again": "a", "key-hard": "h", "key-good": "g", "key-easy": "e", "key-undo": "z"}
    page = camp.post("/settings", **{"has-keys": 1, "keys-on": "on", "theme": "dark", "goal": "evals"}, **keys)
    assert "Kept." in page.text
    assert 'data-theme="dark"' in page.text
    assert 'data-key="space"' in camp.get("/review").text
    card = recall(camp.folder, camp.camp.catalogue).due(1)[0].card.id
    assert 'data-key="g"' in camp.get(f"/review?card={card}&show=1").text
    assert "# mine\nunknown = 3" in path.read_text()
    assert "evals" in path.read_text()


def test_keys_can_be_off_and_must_differ(camp: Served) -> None:
    keys = {"key-show": "space", "key-again": "1", "key-hard": "1", "key-good": "3", "key-easy": "4", "key-undo": "u"}
    assert camp.post("/settings", **{"has-keys": 1, "keys-on": "on"}, **keys).status_code == 400
    assert camp.post("/settings", **{"has-keys": 1}, **keys).status_code == 200
    assert 'data-key=""' not in camp.get("/review").text
    assert "data-key=" not in camp.get("/review").text


def test_practice_toml_edited_by_hand_is_read_again(camp: Served) -> None:
    camp.get("/settings")
    path = camp.folder.root / "practice.toml"
    path.write_text(path.read_text().replace('theme = "system"', 'theme = "dark"'))
    assert 'data-theme="dark"' in camp.get("/").text
    path.write_text(path.read_text().replace('theme = "dark"', "theme = 3"))
    broken = camp.get("/")
    assert broken.status_code == 400
    assert "practice.toml, line" in broken.text


TRACKER = """# Levelling up

## Level 1: AI Safety Fundamentals

- [x] **Superintelligence** - Nick Bostrom
- [ ] Human Compatible - Stuart Russell
- [x] A <script>alert(1)</script> book nobody knows
"""


def test_a_tracker_is_shown_first_and_taken_in_once(camp: Served) -> None:
    files = {"tracker": ("../../README.md", TRACKER.encode())}
    page = camp.client.post("/import", files=files).text
    assert "Superintelligence" in page
    assert "<script>alert" not in page
    assert camp.folder.index().ticks() == {}, "a preview changed something"
    digest = re.search(r'name="digest" value="(\w+)"', page)
    assert digest
    taken = camp.post("/import/apply", digest=digest[1])
    assert "taken in" in text_of(taken.text)
    ticked = [item for item, is_ticked in camp.folder.index().ticks().items() if is_ticked]
    assert any("superintelligence" in item for item in ticked)
    lines = sum(len(each.read_text().splitlines()) for each in (camp.folder.root / "log").rglob("*.jsonl"))
    again = camp.client.post("/import", files=files).text
    assert "nothing to take in" in text_of(again)
    assert lines == sum(len(each.read_text().splitlines()) for each in (camp.folder.root / "log").rglob("*.jsonl"))


def test_what_is_no_tracker_is_refused(camp: Served) -> None:
    huge = camp.client.post("/import", files={"tracker": ("README.md", b"- [ ] x\n" * 1_400_000)})
    assert huge.status_code == 400
    assert "larger than a tracker" in huge.text
    assert camp.client.post("/import", files={"tracker": ("x.md", b"\0\1\2")}).status_code == 400
    assert camp.post("/import/apply", digest="../../../../etc").status_code == 400
    assert camp.post("/import/apply", digest="0" * 16).status_code == 400


def test_a_lesson_has_its_code_from_source_and_its_figure(camp: Served) -> None:
    page = camp.get("/lesson/bandits/2-optimism").text
    assert "upper_bounds.py#UCB1, line" in page
    assert '<span class="k">class</span>' in page
    assert "<bandit-dashboard " in page
    assert 'src="/built/figures/bandits/bandit-dashboard.js"' in page
    assert 'role="img"' in page, "no picture for a reader without JavaScript"
    assert 'href="/lab/bandits/ucb1-bound"' in page
    assert "source=" not in text_of(page)


def test_a_lesson_keeps_the_code_closed_that_is_yet_to_be_written(camp: Served) -> None:
    place, folds = "/lesson/bandits/1-why-explore", "<details class='fold'><summary>Yours to write: "
    page = camp.get(place).text
    assert page.count(folds) == 3
    assert re.search(folds + r"An average that remembers nothing</summary>.*?def.*?</details>", page, re.DOTALL)
    assert "EpsilonGreedy" in re.sub(r"<details class='fold'>.*?</details>", "", page, flags=re.DOTALL)
    built = page.partition("Now build it")[2]
    assert built.index("/exercise/bandits/sample-average") < built.index("/exercise/bandits/epsilon-greedy")
    facts = {"mode": "build", "verdict": "passed", "rung": 3, "rungs": 3, "help": "alone"}
    camp.folder.log.append("attempt", exercise="bandits/sample-average", **facts)
    page = camp.get(place).text
    assert page.count(folds) == 2
    assert "/exercise/bandits/sample-average" not in page.partition("Now build it")[2]


@pytest.mark.parametrize(
    ("source", "exercise", "shows"),
    [
        ("contextual.py#LinUCB", "bandits/linucb", True),
        ("contextual.py#LinUCB.scores", "bandits/linucb", True),
        ("contextual.py#LinUCBish", "bandits/linucb", False),
        ("contextual.py", "bandits/linucb", True),
        ("contextual.py#sherman_morrison", "bandits/linucb", False),
        ("values.py#LinUCB", "bandits/linucb", False),
        ("upper_bounds.py#UCB1.select", "bandits/ucb1", True),
        ("upper_bounds.py#ucb_bonus", "bandits/ucb1", False),
    ],
)
def test_what_shows_a_hole(source: str, exercise: str, shows: bool) -> None:
    assert holds(source, Catalogue.installed().exercise(exercise)) is shows


def test_pages_answer_quickly_with_a_long_log(camp: Served) -> None:
    cards = list(recall(camp.folder, camp.camp.catalogue).cards)
    events = [("review", {"card": cards[n % len(cards)], "rating": 3, "seconds": 4.0}) for n in range(3000)]
    camp.folder.log.append_all(events)
    camp.get("/")
    for place in ("/", "/plan", "/review", "/library"):
        began = time.perf_counter()
        assert camp.get(place).status_code == 200
        assert time.perf_counter() - began < 1.5, place


def test_a_figures_questions_are_kept_as_cards(camp: Served) -> None:
    page = camp.get("/found/bandits").text
    cards = re.findall(r'name="card" value="([^"]+)"', page)
    assert len(cards) == 2
    answer = camp.client.post("/cards/keep", data={"card": cards}, follow_redirects=True)
    assert answer.status_code == 200
    assert cards[0] in answer.text
    assert {card: event.facts["does"] for event in camp.folder.index().events("card") for card in [event.subject]} == {
        cards[0]: "join",
        cards[1]: "join",
    }
    camp.client.post("/cards/keep", data={"card": cards})
    assert len(camp.folder.index().events("card")) == 2
    assert camp.post("/cards/keep", card="bandits/none").status_code == 400
