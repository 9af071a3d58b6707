"""Cards of one's own: files and notes, mistakes in them, ids that hold while notes are edited, words of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.days.today import recall
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory import keeping
from palaestra.practice.memory.collection import Collection
from palaestra.practice.memory.noted import Wording, clozes, kept_ids, read_note

NOTE = """\
# Probes

Q: What does a linear probe measure?
A: What a linear map can read off.
- not what the network uses

UCB1 grows with {{c1::ln t}} over {{c2::the pulls::what?}}.

```text
Q: not this one
A: it is code
```

Q: lonely
"""


@pytest.fixture
def cards(folder: PracticeFolder) -> Any:
    catalogue = Catalogue.installed()
    return lambda: Collection.of(folder, catalogue)


def note(folder: PracticeFolder, text: str, name: str = "notes/probes.md") -> Path:
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def asked(cards: Any, words: str) -> str:
    """The id of the card whose question holds some words."""
    (found,) = [id_ for id_, each in cards().own.items() if words in each.card.question]
    return found


def reviewed(folder: PracticeFolder, card: str) -> None:
    recall(folder, Catalogue.installed()).review(card, 4)


def test_a_file_of_ones_own_has_the_shape_of_a_rooms(folder: PracticeFolder, cards: Any) -> None:
    (folder.root / "cards" / "maths.toml").write_text(
        '[[cards]]\nid = "bayes"\nquestion = "Bayes?"\nanswer = "P(B|A)P(A)/P(B)"\naliases = ["old"]\n'
    )
    found = cards().own["own/maths/bayes"]
    assert (found.card.question, found.card.answer, found.card.aliases) == (
        "Bayes?",
        "P(B|A)P(A)/P(B)",
        ("own/maths/old",),
    )
    assert (found.path, found.line) == ("cards/maths.toml", 1)
    assert cards().problems == ()


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        ('[[cards]]\nid = "b"\nquestion = "q\nanswer = "a"\n', 8, "Illegal character"),
        ('[[cards]]\nid = "b"\nquestion = "q"\n', 6, "no answer"),
        ('[[cards]]\nid = "b"\nquestion = "q"\nanswer = "a"\nhint = "x"\n', 6, "no 'hint'"),
        ('[[cards]]\nid = "a"\nquestion = "q"\nanswer = "a"\n', 6, "taken by the card of line 1"),
        ('[[cards]]\nid = "a b"\nquestion = "q"\nanswer = "a"\n', 6, "is no id"),
        ('[[cards]]\nid = "b"\nquestion = "q"\nanswer = "a"\naliases = 3\n', 6, "aliases"),
    ],
)
def test_a_mistake_names_file_and_line_and_leaves_the_others(
    folder: PracticeFolder, cards: Any, broken: str, line: int, says: str
) -> None:
    good = '[[cards]]\nid = "a"\nquestion = "one?"\nanswer = "1"\n\n'
    after = '\n[[cards]]\nid = "c"\nquestion = "three?"\nanswer = "3"\n'
    (folder.root / "cards" / "mine.toml").write_text(good + broken + after)
    (problem,) = cards().problems
    assert (problem.path, problem.line) == ("cards/mine.toml", line)
    assert says in problem.what
    assert problem.mend.endswith(".")
    assert list(cards().own) == ["own/mine/a", "own/mine/c"]


def test_notes_hold_questions_and_hidden_words_but_code_holds_none() -> None:
    found, problems = read_note(NOTE, "notes/probes.md")
    assert [(each.question, each.answer, each.line) for each in found] == [
        ("What does a linear probe measure?", "What a linear map can read off.\n- not what the network uses", 3),
        ("UCB1 grows with [...] over the pulls.", "ln t", 7),
        ("UCB1 grows with ln t over [what?].", "the pulls", 7),
    ]
    assert [(each.line, "Q: has no A:" in each.what) for each in problems] == [(14, True)]


def test_hidden_words_may_hold_braces_and_hide_twice() -> None:
    assert clozes(r"half is {{c1::\frac{1}{2}}}") == [("half is [...]", r"\frac{1}{2}")]
    assert clozes("{{c1::a}} and {{c1::b}}") == [("[...] and [...]", "a, b")]
    assert clozes("==marked== only") == []
    _, problems = read_note("one\ntwo {{c1::never closed\n", "notes/a.md")
    assert [(each.line, "not closed" in each.what) for each in problems] == [(2, True)]


def test_a_note_card_keeps_its_reviews_while_the_note_is_edited(folder: PracticeFolder, cards: Any, clock: Any) -> None:
    path = note(folder, NOTE)
    card = asked(cards, "probe measure")
    reviewed(folder, card)
    state = folder.index().card(card)

    path.write_text("Something above.\n\n" + NOTE.replace("What a linear map can read off.", "Another answer."))
    assert asked(cards, "probe measure") == card, "its answer and its place were edited"

    path.write_text(NOTE.replace("What does a linear probe measure?", "What exactly does a linear probe measure here?"))
    assert asked(cards, "exactly") == card, "its question was edited a little"
    clock.go(days=3)
    reviewed(folder, card)
    path.write_text(
        NOTE.replace("What does a linear probe measure?", "What exactly does a probe measure here, and why?")
    )
    assert asked(cards, "exactly") == card, "and a little more since it was reviewed so"
    reviewed(folder, card)
    path.rename(folder.root / "notes" / "moved.md")
    assert asked(cards, "exactly") == card, "the note was renamed"
    after = folder.index().card(card)
    assert state is not None
    assert after is not None
    assert (state.reviews, after.reviews) == (1, 3)


def test_another_question_is_another_card(folder: PracticeFolder, cards: Any) -> None:
    path = note(folder, "Q: What does a linear probe measure?\nA: x\n")
    card = asked(cards, "probe")
    reviewed(folder, card)
    path.write_text("Q: Who proved the bound of UCB1?\nA: Auer\n")
    assert asked(cards, "UCB1") != card
    path.write_text("Q: Who proved the bound of UCB1?\nA: Auer\n\nQ: What does a linear probe measure?\nA: x\n")
    assert asked(cards, "probe") == card, "it came back"


def test_of_two_that_fit_the_nearest_is_taken_and_none_twice() -> None:
    known = {"notes/n/1": Wording("How does regret grow with n?", "notes/n.md")}
    found, _ = read_note(
        "Q: How does regret grow with n and K?\nA: 1\n\nQ: How does regret grow with time n?\nA: 2\n", "notes/n.md"
    )
    ids = [id_ for id_, _ in kept_ids(found, known)]
    assert ids.count("notes/n/1") == 1
    assert len(set(ids)) == 2
    elsewhere, _ = read_note("Q: How does regret grow with n and K?\nA: 1\n", "notes/other.md")
    assert kept_ids(elsewhere, known)[0][0] == "notes/n/1", "nearly the same words, moved"
    loosely, _ = read_note("Q: How fast does the regret of UCB grow?\nA: 1\n", "notes/other.md")
    assert kept_ids(loosely, known)[0][0] != "notes/n/1", "in another note it must be nearer"


def test_words_of_private_notes_never_reach_the_log(folder: PracticeFolder, cards: Any) -> None:
    path = note(folder, "Q: What did the secret review say?\nA: hush\n", "private/dismissal.md")
    card = asked(cards, "secret")
    reviewed(folder, card)
    logged = b"".join(each.read_bytes() for each in folder.log.files())
    assert b"secret" not in logged
    assert b"dismissal" not in logged
    path.write_text("Q: What did the secret review say to me?\nA: hush\n")
    assert asked(cards, "secret") == card


def test_what_was_read_is_read_again_only_when_it_changed(folder: PracticeFolder, cards: Any) -> None:
    path = note(folder, NOTE)
    assert len(cards().own) == 3
    kept = folder.root / ".palaestra" / "cards.json"
    held = json.loads(kept.read_text())
    held["files"][str(path)][1][0] = held["files"][str(path)][1][0][:1]
    kept.write_text(json.dumps(held))
    assert len(cards().own) == 1, "taken from what was kept"
    path.write_text(NOTE + "\n")
    assert len(cards().own) == 3
    kept.write_text("{broken")
    assert len(cards().own) == 3


def test_own_cards_take_turns_with_the_paths(folder: PracticeFolder) -> None:
    for number in range(3):
        keeping.add(folder, f"question {number}", "answer")
    offered = [each.card.id for each in recall(folder, Catalogue.installed()).due()]
    assert [each.startswith("own/mine/") for each in offered[:6]] == [False, True, False, True, False, True]


def test_an_added_card_reads_as_it_was_written(folder: PracticeFolder, cards: Any) -> None:
    written = [('Why "x"?', "first\nsecond \\alpha"), ("it's '''odd'''", "tab\tand\u0007bell"), ('Why "x"?', "again")]
    ids = [keeping.add(folder, *words, deck="odd") for words in written]
    assert [(cards().every[each].question, cards().every[each].answer) for each in ids] == written
    assert len(set(ids)) == 3
    (folder.root / "cards" / "odd.toml").write_text("[[cards]]\nid = \n")
    with pytest.raises(Refusal, match=r"odd\.toml, line 2"):
        keeping.add(folder, "q", "a", deck="odd")
    for name in ("overrides", "a/b", ""):
        with pytest.raises(Refusal):
            keeping.add(folder, "q", "a", deck=name)


def test_words_of_ones_own_over_a_shipped_card_and_back(folder: PracticeFolder, cards: Any) -> None:
    shipped = cards().every["bandits/ucb1-index"]
    reviewed(folder, shipped.id)
    keeping.override(folder, cards(), shipped.id, "", "mean plus bonus")
    keeping.override(folder, cards(), "bandits/regret-definition", "Regret, in a sentence?", "")
    mine = cards().every[shipped.id]
    assert (mine.question, mine.answer, mine.core) == (shipped.question, "mean plus bonus", True)
    assert cards().shipped[shipped.id] == shipped
    assert folder.index().cards()[shipped.id].reviews == 1
    assert keeping.reset(folder, cards(), shipped.id) == shipped
    assert cards().every[shipped.id] == shipped
    assert cards().every["bandits/regret-definition"].question == "Regret, in a sentence?"
    with pytest.raises(Refusal, match="has its shipped words"):
        keeping.reset(folder, cards(), shipped.id)
    mine = keeping.add(folder, "own", "card")
    with pytest.raises(Refusal, match=r"cards/mine\.toml, line 1"):
        keeping.override(folder, cards(), mine, "x", "y")


def test_an_override_of_no_card_is_named(folder: PracticeFolder, cards: Any) -> None:
    (folder.root / "cards" / "overrides.toml").write_text(
        '[[cards]]\nid = "bandits/none"\nquestion = "q"\nanswer = "a"\n'
    )
    (problem,) = cards().problems
    assert "bandits/none" in str(problem)
    assert "line 1" in str(problem)


def test_join_rest_and_split(folder: PracticeFolder, cards: Any) -> None:
    catalogue = Catalogue.installed()
    assert "bandits/snips" not in recall(folder, catalogue).cards
    for _ in range(2):
        keeping.join(folder, cards(), ["bandits/snips"])
    assert "bandits/snips" in recall(folder, catalogue).cards
    assert len(folder.index().events("card")) == 1, "joining twice is joining"
    new = keeping.split(folder, cards(), "bandits/snips", [("half?", "one"), ("", ""), ("other half?", "two")])
    playing = recall(folder, catalogue).cards
    assert len(new) == 2
    assert set(new) <= set(playing)
    assert "bandits/snips" not in playing
    keeping.join(folder, cards(), ["bandits/snips"])
    assert "bandits/snips" in recall(folder, catalogue).cards
    with pytest.raises(Refusal, match="bandits/snips"):
        keeping.rest(folder, cards(), ["bandits/snip"])
