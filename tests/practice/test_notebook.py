"""Notes and how they hang together: links both ways, tags, what is wished for, edits that lose nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.memory.noted import read_note
from palaestra.practice.writing.drafts import written
from palaestra.practice.writing.notebook import Notebook, save_note
from palaestra.practice.writing.text import beginning, linked, read_markdown


def write(folder: PracticeFolder, name: str, text: str) -> Path:
    path = folder.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_front_matter_title_tags_and_links() -> None:
    found = read_markdown(
        "---\ntags: [Goodhart, proxy/hard]\npublish: true\n---\n"
        "# Proxies\n\nSee [[reward hacking|hacks]] and #measurement.\n"
    )
    assert found.title == "Proxies"
    assert found.tags == ("goodhart", "proxy/hard", "measurement")
    assert [(each.target, each.label, each.line) for each in found.links] == [("reward hacking", "hacks", 7)]
    assert found.publish is True
    assert found.body.startswith("See [[")


@pytest.mark.parametrize(
    "text", ["`[[a]] #b`", "```python\n[[a]]\n#b\n```", "<!-- [[a]] #b -->", "~~~\n[[a]]\n~~~", "x#b [[]] [[ |a]]"]
)
def test_code_and_comments_hold_neither_links_nor_tags(text: str) -> None:
    found = read_markdown(f"# T\n\n{text}\n")
    assert not found.tags
    assert not [each for each in found.links if each.target]


def test_links_become_addresses_outside_code_only() -> None:
    text = "See [[a]], [[b|the b]], `[[a]]` and [[nobody]]."
    said = linked(text, lambda name: {"a": "/a", "b": "/b"}.get(name, ""))
    assert said == "See [a](/a), [the b](/b), `[[a]]` and nobody."


def test_links_go_both_ways_whatever_they_call_the_note(folder: PracticeFolder) -> None:
    write(folder, "notes/goodhart.md", "# Goodhart's law\n")
    for number, name in enumerate(("goodhart", "Goodhart's Law", "notes/goodhart", "notes/goodhart.md", "GOODHART")):
        write(folder, f"notes/n{number}.md", f"# N{number}\n\nSee [[{name}]].\n")
    write(folder, "notes/other.md", "# Other\n\nSee [[goodhart-2]].\n")
    notebook = Notebook(folder)
    found = notebook.backlinks(notebook.note("goodhart"))
    assert sorted(each.title for each in found) == ["N0", "N1", "N2", "N3", "N4"]
    assert list(notebook.wished()) == ["goodhart-2"]


def test_a_note_does_not_count_as_linking_to_itself(folder: PracticeFolder) -> None:
    write(folder, "notes/a.md", "# A\n\n[[a]]\n")
    notebook = Notebook(folder)
    assert notebook.backlinks(notebook.note("a")) == ()


def test_what_other_things_answer_to_is_not_wished_for(folder: PracticeFolder) -> None:
    write(folder, "notes/a.md", "# A\n\n[[bandits/ucb1]] and [[Nowhere]]\n")
    assert list(Notebook(folder).wished(["bandits/ucb1"])) == ["Nowhere"]


def test_tags_are_counted_the_commonest_first(folder: PracticeFolder) -> None:
    write(folder, "notes/a.md", "# A\n\n#rl #safety\n")
    write(folder, "notes/b.md", "# B\n\n#safety\n")
    notebook = Notebook(folder)
    assert notebook.tags == {"safety": 2, "rl": 1}
    assert [each.title for each in notebook.tagged("#RL")] == ["A"]


def test_private_notes_say_so_and_kept_copies_are_no_notes(folder: PracticeFolder) -> None:
    write(folder, "private/doubts.md", "# Doubts\n")
    write(folder, "notes/kept/a.md", "# An old A\n")
    assert [(each.title, each.is_private) for each in Notebook(folder).notes] == [("Doubts", True)]


def test_an_unknown_note_suggests_the_nearest(folder: PracticeFolder) -> None:
    write(folder, "notes/goodhart.md", "# Goodhart\n")
    with pytest.raises(Refusal, match="godhart") as refused:
        Notebook(folder).note("godhart")
    assert "notes/goodhart.md" in str(refused.value)


def test_a_page_edit_of_a_file_that_changed_meanwhile_keeps_both(folder: PracticeFolder) -> None:
    path = write(folder, "notes/a.md", "# A\n\nfirst\n")
    note = Notebook(folder).note("a")
    assert save_note(folder, note, "# A\r\n\r\nsecond".replace("\r\n", "\n"), "# A\r\n\r\nfirst\r\n") is None
    assert path.read_text() == "# A\n\nsecond\n"
    path.write_text("# A\n\nfrom the editor\n")
    copy = save_note(folder, note, "# A\n\nthird", "# A\n\nsecond\n")
    assert copy is not None
    assert "from the editor" in copy.read_text()
    assert "third" in path.read_text()


def test_an_empty_edit_is_refused(folder: PracticeFolder) -> None:
    path = write(folder, "notes/a.md", "# A\n")
    with pytest.raises(Refusal, match="empty"):
        save_note(folder, Notebook(folder).note("a"), "  \n", "# A\n")
    assert path.read_text() == "# A\n"


def test_a_beginning_is_plain() -> None:
    assert beginning("## Head\n\nSee [[a|the a]], `x` and [b](https://b). **Bold**") == "See the a, x and b. Bold"
    assert beginning("word " * 100).endswith("…")
    assert (
        beginning("> Said\n\n- a `reward_hacking` _x_ ![p](p.png)<!-- no -->\n\n```\ncode\n```")
        == "Said a reward_hacking x"
    )


@given(st.text(alphabet="[]|#`~<>!-\n ab", max_size=200))
def test_what_is_no_link_stays_as_it_was_written(text: str) -> None:
    read_markdown(text)
    bare = text.replace("[[", "")
    assert linked(bare, lambda _: "/x") == bare


def test_front_matter_is_the_same_for_a_note_and_a_draft() -> None:
    for text in ("---\na: b\n---\nWords.", "---  \na: b\n--- \nWords."):
        assert read_markdown(text).body == "Words."
        assert written(text).strip() == "Words."


def test_a_fence_within_another_kind_of_fence_closes_nothing() -> None:
    text = "~~~\n```\nQ: a\nA: b\n~~~\n\nQ: c\nA: d"
    assert [each.question for each in read_note(text, "notes/a.md")[0]] == ["c"]
    assert "```" in written(f"# T\n\n{text}")
