"""Topics in the browser: in the library, as lessons with their cards, and a path's links on its pages."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import find
from palaestra.practice.memory.deck import joined
from palaestra.practice.writing.artefacts import Artefacts
from tests.camp import Served, served, text_of


@pytest.fixture(scope="module")
def camp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(Path(tmp_path_factory.mktemp("topics")) / "home") as each:
        yield each


def test_the_library_lists_every_topic_with_its_promise(camp: Served) -> None:
    html = camp.get("/library").text
    for topic in Catalogue.installed().topics:
        assert f'href="/lesson/{topic.name}"' in html
        assert topic.promise in text_of(unescape(html))


@pytest.mark.parametrize("topic", Catalogue.installed().topics, ids=lambda each: each.name)
def test_a_topic_is_a_lesson_with_its_cards_and_papers(camp: Served, topic) -> None:
    page = camp.get(f"/lesson/{topic.name}")
    assert page.status_code == 200
    html = unescape(page.text)
    assert f"<h1>{topic.title}</h1>" in html
    assert html.count('name="card"') == len(topic.cards)
    assert all(f'href="{each.link}"' in html for each in topic.papers)
    assert "[fold" not in html


def test_the_view_of_the_camp_is_closed_until_the_reader_opens_it(camp: Served) -> None:
    html = camp.get("/lesson/topics/why-safety").text
    before, _, after = html.partition("<summary>The case for worry</summary>")
    assert "blank page" in before
    assert "Where we stand" not in before
    assert after.count("</details>") >= 3
    assert "<details class='fold' open" not in html


def test_cards_of_a_topic_are_kept_and_asked(camp: Served) -> None:
    cards = [each.id for each in Catalogue.installed().room("topics/bayesian-networks").cards]
    camp.post("/cards/keep", card=cards[0])
    assert joined(camp.camp.folder.index()) == [cards[0]]
    assert "joint distribution" in text_of(camp.get(f"/review?card={cards[0]}").text)


def test_an_unknown_topic_is_refused_with_the_nearest(camp: Served) -> None:
    said = camp.get("/lesson/topics/why-safty")
    assert said.status_code in (400, 404)
    assert "topics/why-safety" in said.text


def test_all_links_of_the_gap_year_are_on_its_pages(camp: Served) -> None:
    path = find("gap-year")
    html = unescape(camp.get("/plan/gap-year").text)
    html += "".join(unescape(camp.get(f"/module/{each.id}").text) for each in path.modules)
    links = [each.url for each in path.sources]
    links += [each.url for _, _, box in path.every_resource() for each in (box, *box.options) if each.url]
    assert len(links) == 35
    assert [each for each in links if f'href="{each}"' not in html] == []


def test_a_module_says_what_to_make_and_counts_what_is_there(camp: Served) -> None:
    def makes() -> str:
        return text_of(camp.get("/module/gap-year/drawing").text.partition('id="makes"')[2].partition("</ul>")[0])

    assert "Pieces of concept art 0 of 10" in makes()
    Artefacts(camp.camp.folder).begin("drawing", "A sketch", state="sketch")
    Artefacts(camp.camp.folder).begin("drawing", "A robot", state="finished")
    assert "Pieces of concept art 1 of 10" in makes()
    project = text_of(camp.get("/module/research-engineer/bandits").text)
    assert "Project 6 of the portfolio. Shows reasoning about exploring" in project
