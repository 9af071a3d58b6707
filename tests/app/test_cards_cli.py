"""`card` and `review` in the terminal: own cards, words of one's own, Anki text, rework, forecast; 80 columns."""

import json
from pathlib import Path
from typing import Any

import pytest

from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.memory.schedule import interval_text
from tests.said import Call

UCB = "bandits/ucb1-index"
TAB = "\t"


@pytest.fixture
def folder() -> PracticeFolder:
    return PracticeFolder.create(default_path())


def rows(call: Call, *words: str) -> dict[str, Any]:
    return {each["id"]: each for each in call("card", "list", *words, "--json").data}


def test_a_card_of_ones_own_is_written_asked_and_graded(call: Call, folder: PracticeFolder) -> None:
    said = call("card", "add", "What is a probe?", "A linear map", "--deck", "interp")
    assert "own/interp/what-is-a-probe" in said.out
    assert rows(call, "--own") == rows(call, "--room", "own/interp")
    assert rows(call)["own/interp/what-is-a-probe"]["standing"] == "new"
    asked = {each["id"]: each for each in call("review", "--deck", "own/interp", "--json").data}
    says = asked["own/interp/what-is-a-probe"]["choices"]["4"]["says"]
    assert f"returns in {says}" in call("review", "--card", "own/interp/what-is-a-probe", "--rating", "4").out
    shown = call("card", "show", "own/interp/what-is-a-probe", "--json").data
    assert (shown["standing"], shown["reviews"], shown["path"], shown["line"]) == ("learnt", 1, "cards/interp.toml", 1)


def test_cards_are_found_by_their_words_and_none_is_said_as_it_is(call: Call, folder: PracticeFolder) -> None:
    call("card", "add", "What is a probe?", "A linear map", "--deck", "interp")
    call("card", "add", "What is a circuit?", "A part of a network", "--deck", "interp")
    assert list(rows(call, "--words", "LINEAR probe")) == ["own/interp/what-is-a-probe"]
    assert "No card in play is like that." in call("card", "list", "--words", "quagga").out
    assert "No card keeps slipping away." in call("card", "list", "--own", "--leeches").out


def test_join_and_rest(call: Call, folder: PracticeFolder) -> None:
    assert rows(call, "--all")["bandits/snips"]["standing"] == "waiting"
    assert call("card", "show", "bandits/snips").last == "next: palaestra card join bandits/snips"
    call("card", "join", "bandits/snips", UCB)
    assert rows(call)["bandits/snips"]["standing"] == "new"
    call("card", "rest", UCB)
    assert rows(call)[UCB]["standing"] == "resting"
    assert UCB not in [each["id"] for each in call("review", "--json").data]
    assert call("card", "join", "bandits/snip").code == 2


def test_own_words_show_both_and_are_taken_back_by_one_command(call: Call, folder: PracticeFolder) -> None:
    shipped = call("card", "show", UCB, "--json").data
    said = call("card", "override", UCB, "--answer", "mean plus bonus")
    assert said.last == f"next: palaestra card override {UCB} --reset"
    mine = call("card", "show", UCB, "--json").data
    assert (mine["answer"], mine["shipped"]["answer"]) == ("mean plus bonus", shipped["answer"])
    assert "shipped as" in call("card", "show", UCB).out
    assert call("card", "override", UCB, "--reset").code == 0
    assert call("card", "show", UCB, "--json").data == shipped
    assert call("card", "override", UCB).code == 2


def test_mistakes_in_a_file_stand_below_the_list(call: Call, folder: PracticeFolder) -> None:
    (folder.root / "cards" / "mine.toml").write_text(
        '[[cards]]\nid = "a"\nquestion = "one?"\nanswer = "1"\n\n[[cards]]\n'
    )
    said = call("card", "list")
    assert "cards/mine.toml, line 6" in said.out
    assert "own/mine/a" in said.out
    assert said.code == 0


def test_anki_text_in_with_a_preview_and_out_again(call: Call, folder: PracticeFolder, tmp_path: Path) -> None:
    export = tmp_path / "notes.txt"
    export.write_text(f"#separator:tab\n#html:true\nBayes?{TAB}P(B|A)P(A)/P(B)\n<img src='x'>{TAB}\n")
    said = call("card", "import", str(export))
    assert "line 4" in said.out
    assert said.last == f"next: palaestra card import {export} --deck anki --yes"
    assert rows(call, "--own") == {}
    taken = call("card", "import", str(export), "--yes", "--json").data
    assert [each["id"] for each in taken["new"]] == ["own/anki/bayes"]
    assert call("card", "import", str(export), "--yes", "--json").data["known"] == 1
    out = tmp_path / "out.txt"
    call("card", "export", str(out), "--own")
    assert out.read_text().splitlines()[-1].split("\t")[:2] == ["own/anki/bayes", "Bayes?"]
    assert call("export", "cards", str(out)).code == 0
    assert len(out.read_text().splitlines()) > 6, "all in play"
    assert call("card", "import", str(out), "--json").data["new"] == [], "known by its id"
    assert call("card", "import", "deck.apkg").code == 2
    missing = call("card", "import", "none.txt")
    assert missing.code == 2
    assert "could not be read: there is no such file" in " ".join((missing.out + missing.err).split())


def test_a_leech_is_listed_kept_split(call: Call, folder: PracticeFolder) -> None:
    for day in range(1, 16):
        for rating in (1, 3, 3):
            time = f"2026-{1 + day // 2:02}-{1 + day % 2 * 14:02}T09:0{rating}:00.000000Z"
            line = {"id": f"r{day}-{rating}-{folder.today()}", "time": time, "kind": "review"}
            line |= {"day": time[:10], "schema": 1, "facts": {"card": UCB, "rating": rating}}
            path = folder.root / "log" / "desk" / f"{time[:7]}.jsonl"
            path.parent.mkdir(exist_ok=True)
            with path.open("a") as file:
                file.write(json.dumps({**line, "id": f"r{day:02}-{rating}-{len(path.read_text())}"}) + "\n")
    assert list(rows(call, "--leeches")) == [UCB]
    assert "set apart" in call("card", "list", "--leeches").out
    assert UCB not in [each["id"] for each in call("review", "--json").data]
    call("card", "keep", UCB)
    assert rows(call, "--leeches") == {}
    call("card", "split", UCB, "mean part? = the mean", "bonus? = sqrt(2 ln t / n)")
    assert rows(call)[UCB]["standing"] == "resting"
    assert len(rows(call, "--own")) == 2


def test_a_sitting_by_keys(call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Show, grade, take back, grade again, rest the next, end; what a button said is what is kept."""
    monkeypatch.setattr("palaestra.app.cli.review_sitting.answers_at_a_terminal", lambda: True)
    first, second = (each["id"] for each in call("review", "--json").data[:2])
    keys = iter([" ", "1", "u", " ", "4", "r", "q"])
    monkeypatch.setattr("click.getchar", lambda: next(keys))
    said = call("review")
    easy = [word for word in said.out.split("   ") if word.strip().startswith("4 easy")][-1].split("(")[1].split(")")[0]
    (kept,) = folder.index().events("review")
    assert (kept.subject, kept.facts["rating"]) == (first, 4)
    state = folder.index().card(first)
    assert state is not None
    assert interval_text(state.last_review, state.due) == easy
    assert rows(call)[second]["standing"] == "resting"
    assert "1 card answered." in said.out


def test_rework_is_shown_begun_declined(call: Call, folder: PracticeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("review", "--rework", "--json").data is None
    assert call("review", "--rework", "--decline").code == 2
    call("start", "bandits/ucb1", "--yes")
    file = folder.exercise_path("bandits/ucb1")
    file.write_text("mine = 1\n")
    attempt = {"exercise": "bandits/ucb1", "mode": "build", "verdict": "passed", "help": "alone"}
    line = {"id": "long-ago", "time": "2026-01-05T09:00:00Z", "day": "2026-01-05", "kind": "attempt", "facts": attempt}
    (folder.root / "log" / "desk").mkdir(exist_ok=True)
    (folder.root / "log" / "desk" / "2026-01.jsonl").write_text(json.dumps(line) + "\n")
    folder.log.retract(folder.index().events("start")[0].id)
    offered = call("review", "--rework", "--json").data
    assert (offered["about"], offered["under_way"]) == ("bandits/ucb1", False)
    assert [name for name in offered if name not in call("review", "--help").out] == []
    assert call("review", "--rework").last == "next: palaestra review --rework --begin"
    said = call("review", "--rework", "--begin")
    assert said.last == "next: palaestra check bandits/ucb1"
    assert "mine = 1" not in file.read_text()
    assert [each.read_text() for each in (file.parent / "kept").iterdir()] == ["mine = 1\n"]
    assert call("review", "--rework", "--json").data["under_way"] is True
    assert call("review", "--rework", "--decline").code == 0
    assert call("review", "--rework").out.startswith("Nothing comes back this week.")


def test_the_forecast_has_a_bar_a_day(call: Call, folder: PracticeFolder) -> None:
    assert "new cards a day" in call("review", "--forecast").out
    call("review", "--card", UCB, "--rating", "4")
    words = call("review", "--forecast", "--json").data
    assert list(words) == ["days", "new_a_day", "waiting", "retention"]
    assert len(words["days"]) == 30
    assert sum(each["known"] for each in words["days"]) == 1


@pytest.mark.parametrize(
    "command",
    ["card", "card list --all", f"card show {UCB}", f"card override {UCB} --answer x", "review --forecast"],
)
def test_no_screen_is_wider_than_80_columns(call: Call, folder: PracticeFolder, command: str) -> None:
    said = call(*command.split())
    assert said.code == 0
    assert [line for line in said.out.splitlines() if len(line) > 80] == []
    assert said.last.startswith("next: palaestra ")
