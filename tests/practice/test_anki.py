"""Anki's text export, in and out: every header, what is left out by line, and the way there and back."""

from palaestra.kit.catalogue import Card
from palaestra.practice.exchange.anki import read_anki, write_anki

EXPORT = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
    "q1{{t}}Basic{{t}}Maths{{t}}What is <b>2 &lt; 3</b>?{{t}}True<br>always{{t}}easy\n"
    'q2{{t}}Basic{{t}}Maths{{t}}"Say ""hi"""{{t}}"over\ntwo lines"{{t}}\n'
    "q3{{t}}Cloze{{t}}Maths{{t}}The {{c1::mean}} of {{c2::n}} values{{t}}{{t}}\n"
    'q4{{t}}Basic{{t}}Maths{{t}}See <img src="a.png">{{t}}this \\(x^2\\){{t}}\n'
    "q5{{t}}Basic{{t}}Maths{{t}}No answer{{t}}{{t}}\n"
).replace("{{t}}", "\t")


def test_every_field_is_taken_for_what_it_is() -> None:
    read = read_anki(EXPORT)
    assert [(each.question, each.answer) for each in read.cards] == [
        ("What is 2 < 3?", "True\nalways"),
        ('Say "hi"', "over\ntwo lines"),
        ("The [...] of n values", "mean"),
        ("The mean of [...] values", "n"),
        ("See", "this $x^2$"),
    ]
    assert len({each.name for each in read.cards}) == 5
    assert [(each.line, each.why.split()[0]) for each in read.left_out] == [(11, "a"), (12, "it")]


def test_what_is_there_is_not_taken_twice() -> None:
    first = read_anki(EXPORT)
    known = [Card(f"own/anki/{each.name}", each.question, each.answer) for each in first.cards]
    second = read_anki(EXPORT, known)
    assert (second.cards, second.known) == ((), 5)
    third = read_anki(EXPORT.replace("2 &lt; 3", "2 &gt; 3"), known)
    assert [each.question for each in third.cards] == ["What is 2 > 3?"]
    assert third.cards[0].name not in {each.name for each in first.cards}


def test_other_separators_and_no_headers() -> None:
    assert [each.answer for each in read_anki("one;two\n").cards] == ["two"]
    assert [each.answer for each in read_anki("#separator:Comma\none,two\n").cards] == ["two"]
    assert [each.answer for each in read_anki("#separator:|\n#columns:tags|front|back\nx|one|two\n").cards] == ["two"]
    assert [each.question for each in read_anki("\ufeff#html:false\n<b>one\ttwo\n").cards] == ["<b>one"]
    assert read_anki("").cards == ()


def test_there_and_back() -> None:
    cards = [
        Card("bandits/a", "Is $a < b$?", "one\ntwo", source="Sutton & Barto"),
        Card("own/mine/b", 'tab\there "quoted"', "a & b"),
    ]
    text = write_anki(cards)
    assert text.splitlines()[0] == "#separator:tab"
    assert "#guid column:1" in text
    read = read_anki(text)
    assert [(each.question, each.answer) for each in read.cards] == [(each.question, each.answer) for each in cards]
    assert read.left_out == ()


def test_what_was_exported_from_here_is_no_news() -> None:
    """Known by its guid, even where its words were changed in Anki."""
    cards = [Card("bandits/a", "Is it?", "yes"), Card("bandits/b", "Is it not?", "no")]
    text = write_anki(cards).replace("Is it?", "Is it really?") + "bandits/other\tNew?\tNew.\t\n"
    read = read_anki(text, ids={"bandits/a", "bandits/b"})
    assert ([each.question for each in read.cards], read.known) == (["New?"], 2)
    named = "#separator:tab\n#columns:front\tguid\tback\none\tbandits/a\ttwo\nthree\tx\tfour\n"
    assert [each.question for each in read_anki(named, ids={"bandits/a"}).cards] == ["three"]
    assert len(read_anki("bandits/a\tan answer\n", ids={"bandits/a"}).cards) == 1, "a question, where no guid is said"
