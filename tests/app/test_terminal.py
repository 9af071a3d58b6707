"""What every screen shares: plain or coloured, and 80 columns whatever the words."""

from collections.abc import Iterator
from types import SimpleNamespace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palaestra.app.cli import MODULE_OF, program
from palaestra.app.cli.terminal import HOLDS, NOT_YET, columns, folded, is_plain, labelled
from tests.said import Call

LINK = "https://example.org/" + "a-long-path/" * 8
words = st.lists(st.text("abc-é…", min_size=1, max_size=30), min_size=1, max_size=40).map(" ".join)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal as far as the screens can tell, while pytest keeps what is printed."""
    stdout = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("palaestra.app.cli.terminal.sys", SimpleNamespace(stdout=stdout))


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_a_mark_is_a_sign_with_its_colour() -> None:
    assert not is_plain()
    assert HOLDS.shown(2) == "\x1b[32m✓ \x1b[0m"
    assert NOT_YET.shown() == "·"


@pytest.mark.usefixtures("terminal")
def test_plain_is_asked_for_anywhere_in_a_command(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALAESTRA_PLAIN", "")
    rich = call("plan", "show").out
    plain = call("plan", "--plain", "show").out
    assert "○ Bandits" in rich
    assert "o Bandits" in plain
    assert "─" in rich
    assert "─" not in plain
    assert HOLDS.shown(2) == "ok"


def test_without_a_terminal_it_is_plain() -> None:
    assert is_plain()
    assert HOLDS.shown(3) == "ok "


@given(words, st.integers(0, 12), st.integers(0, 12))
def test_folding_keeps_every_word_within_80_columns(text: str, indent: int, hang: int) -> None:
    first, *others = folded(text, indent, hang).splitlines()
    assert len(first) - len(first.lstrip()) == indent
    assert all(len(line) - len(line.lstrip()) == hang for line in others)
    assert max(map(len, (first, *others))) <= 80
    assert " ".join([first, *others]).split() == text.split()


def test_a_link_is_never_broken() -> None:
    assert f"\n    {LINK}\n" in folded(f"Words before the link, {LINK} and after it", 4)


def test_a_label_stands_before_text_that_folds_under_itself() -> None:
    first, second = labelled("    band       ", "word " * 16).splitlines()
    assert first == "    band       " + " ".join(["word"] * 13)
    assert second == " " * 15 + " ".join(["word"] * 3)


def test_two_ends_share_a_line_while_there_is_room() -> None:
    assert columns("left", "right") == "left" + " " * 71 + "right"
    assert columns("l" * 74, "r" * 4) == "l" * 74 + "  rrrr"
    assert columns("l" * 74, "r" * 5) == "l" * 74 + "\n" + " " * 75 + "rrrrr"


def every_command() -> Iterator[str]:
    """Each command and each of its own, as they are typed."""
    group, context = program(), click.Context(program())
    for name in MODULE_OF:
        yield name
        yield from (f"{name} {each}" for each in getattr(group.get_command(context, name), "commands", {}))


@pytest.mark.parametrize("command", ["", *every_command()])
def test_help_is_plain_text_of_80_columns(command: str, call: Call) -> None:
    said = call(*command.split(), "--help")
    assert said.code == 0
    assert said.out.isascii()
    assert all(len(line) <= 80 for line in said.out.splitlines())
