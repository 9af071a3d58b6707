"""Names made from titles, and what does not change them."""

from pathlib import Path

import pytest

from palaestra.practice.naming import free_file, free_name, short_id, slug
from palaestra.practice.writing.notebook import key


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Überblick: Größe  & Maß!", "uberblick-groe-ma"),
        ("Bias–variance, again", "bias-variance-again"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", "note"),
        ("日本", "note"),
        ("a" * 80, "a" * 60),
        (f"{'a' * 58} b", f"{'a' * 58}-b"),
        (f"{'a' * 59} b", "a" * 59),
        ("twenty " * 10, "-".join(["twenty"] * 8)),
    ],
)
def test_a_title_as_a_name(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_short_id_keeps_whole_words_up_to_forty_characters() -> None:
    long = "Regret without tears and other short stories of loss"
    assert short_id(long, "essay") == "regret-without-tears-and-other-short"
    assert (short_id("…", "essay"), short_id("", "")) == ("essay", "artefact")


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    assert free_name("a", set[str]().__contains__) == "a"
    assert free_name("a", {"a", "a-2"}.__contains__) == "a-3"
    (tmp_path / "a.md").touch()
    assert free_file(tmp_path, "a") == tmp_path / "a-2.md"


def test_names_are_compared_by_all_of_their_words() -> None:
    assert key("Reward_Hacking ") == key("reward-hacking.md") == key("Réward hacking")
    assert key("日本") != key("中国")
    shared = "one two three four five six seven eight nine ten eleven twelve thirteen"
    assert key(f"{shared} x") != key(f"{shared} y")
