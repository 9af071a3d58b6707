"""The joins between the services, asked directly: in which order, whose first, what is told to others."""

from pathlib import Path

import pytest

from palaestra.app.asking import hushed
from palaestra.app.making import module_named, wanted
from palaestra.app.practising import Practising
from palaestra.app.recalling import listed
from palaestra.app.testing_out import sample_of
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.curriculum import find
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.memory.collection import Collection
from palaestra.practice.path.facts import facts_of
from palaestra.practice.path.placement import placement
from palaestra.practice.path.plan import make_plan

PATH = """
id = "road"
title = "Road"
author = "us"
summary = "A short one."
[[stages]]
id = "one"
title = "One"
objective = "Go."
[[stages.modules]]
id = "bandits"
title = "Coins"
why = "To begin."
system = "bandits"
exercises = ["bandits/ucb1"]
core_cards = ["bandits/ucb1-index", "bandits/regret-definition"]
artefacts = [{ kind = "article", count = 2 }]
[[stages.modules]]
id = "beside"
title = "Beside"
why = "At the same time."
track = "other"
artefacts = [{ kind = "article", count = 1 }, { kind = "talk", count = 1 }]
"""


@pytest.fixture
def folder() -> PracticeFolder:
    made = PracticeFolder.create(default_path())
    (made.root / "curricula").mkdir()
    (made.root / "curricula" / "road.toml").write_text(PATH)
    made.change_settings(curriculum="road")
    return made


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.installed()


def test_what_several_modules_ask_for_is_asked_once_and_added_up(folder: PracticeFolder) -> None:
    assert {each.kind: each.count for each in wanted(folder)} == {"article": 3, "talk": 1}


def test_a_short_module_id_means_your_own_path_first(folder: PracticeFolder) -> None:
    assert module_named(folder, "bandits") == "road/bandits"
    folder.change_settings(curriculum="research-engineer")
    assert module_named(folder, "bandits") == "research-engineer/bandits"
    assert module_named(folder, "road/bandits") == "road/bandits"


def test_cards_set_apart_are_listed_first_and_those_not_taken_in_last(
    folder: PracticeFolder, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, other = "bandits/ucb1-index", "bandits/regret-definition"
    monkeypatch.setattr("palaestra.app.recalling.leeches", lambda states, decisions: {card})
    for each in (other, card):
        folder.log.append("review", card=each, rating=4)
    rows = listed(folder, catalogue, Collection.of(folder, catalogue))
    standings = [each.standing for each in rows]
    assert sorted(set(standings), key=standings.index) == ["apart", "learnt", "waiting"]
    assert [each.id for each in rows][:2] == [card, other]


def test_a_placement_asks_each_card_once(folder: PracticeFolder, catalogue: Catalogue) -> None:
    path = find("road", folder.root / "curricula")
    found = placement(folder, catalogue, make_plan(path, facts_of(folder)).module("bandits"))
    sample = sample_of(folder, found)
    first, second = (each.card.id for each in sample.due())
    sample.review(first, 3)
    assert [each.card.id for each in sample_of(folder, found).due()] == [second]


def test_what_is_told_to_others_names_no_place_of_this_machine(folder: PracticeFolder) -> None:
    work = Practising.at("bandits/ucb-bonus", folder)
    text = f"{work.file} beside {folder.root}/notes/a.md in {folder.root}, not {Path.home()}/b"
    assert hushed(text, work) == "ucb_bonus.py beside notes/a.md in ., not ~/b"
