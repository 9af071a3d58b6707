"""Artefacts: kinds as data, states, files, feedback, days that matter, and what is counted."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from palaestra.kit.refusal import Refusal
from palaestra.practice.events import happened
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefact import LONGEST_TEXT
from palaestra.practice.writing.artefacts import Artefacts, counted
from palaestra.practice.writing.deadlines import day_said, when
from palaestra.practice.writing.kinds import FIELD_KINDS, kind_called, kinds

TODAY = date(2026, 11, 20)
ASKED_OF_US = {
    "reflection", "paper-note", "distillation", "proposal", "application", "talk", "reading-group", "decision",
    "pull-request", "article", "question", "project", "competition", "outside-exercise", "drawing", "certificate",
    "grant", "submission", "conference",
}  # fmt: skip


@pytest.fixture
def work(folder: PracticeFolder) -> Artefacts:
    return Artefacts(folder)


def test_every_kind_holds_together() -> None:
    assert set(kinds()) >= ASKED_OF_US
    for kind in kinds().values():
        assert set(kind.done) <= set(kind.states)
        assert set(kind.ends) <= set(kind.states)
        assert set(kind.public) <= set(kind.done) | {"posted"}
        assert kind.done
        assert kind.states[0] not in kind.done
        assert len(set(kind.states)) == len(kind.states)
        assert all(field.kind in FIELD_KINDS for field in kind.fields)
        assert all(ask.endswith((".", "?")) for _, ask in kind.asks), kind.id


def test_a_paper_note_asks_its_five_questions() -> None:
    text = kind_called("paper note").text("X")
    headings = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["Question", "Claim", "Evidence", "Weakness", "Next test"]
    assert text.startswith("# X\n")


def test_from_first_line_to_last_state(work: Artefacts, clock: Any) -> None:
    made = work.begin("distillation", "Regret without tears", deadline="in 3 days", for_="LessWrong")
    assert (made.id, made.state, made.done, made.is_open) == ("regret-without-tears", "draft", False, True)
    assert made.file == "notes/distillation/regret-without-tears.md"
    assert (made.deadline, made.for_) == ("2026-11-23", "LessWrong")
    clock.go(days=2)
    shared = work.to_state(made.id, "Shared")
    assert (shared.state, shared.began, shared.changed) == ("shared", "2026-11-20", "2026-11-22")
    posted = work.to_state(made.id, "posted", "No: everyone uses it.", "Ada", outcome="read by six")
    assert (posted.done, posted.is_open, posted.done_day, posted.outcome) == (True, False, "2026-11-22", "read by six")
    assert [each.says for each in posted.history] == ["begun", "shared", "posted, outcome: read by six"]


def test_it_is_asked_once_before_it_stands_before_others(work: Artefacts) -> None:
    made = work.begin("article", "Proxies")
    with pytest.raises(Refusal, match="could it advance capabilities, and whom did you ask"):
        work.to_state(made.id, "posted")
    assert work.find(made.id).state == "idea"
    work.answer_advances(made.id, "A little: it names a trick.", "Ada")
    posted = work.to_state(made.id, "posted")
    assert posted.advances is not None
    assert (posted.advances.answer, posted.advances.asked) == ("A little: it names a trick.", "Ada")
    assert not posted.asks_advances
    work.to_state(made.id, "draft")
    assert work.to_state(made.id, "posted").state == "posted", "asked once, not twice"
    assert work.to_state(work.begin("talk", "T").id, "proposed").advances is None, "nothing is asked of what stays"


def test_an_answer_needs_words(work: Artefacts) -> None:
    made = work.begin("article", "Proxies")
    with pytest.raises(Refusal):
        work.answer_advances(made.id, " \n ")
    assert work.find(made.id).advances is None


def test_two_of_one_title_have_files_of_their_own(work: Artefacts) -> None:
    first, second = (work.begin("article", "Proxies") for _ in range(2))
    assert (first.id, second.id) == ("proxies", "proxies-2")
    assert first.file != second.file


def test_no_file_is_written_over(work: Artefacts, folder: PracticeFolder) -> None:
    there = folder.root / "notes" / "article" / "proxies.md"
    there.parent.mkdir(parents=True)
    there.write_text("mine")
    made = work.begin("article", "Proxies")
    assert there.read_text() == "mine"
    assert made.file == "notes/article/proxies-2.md"
    work.change(made.id, title="Another title")
    assert work.find(made.id).file == made.file, "a file stays where its writer knows it"


@pytest.mark.parametrize(
    ("title", "shown", "name"),
    [
        ("One\nline \t please", "One line please", "one-line-please"),
        ("Robots 🤖", "Robots 🤖", "robots"),
        ("مراجعة", "مراجعة", "reflection"),
        ("机器人", "机器人", "reflection"),
        ("gpj.\u202etxt", "gpj.txt", "gpj-txt"),
        ("New", "New", "new-2"),
        ("Explore–exploit", "Explore–exploit", "explore-exploit"),
        ("x" * 200, "x" * 200, "x" * 40),
    ],
)
def test_titles_as_people_write_them(work: Artefacts, title: str, shown: str, name: str) -> None:
    made = work.begin("reflection", title)
    assert (made.title, made.id) == (shown, name)
    assert made.path is not None
    assert made.path.read_text().startswith(f"# {shown}\n")


@pytest.mark.parametrize("title", ["", " \n", "x" * 201, "\u202e"])
def test_titles_that_are_none(work: Artefacts, title: str) -> None:
    with pytest.raises(Refusal, match="title"):
        work.begin("reflection", title)
    assert work.all() == ()


def test_nearest_names_are_offered(work: Artefacts) -> None:
    made = work.begin("article", "Proxies")
    for call, near in (
        (lambda: work.begin("distilation", "x"), "Did you mean distillation"),
        (lambda: work.to_state(made.id, "postd"), "Did you mean posted"),
        (lambda: work.find("proxis"), "Did you mean proxies"),
        (lambda: work.begin("article", "x", deadline="Friday week"), "is not a day"),
        (lambda: work.begin("article", "x", deadline="2026-02-30"), "is not a day"),
        (lambda: work.begin("article", "x", link="javascript:alert(1)"), "is not a link"),
        (lambda: work.begin("article", "x", file="/nowhere/at/all"), "There is no file"),
        (lambda: work.begin("article", "x", file="a\0b"), "There is no file"),
        (lambda: work.begin("competition", "x", fields={"scor": "1"}), "no field called 'scor'"),
        (lambda: work.begin("competition", "x", fields={"score": "good"}), "is not a number"),
        (lambda: work.begin("article", "x", state="sent"), "Articles have no state called 'sent'"),
    ):
        with pytest.raises(Refusal, match=near):
            call()
    assert [each.id for each in work.all()] == ["proxies"], "a refused one leaves nothing"


def test_a_file_elsewhere_or_in_private_is_never_public(
    work: Artefacts, folder: PracticeFolder, tmp_path: Path
) -> None:
    outside, inside, secret = tmp_path / "cv.pdf", folder.root / "notes" / "a.md", folder.root / "private" / "b.md"
    for each in (outside, inside, secret):
        each.write_text("words")
    (folder.root / "notes" / "link.md").symlink_to(secret)
    files = [work.begin("article", "x", file=str(each)) for each in (outside, inside, secret)]
    assert [each.is_private for each in files] == [True, False, True]
    assert files[0].file == str(outside)
    assert files[1].file == "notes/a.md"
    assert work.begin("article", "y", file="notes/link.md").is_private, "a link into private/ is private"


def test_a_draft_shows_only_what_is_written(work: Artefacts) -> None:
    made = work.begin("paper-note", "Concrete Problems")
    assert made.body() == ""
    assert made.left() == ("Question", "Claim", "Evidence", "Weakness", "Next test")
    assert made.path is not None
    ask = kind_called("paper-note").asks[1][1]
    made.path.write_text(made.path.read_text().replace(f"*{ask}*", "That it can be done.\n\n```\n## in code\n```"))
    assert made.body() == "## Claim\n\nThat it can be done.\n\n```\n## in code\n```\n"
    assert "Claim" not in made.left()


def test_long_broken_and_binary_files_do_no_harm(work: Artefacts) -> None:
    made = work.begin("article", "Long")
    assert made.path is not None
    made.path.write_text("# Long\n\n" + "a line of words\n" * 400_000)
    assert LONGEST_TEXT - 100 < len(made.body().encode()) < LONGEST_TEXT + 100
    assert made.body().endswith("*The rest is in the file.*\n")
    made.path.write_bytes(b"\xff\xfe words \xe9\n")
    assert "words" in made.body()
    made.path.write_bytes(b"\0\1\2")
    assert made.body() == ""
    made.path.unlink()
    assert made.body() == ""


def test_dropping_and_taking_up(work: Artefacts, folder: PracticeFolder) -> None:
    made = work.begin("drawing", "Robot")
    done = work.to_state(made.id, "finished")
    assert counted(folder.index()) == {"drawing": 1}
    dropped = work.drop(made.id, "a copy")
    assert work.all() == ()
    assert (dropped.done, dropped.is_open) == (False, False)
    assert counted(folder.index()) == {}
    assert work.take_up(made.id).state == done.state
    assert counted(folder.index()) == {"drawing": 1}


def test_an_empty_text_takes_back(work: Artefacts) -> None:
    made = work.begin(
        "competition", "Titanic", deadline="tomorrow", link="https://kaggle.com/c/x", fields={"rank": "12"}
    )
    changed = work.change(made.id, {"score": "0.78", "rank": ""}, deadline="none", link=None)
    assert (changed.deadline, changed.link, dict(changed.fields)) == ("", "https://kaggle.com/c/x", {"score": "0.78"})
    before = len(changed.history)
    assert len(work.change(made.id, {"score": "0.78"}, link=made.link).history) == before, "nothing new, nothing kept"


def test_feedback_is_a_thread(work: Artefacts) -> None:
    made = work.begin("reflection", "A month")
    work.ask(made.id, "Ada", "Is the second part clear?")
    work.hear(made.id, "Ada", "No.\nSay what you assumed.")
    read = work.amend(made.id, "Named the assumption.")
    assert [(each.does, each.who) for each in read.feedback] == [("asked", "Ada"), ("said", "Ada"), ("changed", "")]
    assert read.feedback[1].text == "No.\nSay what you assumed."
    for call in (
        lambda: work.ask(made.id, " "),
        lambda: work.hear(made.id, "Ada", ""),
        lambda: work.amend(made.id, ""),
    ):
        with pytest.raises(Refusal):
            call()
    assert len(work.find(made.id).feedback) == 3


def test_meetings_of_a_reading_group(work: Artefacts) -> None:
    made = work.begin("reading-group", "Fundamentals", fields={"weeks": "8"})
    work.meet(made.id, "Week 1: misalignment", "2026-11-13")
    assert [each.day for each in work.meet(made.id, "Week 2").meetings] == ["2026-11-13", "2026-11-20"]


def test_search_by_kind_state_words_and_day(work: Artefacts, clock: Any) -> None:
    old = work.begin("paper-note", "Old paper")
    clock.go(days=5)
    new = work.begin("article", "New words")
    work.hear(old.id, "Ada", "rather opaque")
    assert new.path is not None
    new.path.write_text("# x\n\nAbout Goodhart.\n")
    assert [each.id for each in work.search(kind="Paper note")] == [old.id]
    assert [each.id for each in work.search(text="goodhart ABOUT")] == [new.id]
    assert [each.id for each in work.search(text="opaque")] == [old.id]
    assert [each.id for each in work.search(state="idea")] == [new.id]
    assert [each.id for each in work.search(since="2026-11-26")] == []
    assert [each.id for each in work.search()] == [new.id, old.id]


def test_days_that_matter(work: Artefacts) -> None:
    work.begin("application", "Residency", deadline="in 14 days", fields={"interview": "in 5 days"})
    work.begin("talk", "Late", deadline="2026-11-10")
    work.begin("talk", "Far", deadline="in 15 days")
    gone = work.begin("conference", "Gone", deadline="tomorrow")
    work.to_state(gone.id, "passed over")
    dropped = work.begin("talk", "Dropped", deadline="tomorrow")
    work.drop(dropped.id)
    decision = work.begin("decision", "Theory or policy", deadline="in 2 days", fields={"revisit": "in 9 days"})
    found = [(each.title, each.says) for each in work.deadlines(TODAY)]
    assert found == [
        ("Late", "Talk, to be given on 10 November"),
        ("Theory or policy", "Decision, to be decided on Sunday"),
        ("Residency", "Application, interview on Wednesday"),
        ("Residency", "Application, to be sent in 14 days, on 4 December"),
    ]
    work.to_state(decision.id, "decided")
    (again,) = (each for each in work.deadlines(TODAY) if each.kind == "decision")
    assert again.says == "Decision, to be looked at again in 9 days, on 29 November"
    assert (again.place, again.command) == (f"work/{decision.id}", f"palaestra artefact show {decision.id}")
    work.to_state(decision.id, "revisited")
    assert not [each for each in work.deadlines(TODAY) if each.kind == "decision"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-12-01", "2026-12-01"), ("tomorrow", "2026-11-21"), ("In 2 weeks", "2026-12-04"), ("+3", "2026-11-23"),
        ("none", ""), ("", ""),
    ],
)  # fmt: skip
def test_days_as_people_say_them(said: str, day: str) -> None:
    assert day_said(said, TODAY) == day


@pytest.mark.parametrize("said", ["soon", "20261201", "01/12/2026", "in 99999 days", "2026-13-01", "in 9999 weeks x"])
def test_what_is_no_day(said: str) -> None:
    with pytest.raises(Refusal, match="is not a day"):
        day_said(said, TODAY)


def test_a_day_in_words() -> None:
    words = {
        days: when((TODAY + timedelta(days=days)).isoformat(), TODAY) for days in (-40, -1, 0, 1, 6, 7, 14, 15, 60)
    }
    assert words == {
        -40: "on 11 October",
        -1: "yesterday",
        0: "today",
        1: "tomorrow",
        6: "on Thursday",
        7: "in 7 days, on 27 November",
        14: "in 14 days, on 4 December",
        15: "on 5 December",
        60: "on 19 January 2027",
    }


def test_two_machines_that_chose_one_id_keep_both(folder: PracticeFolder, tmp_path: Path) -> None:
    work = Artefacts(folder)
    here = work.begin("article", "Proxies")
    there = PracticeFolder.create(tmp_path / "other")
    begun = Artefacts(there).begin("talk", "Proxies")
    Artefacts(there).to_state(begun.id, "proposed")
    lines = b"".join(path.read_bytes() for path in there.log.files())
    place = folder.root / "log" / "other" / "2026-11.jsonl"
    place.parent.mkdir()
    place.write_bytes(lines)
    found = {each.kind: each for each in work.all()}
    assert set(found) == {"article", "talk"}
    assert found["talk"].state == "proposed"
    assert found["article"].state == "idea"
    assert found["talk"].id != found["article"].id
    assert work.to_state(found["talk"].id, "accepted").kind == "talk"
    assert here.begun == found["article"].begun


def test_events_from_elsewhere_break_nothing(folder: PracticeFolder) -> None:
    for facts in (
        {"kind": "sculpture", "title": "Of a kind we do not know"},
        {"artefact": "ghost", "does": "change", "state": "posted"},
        {"artefact": 3, "does": "begin", "title": ["x"], "fields": "no"},
        {"artefact": "a", "does": "begin", "kind": "talk", "title": "A", "fields": {"minutes": 3}, "deadline": "never"},
        {"artefact": "a", "does": "meeting", "says": 4, "day": "some day"},
        {"artefact": "a", "does": "dance"},
    ):
        folder.log.append_all([("artefact", facts)])
    folder.log.append_all(
        [("feedback", {"artefact": "nobody", "says": "x"}), ("feedback", {"artefact": "a", "says": 1})]
    )
    found = {each.title: each for each in Artefacts(folder).all()}
    assert found["Of a kind we do not know"].state == "begun"
    assert found["A"].meetings[0].day == "2026-11-20"
    assert [each.title for each in Artefacts(folder).deadlines(TODAY)] == []


def test_a_retracted_event_is_as_if_it_had_not_been(work: Artefacts, folder: PracticeFolder) -> None:
    made = work.begin("article", "Proxies")
    work.to_state(made.id, "draft")
    last = folder.index().events("artefact", limit=1)[0]
    folder.log.retract(last.id)
    assert work.find(made.id).state == "idea"
    folder.log.retract(made.begun)
    assert work.all() == ()


def test_every_event_of_it_is_known_by_its_id(work: Artefacts, folder: PracticeFolder) -> None:
    made = work.begin("article", "Proxies")
    work.ask(made.id, "Ada")
    assert {each.subject for each in folder.index().events("artefact")} == {made.id}
    assert happened("feedback", {"artefact": made.id}).subject == made.id
