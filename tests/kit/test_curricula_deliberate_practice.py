"""Deliberate practice as its log and the guide of 2018 have it: books by chapters, the map of AI, a niche."""

from collections.abc import Iterator

import pytest

from palaestra.kit.curriculum import Curriculum, find

LINKS_OF_THE_LOGS_METHOD = [
    "https://www.amazon.com/gp/product/0544947223/",
    "https://github.com/Mark-Kagach/learning_ml/tree/24fe7c69d1fcb40b3a853f8659e0e7caa4388e28/Theoretical%20Practice",
    "https://github.com/Mark-Kagach/learning_ml/tree/24fe7c69d1fcb40b3a853f8659e0e7caa4388e28/Technical%20Practice",
    "https://www.youtube.com/watch?v=_f-qkGJBPts",
    "https://gwern.net/spaced-repetition",
    "https://open.spotify.com/episode/1V1b314FLv4bn0KbauqvUa?si=dF9lIgVwTFWTmyyWRURUEA&t=4599",
    "https://nintil.com/bloom-sigma/",
    "https://docs.google.com/spreadsheets/d/1rfQKYsyOER4DXbrs000tAxtyGI_Syt5L0C22ac5TzqI/",
    "https://www.youtube.com/watch?v=yWfr8tkJUhA",
]


@pytest.fixture(scope="module")
def path() -> Curriculum:
    return find("deliberate-practice")


def _links(path: Curriculum) -> Iterator[str]:
    for _, _, resource in path.every_resource():
        yield resource.url
        yield from (each.url for each in resource.options)
    yield from (each.url for each in path.sources)


def _chapters(path: Curriculum, *resources: str) -> list[int]:
    return [int(part.split()[0]) for each in resources for part in path.resource(each).parts]


def test_every_link_of_the_logs_method_is_on_the_path(path: Curriculum) -> None:
    assert set(LINKS_OF_THE_LOGS_METHOD) <= set(_links(path))


def test_understand_integrate_triage_is_its_frame(path: Curriculum) -> None:
    assert {"understand", "integrate", "triage"} <= {each.id for each in path.questions}
    assert path.modules[0].title == "Understand, integrate, triage"
    assert all(each.success for each in path.stages)


def test_the_big_book_is_read_by_chapters(path: Curriculum) -> None:
    parts = "opening", "problem-solving", "knowledge", "uncertainty", "learning"
    assert _chapters(path, *(f"aima-{each}" for each in parts)) == list(range(1, 20))
    assert _chapters(path, "aima-rest") == list(range(20, 29))
    assert path.module("rest-of-the-book").optional


def test_books_with_exercises_have_their_chapters(path: Curriculum) -> None:
    assert _chapters(path, "hands-on-part-one") == list(range(1, 10))
    assert _chapters(path, "from-scratch") == list(range(1, 8))


def test_classical_ai_has_topics_with_cards(path: Curriculum) -> None:
    for module, topic in (
        ("search-logic-planning", "search-and-planning"),
        ("uncertainty-and-decisions", "bayesian-networks"),
    ):
        assert path.module(module).lessons == (f"topics/{topic}",)
        assert len(path.module(module).core_cards) >= 4


def test_the_four_books_on_practice_and_the_safety_courses_are_named(path: Curriculum) -> None:
    books = {each.title for each in path.resource("practice-books").options}
    assert {"The Art of Learning", "Ultralearning", "Get Better at Anything"} < books
    assert any(each.startswith("Peak") for each in books)
    titles = " ".join(each.title for _, _, each in path.every_resource())
    for wanted in ("CS 2881", "Technical AI Safety", "Shallow review", "What funders"):
        assert wanted in titles


def test_the_course_that_was_left_is_one_of_two_and_its_reason_kept(path: Curriculum) -> None:
    course = path.resource("first-course")
    assert str(course.choose) == "1"
    assert "spiky" in course.note


def test_the_guides_own_pointers_carry_year_link_and_what_changed(path: Curriculum) -> None:
    papers, guide, study = (path.resource(each) for each in ("few-dozen", "the-guide", "self-study"))
    (listed,) = papers.options
    assert (listed.title, listed.year) == ("Key Papers in Deep RL", 2018)
    assert listed.url.endswith("keypapers.html")
    assert papers.picks == 24
    assert "2022" in guide.changed
    assert "Daniel Ziegler" in study.authors
    assert all(each.changed and each.url for each in (guide, study))
    assert all(each.year == 2018 for each in (guide, study))


def test_the_guides_method_is_a_ladder_then_bugs_by_reading_then_evidence(path: Curriculum) -> None:
    ladder = " ".join(path.resource("ladder").parts)
    assert ladder.index("chain") < ladder.index("CartPole") < ladder.index("LunarLander")
    assert "entropy" in " ".join(path.resource("found-by-reading").parts)
    assert [each.id.partition("/")[2] for each in path.stages[-1].modules] == [
        "key-papers",
        "first-algorithms",
        "reimplement",
        "evidence",
    ]
