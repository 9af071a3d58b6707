"""The first day in the terminal: what is read first, where a reading is, what the path is fitted to."""

from datetime import date, timedelta
from pathlib import Path

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


UCB1 = """
import numpy as np

class Upper:
    def __init__(self, num_arms, c):
        self.c, self.q, self.n = c, np.zeros(num_arms), np.zeros(num_arms)

    def act(self):
        if not self.n.all():
            return int(np.argmin(self.n))
        return int(np.argmax(self.q + self.c * np.sqrt(np.log(self.n.sum()) / self.n)))

    def observe(self, action, reward):
        self.n[action] += 1
        self.q[action] += (reward - self.q[action]) / self.n[action]
"""
ADAPTER = """
class UCB1:
    def __init__(self, arms, c=2 ** 0.5):
        self.inner = theirs(arms, c)

    def select(self, draws):
        return self.inner.act()

    def update(self, arm, reward):
        self.inner.observe(arm, reward)
"""


def test_code_from_elsewhere_tests_out_and_then_come_the_cards(
    home: PracticeFolder, call: Call, tmp_path: Path
) -> None:
    theirs, adapter = tmp_path / "solutions.py", tmp_path / "adapt.py"
    theirs.write_text(UCB1)
    adapter.write_text(ADAPTER)
    call("plan", "place", "bandits", "--start")
    said = call("check", "bandits/ucb1", "--from", f"{theirs}:Upper")
    assert "class UCB1:" in said.out, "a class is adapted by a class"
    said = call("check", "bandits/ucb1", "--from", f"{theirs}:Upper", "--adapt", str(adapter))
    assert said.code == 0
    assert "exercises/bandits/ucb1.py" in "".join(said.out.split())
    assert said.out.split()[-5:] == ["palaestra", "plan", "place", "research-engineer/bandits", "--cards"]


def test_a_mistake_of_an_exercise_that_passed_is_not_next(home: PracticeFolder, call: Call) -> None:
    name = "bandits/sample-average"
    facts = {"exercise": name, "mode": "build", "rung": 0, "rungs": 3, "help": "alone"}
    home.log.append("attempt", verdict="wrong", mistake="counts-one-too-many", **facts)
    assert call("mistakes").last == f"next: palaestra check {name}"
    passed(home, name)
    assert call("mistakes").last == "next: palaestra today"


def test_hours_of_another_year_are_kept_shown_and_led_to(home: PracticeFolder, call: Call, tmp_path: Path) -> None:
    day = home.today()
    before = date.fromisocalendar(day.isocalendar().year - 1, 37, 2)
    said = call("log", "2.5h Sutton", "--day", str(before))
    assert said.out.startswith(f"150 minutes kept for {before:%A %-d %B %Y}. That week: 2.5 h of 6.0 h.")
    assert call("log", "30m Sutton").out.startswith("30 minutes kept. This week: 0.5 h of 6.0 h.")
    shown = call("log", "--year", "--day", str(before))
    assert f"{before.year}-W37" in shown.out
    assert call("log", "--year", "--json").data["minutes"] == 30
    table = tmp_path / "hours.csv"
    table.write_text(f"week,hours\n{before.year}-W37,12\n")
    said = call("import", str(table), "--yes")
    assert said.last == f"next: palaestra log --year --day {before - timedelta(days=1)}"
    assert "12.0 h" in call(*said.last.split()[2:]).out
    table.write_text(f"day,hours\n{day},2\n")
    assert call("import", str(table)).last.startswith("next: palaestra import ")
    assert call("import", str(table), "--yes").last == "next: palaestra log --weeks 8"
