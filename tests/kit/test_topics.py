"""Topics are rooms without code: the catalogue finds them, and each keeps what a room keeps."""

import re
import tomllib
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue, Topic
from palaestra.kit.curriculum import curricula
from palaestra.kit.refusal import Refusal
from tests.contract.rules import ids, lessons

CATALOGUE = Catalogue.installed()
TOPICS = pytest.mark.parametrize("topic", CATALOGUE.topics, ids=lambda each: each.name)
RULES = [
    ids.ids_are_unique_and_legal,
    ids.ids_are_permanent,
    lessons.code_comes_from_source,
    lessons.lessons_say_their_limits,
]
LESSON_WORDS = range(500, 1001)
ANSWER_CHARACTERS = 280


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}", text.lower()))


def test_the_topics_of_the_paths_are_there() -> None:
    assert {each.name.partition("/")[2] for each in CATALOGUE.topics} >= {
        "deliberate-practice",
        "reading-papers",
        "implementing-papers",
        "experimental-design",
        "mathematical-writing",
        "search-and-planning",
        "bayesian-networks",
        "why-safety",
    }


@TOPICS
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_topic_keeps_the_reading_rules_of_rooms(topic: Topic, rule) -> None:
    checks = list(rule(topic))
    assert checks or rule is lessons.code_comes_from_source
    assert not [f"x {each.says}: {each.got}\n  {each.want}" for each in checks if not each.holds]


@TOPICS
def test_a_topic_is_short_and_has_cards_and_sources(topic: Topic) -> None:
    text = topic.lessons[0].path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(text.split()) in LESSON_WORDS
    assert 5 <= len(topic.cards) <= 8
    assert 1 <= sum(each.core for each in topic.cards) <= 8
    assert len(topic.papers) >= 3
    assert all(each.link.startswith(("https://", "http://")) for each in topic.papers)
    assert topic.promise.endswith(".")
    assert text.count("[fold ") == text.count("[end fold]")


@TOPICS
def test_a_card_asks_one_thing_and_does_not_answer_itself(topic: Topic) -> None:
    for card in topic.cards:
        assert card.question.rstrip().endswith(("?", ".")), card.id
        assert "?" in card.question or card.question.split()[0] in ("Write", "State", "Name"), card.id
        assert card.source, card.id
        assert 3 <= len(card.answer) <= ANSWER_CHARACTERS, card.id
        new = words(card.answer) - words(card.question)
        assert len(new) >= len(words(card.answer)) / 2, card.id


def test_every_card_and_lesson_has_an_id_of_its_own() -> None:
    for many in (list(CATALOGUE.cards()), list(CATALOGUE.lessons())):
        assert len({each.id for each in many}) == len(many)
    assert {each.id for topic in CATALOGUE.topics for each in topic.cards} < {each.id for each in CATALOGUE.cards()}


@TOPICS
def test_every_topic_and_each_of_its_cards_is_on_a_path(topic: Topic) -> None:
    modules = [module for path in curricula() for module in path.modules]
    assert any(topic.name in module.lessons for module in modules)
    offered = {card for module in modules for card in (*module.core_cards, *module.cards)}
    assert {each.id for each in topic.cards} <= offered


def test_a_room_is_found_by_name_whatever_it_is() -> None:
    assert CATALOGUE.room("bandits").name == "bandits"
    assert CATALOGUE.room("topics/why-safety").title == "Why safety"
    with pytest.raises(Refusal, match="Did you mean topics/why-safety"):
        CATALOGUE.room("topics/why-safty")


def write(folder: Path, **files: str) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_a_topic_of_anyones_is_a_folder_beside_rooms(tmp_path: Path) -> None:
    cards = '[[cards]]\nid = "one"\nquestion = "What?"\nanswer = "That."\ncore = true\n'
    write(tmp_path / "tea", topic_toml='promise = "Tea."\n', lesson_md="# Tea\n\nHot.\n", cards_toml=cards)
    (topic,) = Catalogue(tmp_path).topics
    assert (topic.name, topic.title, topic.cards[0].id) == ("topics/tea", "Tea", "topics/tea/one")
    assert (topic.exercises, topic.experiments, Catalogue(tmp_path).systems) == ((), (), ())


@pytest.mark.parametrize("lesson", ["", None], ids=["empty", "missing"])
def test_a_topic_without_a_lesson_is_refused_with_its_file(tmp_path: Path, lesson: str | None) -> None:
    files = {"topic_toml": 'promise = "Tea."\n'} | ({} if lesson is None else {"lesson_md": lesson})
    write(tmp_path / "tea", **files)
    with pytest.raises(Refusal, match=r"tea/lesson\.md is not there, or empty"):
        _ = Catalogue(tmp_path).topics[0].title


def test_a_manifest_with_an_unknown_key_names_its_file(tmp_path: Path) -> None:
    write(tmp_path / "tea", topic_toml='promise = "Tea."\nflavour = "green"\n')
    with pytest.raises(Refusal, match=r"tea/topic\.toml"):
        _ = Catalogue(tmp_path).topics


def _lesson(name: str) -> str:
    return CATALOGUE.room(f"topics/{name}").lessons[0].path.read_text(encoding="utf-8")


def test_the_worked_posteriors_are_what_enumeration_gives() -> None:
    prior, given = 0.1, {0: 0.05, 1: 0.8, 2: 0.95}
    joint = {
        (data, rate): given[data + rate] * (prior if data else 1 - prior) * (prior if rate else 1 - prior)
        for data in (0, 1)
        for rate in (0, 1)
    }
    evidence = sum(joint.values())
    with_data = joint[1, 0] + joint[1, 1]
    after = joint[1, 1] / (joint[1, 1] + joint[0, 1])
    text = _lesson("bayesian-networks")
    for shown in (
        f"= {evidence:.3f}",
        f"{with_data:.4f}",
        f"approx {with_data / evidence:.2f}",
        f"\\approx {after:.2f}",
    ):
        assert shown in text
    assert f"costs {10 * after:.1f}" in text


def test_the_worked_figures_on_design_and_search_hold() -> None:
    assert f"{100 * (1 - 0.95**20):.0f} %" in _lesson("experimental-design")
    assert abs((1 - 0.05 ** (1 / 60)) - 3 / 60) < 0.002
    searches = [sum(10**level for level in range(depth + 1)) for depth in range(11)]
    assert round(searches[-1] / sum(searches[:-1])) == 9
    assert "about a ninth" in _lesson("search-and-planning")


def test_topic_files_are_all_read(tmp_path: Path) -> None:
    for topic in CATALOGUE.topics:
        assert {each.name for each in topic.folder.iterdir()} == {"topic.toml", "lesson.md", "cards.toml", "ids.txt"}
        assert set(tomllib.loads((topic.folder / "topic.toml").read_text(encoding="utf-8"))) == {"promise", "papers"}
