"""Breadth and depth over the weeks, and the map of the field."""

import itertools
from datetime import date, timedelta

import pytest

from palaestra.kit.curriculum.field import subfields
from palaestra.practice.days.journal import Journal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.path.field import Ground, survey
from palaestra.practice.path.growth import growth


def test_nothing_entered_is_nothing_shown(folder: PracticeFolder) -> None:
    assert growth(folder) == ()


def test_a_room_is_entered_once_however_it_is_entered(folder: PracticeFolder) -> None:
    folder.log.append("attempt", exercise="bandits/ucb1", mode="build", verdict="wrong")
    folder.log.append("review", card="bandits/regret-definition", rating=3)
    folder.log.append("review", card="topics/why-safety/both-sides", rating=3)
    Journal(folder).record("60m reading", module="research-engineer/bandits")
    (week,) = growth(folder)
    assert (week.entered, week.passed, week.solid) == (2, 0, 0)


def test_a_glance_is_no_entering(folder: PracticeFolder) -> None:
    Journal(folder).record("29m looked at it", module="games")
    assert growth(folder) == ()
    Journal(folder).record("1m more", module="games")
    assert growth(folder)[-1].entered == 1


def test_solid_counts_as_passed_and_both_stay(folder: PracticeFolder) -> None:
    day = folder.today() - timedelta(days=21)
    Journal(folder).record("60m reading", module="games", day=day)
    folder.log.append("state", module="research-engineer/games", state="passed")
    folder.log.append("state", module="research-engineer/probability", state="solid")
    weeks = growth(folder)
    assert len(weeks) == 4
    assert [(each.passed, each.solid) for each in weeks[:-1]] == [(0, 0)] * 3
    assert (weeks[-1].entered, weeks[-1].passed, weeks[-1].solid) == (1, 2, 1)


def test_weeks_follow_one_another_over_the_year(folder: PracticeFolder) -> None:
    Journal(folder).record("60m reading", module="games", day=folder.today() - timedelta(days=400))
    weeks = growth(folder)
    assert len(weeks) in (58, 59)
    assert all(after.last - before.last == timedelta(days=7) for before, after in itertools.pairwise(weeks))
    assert weeks[-1].last >= folder.today()


def test_every_subfield_can_be_argued_with() -> None:
    found = subfields()
    assert len({each.id for each in found}) == len(found) >= 15
    for each in found:
        assert each.asks.endswith("?")
        assert each.assumes.endswith(".")
        assert each.doubts.endswith(".")
        assert each.begin.url.startswith("https://")
        assert each.rooms


def test_the_rooms_of_the_map_are_built_or_planned() -> None:
    from palaestra.app.rooms import room_titles
    from palaestra.kit.catalogue import Catalogue

    known = room_titles(Catalogue.installed())
    assert [room for each in subfields() for room in each.rooms if room not in known] == []


def ground(folder: PracticeFolder, name: str) -> Ground:
    return next(each for each in survey(folder) if each.subfield.id == name)


@pytest.mark.parametrize(
    "text", ["See [[Goodhart's law]].", "See [[reward-hacking]].", "#specification", "[[reward_hacking]]"]
)
def test_a_note_stands_where_it_links_to(folder: PracticeFolder, text: str) -> None:
    assert ground(folder, "specification").is_gap
    (folder.root / "notes" / "a.md").write_text(f"# A thought\n\n{text}\n")
    found = ground(folder, "specification")
    assert [note.title for note in found.notes] == ["A thought"]
    assert not found.is_gap
    assert ground(folder, "verification").is_gap


def test_hours_exercises_and_cards_of_its_rooms_count(folder: PracticeFolder) -> None:
    Journal(folder).record("90m reading", module="research-engineer/model-checking", day=date(2026, 1, 5))
    folder.log.append("attempt", exercise="model_checking/pctl", mode="build", verdict="passed", help="alone")
    folder.log.append("review", card="model_checking/until", rating=3)
    found = ground(folder, "verification")
    assert found.minutes >= 90
    assert (found.exercises, found.cards) == (1, 1)


def test_the_niche_is_marked(folder: PracticeFolder) -> None:
    folder.change_settings(niche="Mechanistic interpretability")
    assert [each.subfield.id for each in survey(folder) if each.is_niche] == ["mechanistic-interpretability"]
