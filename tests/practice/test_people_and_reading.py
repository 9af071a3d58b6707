"""People, the reading inbox, links in the log, and the key papers of the rooms."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.journal import Journal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.writing.artefacts import Artefacts
from palaestra.practice.writing.inbox import Inbox
from palaestra.practice.writing.mentions import from_log, kind_of_link, mentions
from palaestra.practice.writing.papers import Papers
from palaestra.practice.writing.people import People

TODAY = date(2026, 11, 20)
KL_UCB = "bandits/the-kl-ucb-algorithm-for-bounded"


@pytest.fixture
def people(folder: PracticeFolder) -> People:
    return People(folder)


def test_a_meeting_with_questions_and_what_was_said(people: People, folder: PracticeFolder, clock: Any) -> None:
    people.add("Ada Lovelace", "mentor", next_day="in 3 days")
    people.ask("ada-lovelace", "Is my bound tight?")
    asked = people.ask("Ada Lovelace", "Whom should I read?").open_questions
    (day,) = Artefacts(folder).deadlines(TODAY)
    assert (day.title, day.says) == ("Ada Lovelace", "You meet on Monday, 2 questions to ask")
    assert (day.place, day.command) == ("work/people/ada-lovelace", "palaestra person show ada-lovelace")
    clock.go(days=4)
    (day,) = Artefacts(folder).deadlines(folder.today())
    assert day.says == "You met yesterday; what was said?"
    heard = people.hear("ada-lovelace", "Yes, by a constant.", answers=asked[0].id)
    assert [each.text for each in heard.open_questions] == ["Whom should I read?"]
    assert Artefacts(folder).deadlines(folder.today()) == (), "a meeting something is kept of is over"
    assert people.hear("ada-lovelace", "Rahul.", answers="all").open_questions == ()
    assert [each.text for each in people.find("ada-lovelace").said] == ["Yes, by a constant.", "Rahul."]


def test_a_meeting_long_past_is_not_asked_about_for_ever(people: People, folder: PracticeFolder, clock: Any) -> None:
    people.add("Ada", next_day="tomorrow")
    clock.go(days=15)
    assert len(Artefacts(folder).deadlines(folder.today())) == 1
    clock.go(days=1)
    assert Artefacts(folder).deadlines(folder.today()) == ()


def test_nobody_is_thanked_unless_the_learner_says_so(people: People) -> None:
    people.add("Ada", "mentor")
    people.add("Rahul", "peer")
    assert people.thanks() == ()
    people.change("ada", thanked=True)
    assert people.thanks() == ("Ada",)
    people.drop("ada")
    assert people.thanks() == ()
    assert people.drop("ada", undo=True).thanked
    people.change("ada", thanked=False)
    assert people.thanks() == ()


def test_people_that_cannot_be(people: People) -> None:
    people.add("Ada")
    for call, says in (
        (lambda: people.add(" ada "), "among your people already"),
        (lambda: people.add("\n"), "has a name"),
        (lambda: people.find("adda"), "Did you mean ada"),
        (lambda: people.change("ada", name=" "), "has a name"),
        (lambda: people.change("ada", next="soon"), "is not a day"),
        (lambda: people.hear("ada", "x", answers="nothing"), "not open"),
        (lambda: people.ask("ada", " "), "no words"),
    ):
        with pytest.raises(Refusal, match=says):
            call()
    assert len(people.all()) == 1
    changed = people.change("ada", role="peer", next="tomorrow")
    assert people.change("ada", next="none").next == ""
    assert changed.role == "peer"


def test_two_people_whose_names_make_one_id(people: People) -> None:
    assert people.add("李雷").id == "person"
    assert people.add("韩梅梅").id == "person-2"
    assert people.add("New").id == "new-2"


def test_an_inbox_turns_into_notes_boxes_or_nothing(folder: PracticeFolder) -> None:
    inbox = Inbox(folder)
    link = inbox.add("https://www.alignmentforum.org/posts/x/specification-gaming", source="Ada")
    assert (link.title, link.source) == ("specification gaming (alignmentforum.org)", "Ada")
    assert inbox.add(link.link).id == link.id, "a link that waits is kept once"
    title = inbox.add("Concrete Problems")
    third = inbox.add("https://example.org/", title="Third")
    assert [each.id for each in inbox.waiting()] == [third.id, title.id, link.id]
    note = inbox.note(link.id)
    assert (note.kind, note.link, note.state) == ("paper-note", link.link, "reading")
    inbox.box(title.id, "path/box", "path/box#concrete-problems")
    pick = folder.index().events("plan")[0].facts
    assert (pick["does"], pick["box"], pick["title"]) == ("pick", "path/box", "Concrete Problems")
    inbox.drop(third.id)
    assert inbox.waiting() == ()
    for call, says in (
        (lambda: inbox.note(link.id), f"became {note.id}"),
        (lambda: inbox.note(third.id), "was dropped"),
        (lambda: inbox.find("thrd"), "Did you mean third"),
        (lambda: inbox.add(" "), "nothing to keep"),
        (lambda: inbox.add("https://a b"), "is not a link"),
    ):
        with pytest.raises(Refusal, match=says):
            call()
    assert inbox.drop(third.id, undo=True).waits


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("https://github.com/a/b/pull/12", "pull-request"),
        ("https://github.com/a/b", "project"),
        ("https://youtu.be/x", "talk"),
        ("https://www.kaggle.com/c/titanic", "competition"),
        ("https://arxiv.org/abs/1606.06565", "paper-note"),
        ("https://www.lesswrong.com/posts/x", "article"),
    ],
)
def test_what_a_link_most_likely_is(link: str, kind: str) -> None:
    assert kind_of_link(link) == kind


def test_links_of_the_log_become_artefacts_once(folder: PracticeFolder) -> None:
    journal = Journal(folder)
    journal.record("90m wrote [a post on proxies](https://example.org/post).")
    entry = journal.record("30m first pull request: https://github.com/a/b/pull/3, merged")
    journal.record("5m a talk and slides: https://youtu.be/abc https://example.org/slides")
    Inbox(folder).add("https://example.org/waiting")
    found = {each.link: each for each in mentions(folder)}
    assert found["https://github.com/a/b/pull/3"].title == "first pull request: merged"
    assert found["https://example.org/post"].title == "a post on proxies"
    assert found["https://youtu.be/abc"].kind == "talk"
    assert "https://example.org/waiting" not in found
    made = from_log(folder, entry.id)
    assert (made.kind, made.link, made.origin) == ("pull-request", "https://github.com/a/b/pull/3", entry.id)
    assert from_log(folder, "https://github.com/a/b/pull/3/").id == made.id, "a second time it is the same one"
    assert made.link not in {each.link for each in mentions(folder)}
    other = from_log(folder, "https://example.org/post", kind="reflection", title="On proxies")
    assert (other.kind, other.title) == ("reflection", "On proxies")
    assert from_log(folder, "https://elsewhere.org/an-essay").title == "an essay"
    with pytest.raises(Refusal, match="with a link is in your log"):
        from_log(folder, "no-such-entry")


@pytest.fixture(scope="module")
def rooms() -> tuple[System, ...]:
    return (Catalogue.installed().system("bandits"),)


def test_a_key_paper_goes_from_queued_to_reimplemented(folder: PracticeFolder, rooms: tuple[System, ...]) -> None:
    papers = Papers(folder, rooms)
    paper = papers.find(KL_UCB)
    assert (paper.state, paper.exercises) == ("", ("bandits/kl-ucb",))
    assert "bandits/lai-robbins-slopes/kl-ucb-slope" in paper.claims
    assert papers.set_state(KL_UCB, "Queued").state == "queued"
    note = papers.begin_note(KL_UCB)
    assert (note.link, note.fields["year"]) == (paper.paper.link, "2011")
    assert papers.begin_note(KL_UCB).id == note.id
    assert papers.find(KL_UCB).state == "queued", "begun is not yet noted"
    Artefacts(folder).to_state(note.id, "noted")
    assert papers.find(KL_UCB).state == "noted"
    passed = {
        "exercise": "bandits/kl-ucb",
        "mode": "build",
        "verdict": "passed",
        "rung": 5,
        "rungs": 5,
        "help": "alone",
    }
    folder.log.append_all([("attempt", passed)])
    (found,) = (each for each in papers.all() if each.id == KL_UCB)
    assert (found.state, found.reimplemented) == ("noted", False)
    assert found.lacks.startswith("a claim to hold with your code")
    (found,) = (each for each in papers.all({paper.claims[0]}.__contains__) if each.id == KL_UCB)
    assert (found.state, found.reimplemented, found.lacks) == ("reimplemented", True, "")


def test_a_claim_held_without_the_exercise_is_no_reimplementation(
    folder: PracticeFolder, rooms: tuple[System, ...]
) -> None:
    found = Papers(folder, rooms).all(lambda _claim: True)
    assert not any(each.reimplemented for each in found)
    assert {each.lacks for each in found if not each.exercises} == {"no exercise here rebuilds it"}


def test_two_papers_of_one_author_and_year_are_told_apart(folder: PracticeFolder, rooms: tuple[System, ...]) -> None:
    finite, adversary = (
        next(each for each in Papers(folder, rooms).all() if title in each.paper.title)
        for title in ("Finite-time Analysis", "Nonstochastic")
    )
    assert (finite.claims, adversary.exercises) == (
        ("bandits/ucb1-bound/ucb1-under-its-bound",),
        ("bandits/exp3-mix", "bandits/exp3"),
    )


def test_five_papers_and_more_can_be_rebuilt(folder: PracticeFolder, rooms: tuple[System, ...]) -> None:
    passed = {"mode": "build", "verdict": "passed", "rung": 5, "rungs": 5, "help": "alone"}
    folder.log.append_all([("attempt", {"exercise": each.id, **passed}) for each in rooms[0].exercises])
    rebuilt = [each.paper.title for each in Papers(folder, rooms).all(lambda _claim: True) if each.reimplemented]
    assert len(rebuilt) >= 5, rebuilt


def test_papers_of_a_topic_are_read_and_noted_too(folder: PracticeFolder) -> None:
    papers = Papers(folder, Catalogue.installed().rooms)
    found = papers.set_state("topics/reading-papers/how-to-read-a-paper", "read")
    assert (found.room, found.state, found.exercises) == ("topics/reading-papers", "read", ())


def test_papers_that_are_not_and_states_that_are_none(folder: PracticeFolder, rooms: tuple[System, ...]) -> None:
    papers = Papers(folder, rooms)
    with pytest.raises(Refusal, match="Did you mean bandits/"):
        papers.find("bandits/kl-ucb-algorithm")
    with pytest.raises(Refusal, match="Did you mean queued"):
        papers.set_state(KL_UCB, "queud")
    papers.set_state(KL_UCB, "read")
    assert papers.set_state(KL_UCB, "").state == ""
    assert {each.room for each in papers.all(room="nowhere")} == set()
    assert len({each.id for each in papers.all()}) == len(rooms[0].papers), "every paper has an id of its own"


def test_the_note_of_a_paper_stands_in_the_folder(folder: PracticeFolder, rooms: tuple[System, ...]) -> None:
    note = Papers(folder, rooms).begin_note(KL_UCB)
    assert Path(folder.root / note.file).read_text().startswith("# The KL-UCB Algorithm")
