"""An exercise's words and code: what its ids mean, its rungs in order, its mistakes as a learner would write them."""

import ast
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise, load_code, sources
from tests.rooms import add_copy

ROOMS = Path(__file__).parent.parent / "contract" / "rooms"

MARKED = '''
import functools

from palaestra.kit.exercise import alternative, mistake


@mistake("with-a-decorator")
@functools.cache
def share(heads: int, tosses: int) -> float:
    # A comment of the learner's
    return 1.0


@alternative("as-a-class")
class Share:
    """Its words stay."""

    @staticmethod
    def of(heads):
        return heads


@functools.cache
@mistake("mark-below")
def share(heads, tosses):
    return 2.0


def not_marked():
    @mistake("inside")
    def share(): ...
'''


@pytest.fixture
def exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    rooms = add_copy(ROOMS, tmp_path, monkeypatch)
    for name in [each for each in sys.modules if each.startswith("palaestra.systems.coin")]:
        monkeypatch.delitem(sys.modules, name)
    return Catalogue(rooms).exercise("coin/smoothed-share")


@pytest.mark.parametrize(
    ("hole", "module", "qualname"),
    [
        ("estimate:smoothed_share", "palaestra.systems.coin.estimate", "smoothed_share"),
        ("upper.bounds:UCB1.bonus", "palaestra.systems.coin.upper.bounds", "UCB1.bonus"),
        ("estimate", "palaestra.systems.coin.estimate", ""),
    ],
)
def test_a_hole_is_a_place_in_its_room(exercise: Exercise, hole: str, module: str, qualname: str) -> None:
    other = replace(exercise, hole=hole)
    assert (other.module, other.qualname) == (module, qualname)


def test_an_id_is_system_and_name_and_its_code_stands_beside_its_words(exercise: Exercise) -> None:
    assert (exercise.system, exercise.name) == ("coin", "smoothed-share")
    assert exercise.code_path == exercise.folder / "smoothed_share.py"
    assert exercise.code_path.is_file()


def test_a_mistake_is_found_by_its_id(exercise: Exercise) -> None:
    assert exercise.mistake("one-imagined-toss").rung == "some-tosses"
    with pytest.raises(StopIteration):
        exercise.mistake("no-such")


def test_rungs_come_in_the_order_of_the_words_whatever_that_of_the_code(exercise: Exercise) -> None:
    code = load_code(replace(exercise, rungs=exercise.rungs[::-1]))
    assert list(code.rungs) == ["some-tosses", "no-tosses"]
    assert [each.__name__ for each in code.rungs.values()] == ["some_tosses", "no_tosses"]
    assert code.inputs[1] == (1, 1)


def test_the_code_checks_the_module_that_holds_the_hole(exercise: Exercise) -> None:
    class Room:
        smoothed_share = staticmethod(lambda heads, tosses: 0.5)

    code = load_code(exercise)
    assert [check.holds for check in code.rungs["no-tosses"](Room)] == [True]
    assert [check.holds for check in code.rungs["some-tosses"](Room)] == [False, False]
    assert code.answer(Room, (3, 3)) == 0.5  # type: ignore[arg-type]


def test_a_rung_without_code_is_an_error_that_names_it(exercise: Exercise) -> None:
    more = replace(exercise.rungs[0], id="many-tosses")
    with pytest.raises(KeyError, match="many-tosses"):
        load_code(replace(exercise, rungs=(*exercise.rungs, more)))


def test_what_is_marked_is_read_as_a_learners_file_without_its_mark(exercise: Exercise) -> None:
    exercise.code_path.write_text(MARKED)
    found = sources(exercise, "mistake")
    assert list(found) == ["with-a-decorator", "mark-below"]
    assert found["with-a-decorator"].splitlines() == [
        "@functools.cache",
        "def share(heads: int, tosses: int) -> float:",
        "    # A comment of the learner's",
        "    return 1.0",
    ]
    assert found["mark-below"].startswith("@functools.cache\ndef share(")
    (other,) = sources(exercise, "alternative").values()
    assert other.startswith('class Share:\n    """Its words stay."""\n')
    assert all(ast.parse(each) for each in (*found.values(), other))


def test_reading_mistakes_runs_nothing(exercise: Exercise) -> None:
    exercise.code_path.write_text(f"raise SystemExit\n{MARKED}")
    assert len(sources(exercise, "mistake")) == 2
