"""A lesson's code: found by name in the room's source, whole, and only there."""

from pathlib import Path

import pytest

from palaestra.kit.lesson import excerpt, with_code
from palaestra.kit.refusal import Refusal

SOURCE = '''"""A module."""

LIMIT = 3
width: float = 2.0


@decorated
def add(a, b):
    """Add."""
    return a + b


class Box:
    """A box."""

    size = 1

    @property
    def area(self):
        # a comment
        return self.size**2
'''


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "sums.py").write_text(SOURCE)
    (tmp_path / "secret.py").write_text("password = 1\n")
    return tmp_path / "room"


def test_a_function_comes_with_its_decorators_and_line(room: Path) -> None:
    found = excerpt(room, "sums.py#add")
    assert found.code == '@decorated\ndef add(a, b):\n    """Add."""\n    return a + b'
    assert found.line == 7


def test_a_method_is_dedented(room: Path) -> None:
    found = excerpt(room, "sums.py#Box.area")
    assert found.code == "@property\ndef area(self):\n    # a comment\n    return self.size**2"
    assert SOURCE.splitlines()[found.line - 1] == "    @property"


def test_assignments_classes_and_files_have_names_too(room: Path) -> None:
    assert excerpt(room, "sums.py#LIMIT").code == "LIMIT = 3"
    assert excerpt(room, "sums.py#width").code == "width: float = 2.0"
    assert excerpt(room, "sums.py#Box.size").code == "size = 1"
    assert excerpt(room, "sums.py#Box").code.startswith("class Box:")
    assert excerpt(room, "sums.py").code == SOURCE.rstrip()


def test_the_rest_of_a_lesson_stays_as_it_is(room: Path) -> None:
    text = "# Sums\n\n```python source=sums.py#add\n```\n\nand\n\n```python\nadd(1, 2)\n```\n"
    whole = with_code(text, room)
    assert whole.startswith("# Sums\n\n```python source=sums.py#add line=7\n@decorated\n")
    assert whole.endswith("```\n\nand\n\n```python\nadd(1, 2)\n```\n")
    two = with_code("```python source=sums.py#LIMIT\n```\ntext\n```python source=sums.py#width\n```\n", room)
    assert "LIMIT = 3\n```\ntext\n```python" in two
    assert two.endswith("width: float = 2.0\n```\n")


def test_code_that_stands_in_the_fence_gives_way_to_the_source(room: Path) -> None:
    assert "old" not in with_code("```python source=sums.py#LIMIT\nold = 1\n```\n", room)


@pytest.mark.parametrize(
    "named", ["sums.py#nothing", "sums.py#Box.nothing", "none.py#add", "../secret.py#password", "/etc/passwd"]
)
def test_what_is_not_in_the_room_is_refused(room: Path, named: str) -> None:
    with pytest.raises(Refusal):
        excerpt(room, named)
