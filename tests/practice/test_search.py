"""Search finds what was written, forgets what was removed, and survives any query and any broken file."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.journal import Journal
from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.search import Hit, Search


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.installed()


def write(folder: PracticeFolder, name: str, text: str) -> Path:
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def find(folder: PracticeFolder, catalogue: Catalogue, query: str, *kinds: str) -> list[Hit]:
    return Search(folder, catalogue).find(query, kinds)


def test_everything_the_learner_wrote_is_found(folder: PracticeFolder, catalogue: Catalogue) -> None:
    write(folder, "notes/zebra.md", "# On zebras\n\nThe quagga is gone.\n")
    Weeks(folder).take_in("2026-W05", "A week of quaggas", "log.md")
    Journal(folder).record("90m quagga reading")
    assert {each.kind for each in find(folder, catalogue, "quagga")} == {"note", "week", "entry"}


def test_own_cards_are_found_until_they_are_gone(folder: PracticeFolder, catalogue: Catalogue) -> None:
    card = '[[cards]]\nid = "quagga"\nquestion = "Where did the quagga live?"\nanswer = "In the Karoo."\n'
    path = write(folder, "cards/beasts.toml", card)
    write(folder, "notes/zebra.md", "# On zebras\n\nQ: Which zebra has most stripes?\nA: Grevy's zebra.\n")
    (found,) = find(folder, catalogue, "karoo")
    assert (found.kind, found.id, found.title) == ("card", "own/beasts/quagga", "Where did the quagga live?")
    assert [each.id.startswith("notes/zebra/") for each in find(folder, catalogue, "grevy", "card")] == [True]
    path.unlink()
    assert find(folder, catalogue, "karoo") == []


def test_the_library_is_found_by_kind(folder: PracticeFolder, catalogue: Catalogue) -> None:
    kinds = ("lesson", "card", "exercise", "experiment", "module", "resource", "paper")
    for kind in kinds:
        query = {"module": "bandits", "resource": "bandit algorithms", "paper": "thompson"}.get(kind, "regret")
        found = find(folder, catalogue, query, kind)
        assert found, kind
        assert {each.kind for each in found} == {kind}


def test_words_are_met_by_their_stems_accents_and_beginnings(folder: PracticeFolder, catalogue: Catalogue) -> None:
    write(folder, "notes/a.md", "# Géron\n\nOptimising proxies\n")
    for query in ("geron", "optimise proxy", "opt", '"optimising proxies"'):
        assert [each.id for each in find(folder, catalogue, query, "note")] == ["notes/a.md"], query
    assert not find(folder, catalogue, '"proxies optimising"', "note")


def test_a_note_that_changed_or_went_is_searched_as_it_is(folder: PracticeFolder, catalogue: Catalogue) -> None:
    path = write(folder, "notes/a.md", "# A\n\nquagga\n")
    assert find(folder, catalogue, "quagga", "note")
    path.write_text("# A\n\nokapi instead\n")
    assert not find(folder, catalogue, "quagga", "note")
    assert find(folder, catalogue, "okapi", "note")
    path.unlink()
    assert not find(folder, catalogue, "okapi", "note")


def test_what_was_retracted_is_not_found(folder: PracticeFolder, catalogue: Catalogue) -> None:
    event = Journal(folder).record("90m quagga reading")
    assert find(folder, catalogue, "quagga", "entry")
    folder.log.retract(event.id)
    assert not find(folder, catalogue, "quagga", "entry")


def test_ones_own_words_come_first(folder: PracticeFolder, catalogue: Catalogue) -> None:
    write(folder, "notes/a.md", "# Regret\n\nWhat I make of regret.\n")
    assert find(folder, catalogue, "regret")[0].kind == "note"


@pytest.mark.parametrize("damage", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_broken_index_is_made_anew(folder: PracticeFolder, catalogue: Catalogue, damage: bytes) -> None:
    write(folder, "notes/a.md", "# A\n\nquagga\n")
    find(folder, catalogue, "quagga")
    (folder.root / ".palaestra" / "search.sqlite").write_bytes(damage)
    assert find(folder, catalogue, "quagga", "note")


def test_a_query_without_a_word_is_refused(folder: PracticeFolder, catalogue: Catalogue) -> None:
    for query in ("", "  ", '""', "*()"):
        with pytest.raises(Refusal, match="no word"):
            find(folder, catalogue, query)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(min_size=1, max_size=40))
def test_no_query_is_taken_for_a_command(folder: PracticeFolder, catalogue: Catalogue, query: str) -> None:
    has_a_word = any(each.isalnum() for each in query)
    with nullcontext() if has_a_word else pytest.raises(Refusal, match="no word"):
        find(folder, catalogue, query)
