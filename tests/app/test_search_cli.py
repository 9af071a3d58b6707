"""`search` in the terminal: the command it ends with opens what was found, and changes nothing."""

import shlex

import pytest

from palaestra.practice.days.weeks import Weeks
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.writing.artefacts import Artefacts
from tests.said import Call

OPENS = {
    "note": "note --show notes/",
    "artefact": "artefact show zebras-and-regret",
    "week": "week --week 2026-W40",
    "card": "card show bandits/",
    "exercise": "start bandits/",
    "experiment": "run bandits/",
    "module": "plan why ",
    "paper": "reading papers",
}


@pytest.fixture
def folder() -> PracticeFolder:
    folder = PracticeFolder.create(default_path())
    (folder.root / "notes" / "zebra.md").write_text("# Zebra\n\nOn regret.\n")
    Artefacts(folder).begin("article", "Zebras and regret")
    Weeks(folder).close("2026-W40", "A week of regret.")
    return folder


@pytest.mark.parametrize("kind", OPENS)
def test_the_last_line_opens_what_was_found_first(folder: PracticeFolder, call: Call, kind: str) -> None:
    query = {"paper": "Finite-time", "module": "bandits"}.get(kind, "regret")
    said = call("search", query, "--kind", kind)
    assert said.last.startswith(f"next: palaestra {OPENS[kind]}")
    if kind in ("experiment", "exercise"):  # these do something, and are tested where they do it
        return
    before = folder.index().rows("SELECT id FROM events")
    assert call(*shlex.split(said.last.removeprefix("next: palaestra "))).code == 0
    assert folder.index().rows("SELECT id FROM events") == before


def test_a_paper_is_found_by_the_name_that_reading_takes(folder: PracticeFolder, call: Call) -> None:
    found = call("search", "Finite-time", "--kind", "paper", "--json").data[0]
    assert call("reading", "paper", found["id"], "queued").code == 0


def test_the_name_of_a_week_shows_it_and_is_never_its_words(folder: PracticeFolder, call: Call) -> None:
    assert "A week of regret." in call("week", "2026-W40").out
    assert call("week", " 2026-W40 ", "--json").data["text"] == "A week of regret."
    assert [each.week for each in Weeks(folder).written()] == ["2026-W40"]


def test_a_week_is_named_once(folder: PracticeFolder, call: Call) -> None:
    assert call("search", "regret", "--kind", "week").out.count("2026-W40") == 2, "in its line and in the last one"
