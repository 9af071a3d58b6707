"""The gap year as its page has it: four tracks, fourteen modules, 35 links, results that are counted."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from palaestra.kit.curriculum import Curriculum, Option, Resource, Source, find

LINKS = Path(__file__).parent / "sources" / "gap_year_links.txt"


@pytest.fixture(scope="module")
def path() -> Curriculum:
    return find("gap-year")


def _points(path: Curriculum) -> Iterator[Resource | Option | Source]:
    for _, _, resource in path.every_resource():
        yield resource
        yield from resource.options
    yield from path.sources


def _given(each: Resource | Option | Source) -> str:
    """The link as the page gives it: what a correction says was there, else the link itself."""
    return next((one.was for one in each.corrections if one.kind != "text"), each.url)


def test_four_tracks_are_four_stages_of_5_5_1_and_3_modules(path: Curriculum) -> None:
    assert [(each.title, len(each.modules)) for each in path.stages] == [
        ("Engineering", 5),
        ("Theory", 5),
        ("Research", 1),
        ("Hobby", 3),
    ]
    assert [{module.track for module in stage.modules} for stage in path.stages] == [
        {"engineering"},
        {"theory"},
        {"research"},
        {"hobby"},
    ]
    assert all(each.why and len(each.why.split()) >= 5 for each in path.modules)


def test_only_hobbies_are_free(path: Curriculum) -> None:
    assert {each.id.partition("/")[2] for each in path.modules if each.free} == {"drawing", "chinese", "driving"}
    assert not any(each.planned or each.optional for each in path.modules)


def test_every_link_of_the_page_is_there_as_often_as_it_gives_it(path: Curriculum) -> None:
    theirs = Counter(LINKS.read_text(encoding="utf-8").split())
    assert sum(theirs.values()) == 35
    ours = Counter(link for each in _points(path) if (link := _given(each)))
    assert ours == theirs


def test_every_link_leads_somewhere_today(path: Curriculum) -> None:
    assert all(each.url.startswith("http") for each in _points(path) if _given(each))


def test_links_that_moved_say_why(path: Curriculum) -> None:
    corrected = {one.was: one for each in _points(path) for one in each.corrections}
    for gone in ("api-inference.huggingface.co", "deepmind.com", "eacambridge.org/technical", "jax.readthedocs.io"):
        (found,) = (each for was, each in corrected.items() if gone in was)
        assert found.kind == "moved"
        assert found.now.startswith("http")
        assert len(found.reason) > 20
    assert any("six" in each.now for each in corrected.values())


def test_results_are_counted_with_what_they_are(path: Curriculum) -> None:
    wanted = {each.kind: (each.count, each.title) for module in path.modules for each in module.artefacts}
    assert wanted == {
        "drawing": (10, "pieces of concept art"),
        "distillation": (3, "distillations"),
        "article": (3, "interactive articles"),
        "certificate": (1, "HSK 4 certificate"),
    }


def test_five_questions_help_to_select_each_with_an_example(path: Curriculum) -> None:
    assert len(path.questions) == 5
    assert all(each.text.endswith("?") and each.example for each in path.questions)


def test_lectures_are_thirteen_and_the_second_half_matters_most(path: Curriculum) -> None:
    (lectures,) = path.resource("rl-lectures").options
    assert [int(each.split()[0]) for each in lectures.parts] == list(range(1, 14))
    assert "second half" in path.resource("rl-lectures").note
    assert path.resource("own-agents").parts == ("VPG", "DQN", "A2C", "PPO", "DDPG")


def test_those_who_gave_feedback_are_thanked_by_name(path: Curriculum) -> None:
    named = " ".join(f"{each.title} {each.authors}" for each in path.sources)
    for who in ("Lawsen", "Andy Jones", "Stebbing", "EleutherAI", "ML Collective", "vast.ai", "Stuhlmüller"):
        assert who in named
