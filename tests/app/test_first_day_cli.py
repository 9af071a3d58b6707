"""The first day in the terminal: what is read first, where a reading is, what the path is fitted to."""

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call


@pytest.fixture
def home() -> PracticeFolder:
    return PracticeFolder.create(default_path())


def passed(home: PracticeFolder, exercise: str) -> None:
    home.log.append("attempt", exercise=exercise, mode="build", verdict="passed", rung=5, rungs=5, help="alone")


def test_the_first_day_reads_before_it_asks(home: PracticeFolder, call: Call) -> None:
    lesson = Catalogue.installed().system("bandits").lessons[0]
    said = call("today")
    assert said.out.splitlines()[1].split(maxsplit=1) == ["read", f"{lesson.title}: your first lesson, in the browser"]
    assert "palaestra plan triage" in said.out
    assert said.last == "next: palaestra serve --open"
    assert call("today", "--json").data["lesson"] == {"id": lesson.id, "title": lesson.title}
    home.change_settings(goal="Evaluations")
    assert "plan triage" not in call("today").out
    passed(home, "bandits/sample-average")
    said = call("today")
    assert lesson.title not in said.out
    assert said.last == "next: palaestra review"


def test_a_reading_brings_its_link(home: PracticeFolder, call: Call) -> None:
    home.log.append("state", module="research-engineer/bandits", state="passed")
    said = call("today")
    found = call("today", "--json").data["next"]
    assert found["command"].startswith("palaestra plan tick ")
    assert found["link"].startswith("https://")
    assert f"  link       {found['link']}" in said.out
