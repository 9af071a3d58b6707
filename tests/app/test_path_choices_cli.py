"""What may be changed about a path, at the terminal: triage, order, place, answer, leave, revisit, add, meet, new."""

from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
import typer

from palaestra.kit.curriculum import find
from palaestra.practice.folder import PracticeFolder, default_path
from tests.said import Call

PATH = """
id = "road"
title = "Road"
author = "us"
summary = "A short one."
[[orders]]
id = "other-way"
title = "The other way round"
why = "You see the end first."
stages = [{ id = "weeks", title = "Weeks", modules = ["second"] }]
later = [{ module = "coins", because = "nothing needs it yet" }]
[[niches]]
id = "theory"
title = "Theory"
why = "Proofs."
skips = [{ module = "second", because = "No theorem rests on it." }]
[[laboratories]]
id = "lab"
title = "The Lab"
url = "https://lab.example"
rests_on = [{ module = "second", because = "they use it" }]
[[questions]]
id = "who"
text = "For whom?"
example = "A friend."
[[stages]]
id = "one"
title = "One"
objective = "Go."
success = "Can do it alone."
[[stages.modules]]
id = "coins"
title = "Coins"
why = "To begin."
system = "bandits"
exercises = ["bandits/sample-average", "bandits/ucb1"]
core_cards = ["bandits/ucb1-index", "bandits/regret-definition"]
[[stages.modules]]
id = "second"
title = "Second"
why = "To go on."
requires = ["coins"]
brings = [{ module = "coins", because = "it counts coins" }]
[[stages.modules.resources]]
id = "book"
title = "Book"
parts = ["1", "2", "3"]
[[stages.modules.resources]]
id = "talk"
title = "Talk"
"""

ELSEWHERE = """
import math

class UCB1:
    def __init__(self, arms, c=math.sqrt(2.0)):
        self.sums, self.counts, self.c, self.t = [0.0] * arms, [0] * arms, c, 0

    def select(self, draws):
        for arm, count in enumerate(self.counts):
            if count == 0:
                return arm
        scores = [s / n + self.c * math.sqrt(math.log(self.t) / n) for s, n in zip(self.sums, self.counts)]
        return scores.index(max(scores))

    def update(self, arm, reward):
        self.sums[arm] += reward
        self.counts[arm] += 1
        self.t += 1
"""
"""UCB1 as someone wrote it before they came here."""


@pytest.fixture
def folder() -> PracticeFolder:
    made = PracticeFolder.create(default_path())
    (made.root / "curricula").mkdir()
    (made.root / "curricula" / "road.toml").write_text(PATH)
    made.change_settings(curriculum="road")
    return made


def plan(call: Call) -> dict:
    return call("plan", "show", "--json").data


def module(call: Call, name: str) -> dict:
    return next(each for stage in plan(call)["stages"] for each in stage["modules"] if each["id"] == f"road/{name}")


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palaestra.app.cli.path_choices.answers_at_a_terminal", lambda: True)
    monkeypatch.setattr("palaestra.app.cli.path_placing.answers_at_a_terminal", lambda: True)


def test_triage_is_previewed_before_it_is_kept(call: Call, folder: PracticeFolder) -> None:
    said = call("plan", "triage", "--niche", "theory", "--goal", "prove things")
    assert "required -> skipped" in said.out
    assert "No theorem rests on it." in said.out
    assert said.last == "next: palaestra plan triage --goal 'prove things' --niche theory --yes"
    assert folder.log.read().events == ()
    kept = call("plan", "triage", "--niche", "theory", "--goal", "prove things", "--hours", "9", "--yes")
    assert kept.last == "next: palaestra plan"
    assert (module(call, "second")["asks"], module(call, "second")["because"]) == ("skipped", "No theorem rests on it.")
    assert (folder.settings.niche, folder.settings.weekly_hours) == ("theory", 9.0)
    assert "No theorem rests on it." in call("plan", "show").out
    assert "skipped: No theorem rests on it." in call("plan", "why", "second").out
    data = call("plan", "triage", "--lab", "lab", "--json").data
    assert (data["applied"], data["triage"]["niche"]) == (False, "theory")
    assert [(each["before"], each["after"]) for each in data["changes"]] == [("skipped", "optional")]
    call("plan", "triage", "--niche", "none", "--yes")
    assert module(call, "second")["asks"] == "required"
    assert call("plan", "triage", "--niche", "theroy").code == 2


def test_triage_by_question_and_answer(call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    answers = iter(["be of use", "theory", "lab", 5.0, "bandits"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    call("plan", "triage")
    assert folder.log.read().events == ()
    answers = iter(["be of use", "theory", "lab", 5.0, "bandits"])
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert "Kept" in call("plan", "triage").out
    assert plan(call)["triage"] == {
        "goal": "be of use", "niche": "theory", "labs": ["lab"], "hours": 5.0, "knows": ["road/coins"],
    }  # fmt: skip


def test_an_answer_the_path_does_not_know_is_asked_again(
    call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch)
    answers, refused = iter(["be of use", "9", "theory", "nope", "lab", 5.0, "coin", "coins"]), []

    def prompt(*_: Any, value_proc: Any = None, **__: Any) -> Any:
        said = next(answers)
        try:
            return value_proc(said) if value_proc else said
        except typer.BadParameter as error:
            refused.append(error.message)
            return prompt(value_proc=value_proc)

    monkeypatch.setattr("typer.prompt", prompt)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert "Kept" in call("plan", "triage").out
    assert [each.rpartition(" ")[2] for each in refused] == ["'9'.", "'nope'.", "'coin'."]
    assert plan(call)["triage"]["knows"] == ["road/coins"]


def test_another_order_and_back(call: Call, folder: PracticeFolder) -> None:
    assert "later: Coins, because nothing needs it yet" in call("plan", "order").out
    assert call("plan", "order").last == "next: palaestra plan order other-way"
    said = call("plan", "order", "other-way")
    assert "palaestra plan order written goes back" in said.out
    assert plan(call)["order"] == "other-way"
    assert module(call, "coins")["later"] == "nothing needs it yet"
    call("plan", "order", "written")
    assert plan(call)["order"] == ""
    assert call("plan", "order", "othr-way").code == 2


def test_code_written_elsewhere_places_a_newcomer_in_minutes(
    call: Call, folder: PracticeFolder, tmp_path: Path
) -> None:
    said = call("plan", "place", "bandits")
    assert "“UCB1, whole”" in said.out
    assert said.last == "next: palaestra plan place road/coins --start"
    begun = call("plan", "place", "coins", "--start", "--json").data
    assert (begun["begun"], begun["exercise"], begun["met"]) == (True, "bandits/ucb1", False)
    assert Path(begun["file"]).exists()
    theirs = tmp_path / "arena.py"
    theirs.write_text(ELSEWHERE)
    checked = call("check", "bandits/ucb1", "--from", f"{theirs}:UCB1")
    assert checked.code == 0, checked.out
    assert module(call, "coins")["state"] == "passed"
    assert module(call, "coins")["placed"]
    assert module(call, "second")["state"] == "open"
    after = call("plan", "place", "coins")
    assert "0 of 2 cards answered" in after.out
    assert after.last == "next: palaestra plan place road/coins --cards"
    assert call("plan", "place", "coins", "--cards").code == 2, "there is nobody to ask"
    for card in ("bandits/ucb1-index", "bandits/regret-definition"):
        call("review", "--card", card, "--rating", "4")
    assert call("plan", "place", "coins").last == "next: palaestra today"


def test_help_is_no_testing_out_and_says_so(call: Call, folder: PracticeFolder) -> None:
    call("plan", "place", "coins", "--start")
    facts = {"exercise": "bandits/ucb1", "mode": "build", "verdict": "passed", "rung": 5, "rungs": 5, "help": "hints"}
    folder.log.append("attempt", **facts)
    said = call("plan", "place", "coins")
    assert "passed with help; alone, a week after the last hint, it counts" in " ".join(said.out.split())
    assert not call("plan", "place", "coins", "--json").data["met"]
    assert module(call, "coins")["state"] == "open"


def test_a_placement_passes_a_strict_gate_and_can_be_left(call: Call, folder: PracticeFolder) -> None:
    folder.change_settings(gate="strict")
    call("plan", "place", "second", "--start")
    assert module(call, "second")["placing"]
    assert module(call, "second")["state"] == "open"
    assert "stays" in call("plan", "place", "second", "--leave").out
    assert module(call, "second")["state"] == "locked"
    assert call("plan", "place", "second", "--leave").code == 2
    assert call("plan", "place", "secnod").code == 2


def test_placement_cards_at_a_terminal(call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    at_a_terminal(monkeypatch)
    folder.change_settings(new_cards=0)
    monkeypatch.setattr("palaestra.app.cli.review_sitting.answers_at_a_terminal", lambda: True)
    keys = iter([" ", "3", " ", "4"])
    monkeypatch.setattr("click.getchar", lambda: next(keys))
    call("plan", "place", "coins", "--start", "--cards")
    assert [each.rating for each in folder.index().reviews("bandits/ucb1-index", "bandits/regret-definition")] == [3, 4]


def test_questions_are_answered_and_kept(call: Call, folder: PracticeFolder) -> None:
    assert call("plan", "answer").last == 'next: palaestra plan answer who "your answer"'
    assert "for example: A friend." in call("plan", "answer").out
    call("plan", "answer", "who", "My future self")
    assert call("plan", "answer", "--json").data[0]["answer"] == "My future self"
    assert call("plan", "answer", "whom", "x").code == 2


def test_leaving_with_a_reason_and_taking_up_again(call: Call, folder: PracticeFolder) -> None:
    assert call("plan", "leave", "book").code == 2, "a reason is asked for"
    assert "left: too spiky" in call("plan", "leave", "book", "--because", "too spiky").out
    assert "[ ] Book (0 of 3)  left: too spiky" in call("plan", "show").out
    assert "Book" not in " ".join(each["says"] for each in module(call, "second")["missing"])
    call("plan", "leave", "book", "--resume")
    call("plan", "leave", "book", "--because", "too spiky", "--still-asked")
    assert "Book" in " ".join(each["says"] for each in module(call, "second")["missing"])
    call("plan", "leave", "second", "--because", "not now")
    assert module(call, "second")["because"] == "You left it: not now"
    assert call("plan", "leave", "bok", "--because", "x").code == 2


def test_parts_are_ticked_singly_or_in_a_row(call: Call, folder: PracticeFolder) -> None:
    assert "[ ] Book (2 of 3)" in call("plan", "tick", "book#:1..2").out
    assert "[ ] Book (2 of 3)" in call("plan", "show").out
    assert "[x] Book (3 of 3)" in call("plan", "tick", "book#:3").out
    assert call("plan", "tick", "book#:2..9").code == 2


def test_something_needed_just_in_time(call: Call, folder: PracticeFolder) -> None:
    assert call("plan", "add", "conformal prediction").code == 2, "a reason is asked for"
    call("plan", "add", "conformal", "prediction", "--because", "the study needs intervals", "--for", "studies/x")
    assert "conformal prediction for studies/x: the study needs intervals" in " ".join(call("plan").out.split())
    assert call("plan", "add", "coins").out.startswith("On your plan: Coins for road/second, because it counts coins")
    assert plan(call)["next"]["because"] == "You asked for it for road/second: it counts coins"
    call("plan", "meet", "want/conformal-prediction", "notes/conformal.md")
    assert plan(call)["wants"][0]["met"] == ["notes/conformal.md"]
    call("plan", "drop", "conformal-prediction")
    call("plan", "drop", "coins")
    assert plan(call)["wants"] == []
    call("plan", "add", "levelling-up/transformers", "--because", "the paper uses one")
    assert plan(call)["wants"][0]["title"] == find("levelling-up").module("transformers").title
    assert call("plan", "drop", "nothing").code == 2


def test_a_stages_sentence_and_a_mark_to_revisit(call: Call, folder: PracticeFolder) -> None:
    call("plan", "meet", "one-success", "--not-yet", "shaky")
    assert plan(call)["stages"][0]["success"]["not_yet"] == "shaky"
    call("plan", "meet", "road/one-success", "notes/x.md")
    assert "ends when  Can do it alone." in call("plan", "show").out
    assert plan(call)["stages"][0]["success"]["evidence"] == ["notes/x.md"]
    assert call("plan", "meet", "one-success").code == 2
    call("plan", "revisit", "talk")
    assert "Talk, revisit" in call("plan", "show").out
    call("plan", "revisit", "talk", "--done")
    assert "revisit" not in call("plan", "show").out


def test_a_path_of_ones_own(call: Call, folder: PracticeFolder) -> None:
    file = call("plan", "new", "my-autumn").out.splitlines()[0]
    assert call("plan", "check", file).last == "next: palaestra plan use my-autumn"
    assert "1 module, 1 box;" in call("plan", "check", "my-autumn").out
    assert call("plan", "check", file, "--json").data["missing"] == []
    assert call("plan", "new", "my-autumn").code == 2
    assert call("plan", "schema").data["required"] == ["id", "title", "author", "summary"]
    Path(file).write_text(Path(file).read_text().replace("minutes = 600", 'exercises = ["no/such"]'))
    said = call("plan", "check", file)
    assert (said.code, "my-autumn/reading: no/such" in said.out) == (1, True)
    assert call("plan", "use", "road").last == "next: palaestra plan triage"


def test_an_end_in_sight_is_said_with_what_it_rests_on(call: Call, folder: PracticeFolder) -> None:
    said = call("plan", "show").out
    assert "At the present pace" in said
    assert "From the hours you mean to give" in said
    (end,) = plan(call)["ends"]
    assert (end["track"], end["modules"], end["weeks"]) == ("main", 2, 0)
    assert plan(call)["ends"][0]["first"] <= end["last"]
    assert call("plan", "show", "levelling-up", "--json").data["ends"] == [], "only of the path you follow"


def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise URLError("no network")

    monkeypatch.setattr("palaestra.practice.path.links.urlopen", nobody)


def test_links_without_a_network_say_so(call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    no_network(monkeypatch)
    said = call("plan", "links", "road", "--check", "--json")
    assert (said.code, said.data["offline"], said.data["asked"]) == (1, True, 1)


@pytest.mark.parametrize("command", ["triage", "order", "place bandits", "answer", "links", "show", "why second"])
def test_everything_fits_80_columns(command: str, call: Call, folder: PracticeFolder) -> None:
    said = call("plan", *command.split())
    assert said.code == 0
    wide = [line for line in said.out.splitlines() if len(line) > 80 and " " in line.strip()]
    assert wide == []
    assert said.last.startswith("next: palaestra ")


def test_a_state_reached_in_the_terminal_is_kept_when_the_path_grows(call: Call, folder: PracticeFolder) -> None:
    file = Path(call("plan", "new", "my-autumn").out.splitlines()[0])
    call("plan", "use", "my-autumn")
    call("plan", "tick", "my-autumn/a-book#:1..3")
    assert [each["title"] for each in call("week", "--json").data["taken"]] == [
        "A book, chapter 1",
        "A book, chapter 2",
        "A book, chapter 3",
    ]
    page = Path(call("note", "--explain", "my-autumn/reading").out.splitlines()[0])
    page.write_text(page.read_text() + "Practice is deliberate when it aims at what one cannot do yet.\n")
    assert "One module: passed." in call("note", "--explain", "my-autumn/reading", "--scores", "2,2,2,2").out
    box = '\n[[stages.modules.resources]]\nid = "second"\ntitle = "A second edition"\nadded = "2999-01-01"\n'
    file.write_text(file.read_text() + box)
    said = call("plan", "show").out
    assert "New since you passed" in said
    assert said.partition("\np One module")[2].split()[0] == "passed", "what the path adds withdraws nothing"
    assert "New: A second edition" in call("today").out


def test_taking_a_path_keeps_what_was_reached_elsewhere(call: Call, folder: PracticeFolder) -> None:
    for name in ("sample-average", "epsilon-greedy", "ucb1", "gradient-bandit"):
        facts = {"exercise": f"bandits/{name}", "verdict": "passed", "help": "alone", "mode": "build"}
        folder.log.append("attempt", rung=5, rungs=5, **facts)
    call("plan", "use", "deliberate-practice")
    states = [(each.subject, each.facts["state"]) for each in folder.index().events("state")]
    assert ("deliberate-practice/first-algorithms", "passed") in states
