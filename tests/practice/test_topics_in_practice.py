"""A topic's cards come where a room's do: into the deck, by name, and into the minutes of the day."""

from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import find
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.today import current_plan, recall
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.rooms import room_of, room_of_module

CATALOGUE = Catalogue.installed()


@pytest.fixture
def folder(tmp_path: Path) -> PracticeFolder:
    made = PracticeFolder.create(tmp_path / "home")
    made.change_settings(curriculum="deliberate-practice")
    return made


def test_cards_of_an_open_modules_topic_are_offered(folder: PracticeFolder) -> None:
    offered = list(recall(folder, CATALOGUE).cards)
    assert offered == list(find("deliberate-practice").module("how-to-practise").core_cards)
    assert all(each.startswith("topics/deliberate-practice/") for each in offered)


def test_a_topic_is_a_deck_by_its_name(folder: PracticeFolder) -> None:
    asked = list(recall(folder, CATALOGUE, ["topics/why-safety"]).cards)
    assert asked == [each.id for each in CATALOGUE.room("topics/why-safety").cards]
    with pytest.raises(Refusal, match="topics/why-safety"):
        recall(folder, CATALOGUE, ["topics/why-safetey"])


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        ("bandits/ucb1-index", "bandits"),
        ("topics/why-safety/survey-median", "topics/why-safety"),
        ("notes/a/b.md", ""),
        ("own/mine/two-and-two", ""),
        ("research-engineer", ""),
        ("", ""),
    ],
)
def test_the_room_of_an_exercise_or_card(subject: str, about: str) -> None:
    assert room_of(subject) == about


@pytest.mark.parametrize(
    ("module", "room"),
    [
        ("research-engineer/reward-hacking", "reward_hacking"),
        ("autumn/bandits", "bandits"),
        ("bandits", "bandits"),
        ("topics/why-safety", "topics/why-safety"),
        ("own/mine", ""),
        ("", ""),
    ],
)
def test_the_room_of_a_module(module: str, room: str) -> None:
    assert room_of_module(module) == room


def test_a_topics_module_passes_when_read_explained_and_reflected_on(tmp_path: Path) -> None:
    folder = PracticeFolder.create(tmp_path / "home")
    module = find("research-engineer").module("safety-case")
    for box in module.resources:
        folder.log.append("tick", item=box.id, ticked=True)
    assert current_plan(folder).module(module.id).state == "open"
    folder.log.append("explanation", module=module.id, path="notes/why.md", scores=[2, 2, 2])
    assert current_plan(folder).module(module.id).state == "understood"
    lacks = [each.says for each in current_plan(folder).module(module.id).lacks]
    assert any("one page on the step you doubt most: 0 of 1" in each for each in lacks)
