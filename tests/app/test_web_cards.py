"""Cards and rework in the browser, as forms without JavaScript send them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.practice.memory.leeches import LAPSES
from tests.camp import Served, served, text_of

UCB = "bandits/ucb1-index"
MODULE = "research-engineer/bandits"


@pytest.fixture
def camp(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "home") as found:
        yield found


def happened(camp: Served, day: str, kind: str, **facts: object) -> None:
    """An event of long ago, as another machine's log would hold it."""
    path = camp.folder.root / "log" / "desk" / f"{day[:7]}.jsonl"
    path.parent.mkdir(exist_ok=True)
    number = len(path.read_text().splitlines()) if path.exists() else 0
    line = {"id": f"{day}-{number}", "time": f"{day}T09:{number:02}:00Z", "day": day, "kind": kind, "facts": facts}
    with path.open("a") as file:
        file.write(json.dumps(line) + "\n")


def slipped(camp: Served, times: int) -> None:
    for number in range(times):
        for rating in (3, 3, 1):
            happened(camp, f"2025-{1 + number:02}-{10 if rating == 3 else 28}", "review", card=UCB, rating=rating)


def test_an_empty_page_teaches_and_a_card_of_ones_own_joins_the_review(camp: Served) -> None:
    assert "Cards also come from your notes" in text_of(camp.get("/cards").text)
    page = camp.post("/cards/add", question="What is\r\na probe?", answer="A linear map", back="cards")
    assert "a probe?" in text_of(page.text)
    asked = text_of(camp.get("/review?card=own/mine/what-is-a-probe").text)
    assert "a probe?" in asked
    assert 'href="/cards"' in camp.get("/review").text


def test_one_card_among_many_is_found_by_its_words(camp: Served) -> None:
    for number in range(20):
        camp.post("/cards/add", question=f"Theorem {number}?", answer=f"side {number}")
    page = camp.get("/cards?words=THEOREM+side+17").text
    assert "Theorem 17?" in text_of(page)
    assert "Theorem 16?" not in text_of(page)
    assert 'value="THEOREM side 17"' in page
    assert "whole=1&amp;words=theorem" in camp.get("/cards?words=theorem").text
    assert "No card has these words" in text_of(camp.get("/cards?words=quagga").text)


def test_many_cards_set_apart_do_not_fill_the_page(camp: Served) -> None:
    cards = [each.id for each in camp.camp.catalogue.system("bandits").cards[:14]]
    for number in range(LAPSES + 1):
        for rating in (3, 3, 1):
            day = f"{2020 + number // 12}-{1 + number % 12:02}-{10 if rating == 3 else 28}"
            for card in cards:
                happened(camp, day, "review", card=card, rating=rating)
    first, every = camp.get("/cards").text, camp.get("/cards?whole=1").text
    assert (first.count("Ask it on"), every.count("Ask it on")) == (12, 14)
    assert "one or two a day is enough" in text_of(first)


def test_the_button_says_what_follows(camp: Served) -> None:
    camp.post("/cards/add", question="q", answer="a")
    page = camp.get("/review?card=own/mine/q&show=1").text
    shown = re.findall(r'name="rating" value="4".*?class="when">([^<]+)<', page, re.DOTALL)[0]
    after = camp.post("/review/grade", card="own/mine/q", rating=4)
    assert f"Easy: comes back in {shown}." in text_of(after.text)


def test_join_and_rest_from_the_module_and_lesson_and_by_key_in_review(camp: Served) -> None:
    for place in (f"/module/{MODULE}", "/lesson/bandits/01-exploration", "/cards?room=bandits"):
        assert 'value="bandits/snips"' in camp.get(place).text or "lesson" in place
    page = camp.post("/cards/join", card="bandits/snips", back=f"module/{MODULE}")
    assert 'value="bandits/snips"' not in page.text
    review = camp.get("/review").text
    assert re.search(r'data-key="r"[^>]*>Rest it', review)
    after = camp.post("/cards/rest", card="bandits/snips", back="review?rested=bandits/snips")
    assert "bandits/snips is at rest" in text_of(after.text)
    assert "Take it in" in camp.get("/card/bandits/snips").text
    assert camp.post("/cards/join", card="bandits/none").status_code == 400


def test_points_missed_in_an_explanation_offer_cards(camp: Served) -> None:
    assert "left open" not in camp.get(f"/module/{MODULE}").text
    fields = {f"score-{number}": score for number, score in enumerate((2, 1, 2, 0))}
    page = camp.post("/explain", module=MODULE, text="in my words", **fields)
    said = text_of(page.text)
    assert "left open: the idea, so that a colleague could rebuild it; when it fails" in said
    assert "one case worked through" not in said.partition("left open")[2].partition("These may help")[0]


def test_own_words_and_back(camp: Served) -> None:
    page = camp.post("/cards/override", card=UCB, question="", answer="mean plus bonus")
    assert "mean plus bonus" in page.text
    assert "As it is shipped" in page.text
    page = camp.post("/cards/reset", card=UCB)
    assert "mean plus bonus" not in page.text


def test_a_leech_is_offered_at_the_moment_and_on_the_cards_page(camp: Served) -> None:
    slipped(camp, LAPSES - 1)
    happened(camp, "2025-12-01", "review", card=UCB, rating=3)
    happened(camp, "2025-12-02", "review", card=UCB, rating=3)
    assert "Set apart" not in camp.get("/cards").text
    after = text_of(camp.post("/review/grade", card=UCB, rating=1).text)
    assert "keeps slipping away, so it is set apart" in after
    assert "Set apart" in camp.get("/cards").text
    assert "set apart" not in text_of(camp.get("/review").text), "said once"
    page = camp.post("/cards/ask-on", card=UCB)
    assert "Set apart" not in page.text
    slipped_words = {"card": UCB, "question": ["mean?", ""], "answer": ["the mean", ""]}
    page = camp.client.post("/cards/split", data=slipped_words, follow_redirects=True)
    assert "mean?" in page.text
    assert "at rest" in camp.get(f"/card/{UCB}").text


def test_mistakes_in_a_file_are_named_with_their_line(camp: Served) -> None:
    (camp.folder.root / "cards" / "mine.toml").write_text('[[cards]]\nid = "a"\nquestion = "one?"\n')
    assert "cards/mine.toml , line 1: the card has no answer." in text_of(camp.get("/cards").text)


def test_anki_text_is_previewed_then_written(camp: Served) -> None:
    files = {"file": ("x.txt", b"Bayes?\tP(B|A)\nno answer\t\n", "text/plain")}
    page = camp.client.post("/cards/import", files=files)
    assert "Nothing is written yet" in page.text
    assert "Line 2" in page.text
    assert not (camp.folder.root / "cards" / "anki.toml").exists()
    assert "Bayes?" in camp.post("/cards/import/apply").text
    package = camp.client.post("/cards/import", files={"file": ("x.txt", b"PK\x03\x04\0", "text/plain")})
    assert "Notes in Plain Text" in package.text
    assert "Bayes?" in camp.get("/cards/export.txt").text


def test_an_exercise_comes_back_on_a_blank_file(camp: Served) -> None:
    assert "Nothing comes back this week" in camp.get("/review/rework").text
    happened(camp, "2026-01-05", "attempt", exercise="bandits/ucb1", mode="build", verdict="passed", help="alone")
    file = camp.folder.exercise_path("bandits/ucb1")
    file.parent.mkdir(parents=True)
    file.write_text("mine = 1\n")
    assert "Begin on a blank file" in camp.get("/review/rework").text
    page = camp.post("/review/rework", does="begin", about="bandits/ucb1")
    assert page.url.path == "/exercise/bandits/ucb1"
    assert "mine = 1" not in file.read_text()
    page = camp.post("/review/rework", does="fail", about="bandits/ucb1")
    assert "Nothing comes back this week" in page.text
    assert [each.facts["does"] for each in camp.folder.index().events("rework")] == ["fail"]


def test_an_explanation_comes_back_and_its_scores_move_the_date(camp: Served) -> None:
    happened(camp, "2026-01-05", "explanation", module=MODULE, scores=[2, 2, 1, 1])
    assert "Begin on a blank page" in camp.get("/review/rework").text
    page = camp.post("/review/rework", does="begin", about=MODULE)
    assert 'name="score-3"' in page.text
    fields = {f"score-{number}": "1" for number in range(4)} | {"about": MODULE, "text": "in my words"}
    page = camp.post("/review/rework/explain", **fields)
    assert page.url.path == "/cards", "missed points offer the room's cards"
    assert "Not taken in" in page.text
    assert "Nothing comes back this week" in camp.get("/review/rework").text
    (event,) = camp.folder.index().events("explanation", first_day="2026-02-01")
    assert event.facts["scores"] == [1, 1, 1, 1]
    assert "in my words" in (camp.folder.root / str(event.facts["path"])).read_text()
