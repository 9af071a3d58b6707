"""A learner's helper may have a name of the room: it is theirs inside their file, and the room keeps its own."""

import pytest

from palaestra.kit.holes import FillError, examine

FUNCTIONS = "from palaestra.systems.kinds import functions as room\n"


def test_a_helper_of_the_same_name_is_the_learners_and_the_room_keeps_its_own(bench):
    code = """
    def unit():
        return 100.0

    def sum(values):
        return -1.0

    def double(x):
        return unit() + sum([x]) + x
    """
    fills = [bench.fill("functions:double", code)]
    assert bench.value(FUNCTIONS + "print(room.double(1.0))", fills) == 100.0
    assert bench.value(
        FUNCTIONS + "print(room.unit(), room.halved(4.0))".replace("print", "print((") + "))", fills
    ) == (
        1.0,
        2.0,
    )


def test_it_keeps_the_name_it_was_written_with(bench):
    code = "def unit():\n    return 1 / 0\ndef double(x):\n    return unit.__name__, unit.__qualname__\n"
    assert bench.value(FUNCTIONS + "print(room.double(1.0))", [bench.fill("functions:double", code)]) == (
        "unit",
        "unit",
    )
    code = "def unit():\n    return 1 / 0\ndef double(x):\n    return unit()\n"
    said = bench.error(FUNCTIONS + "room.double(1.0)", [bench.fill("functions:double", code)])
    assert "in unit" in said
    assert "__yours" not in said


def test_a_constant_and_a_recursion_and_a_closure(bench):
    code = """
    LIMIT = 3

    def root(n):
        return 1 if n == 0 else n * root(n - 1)

    def double(x):
        def inside():
            return root(LIMIT)
        return [inside() for _ in range(2)] + [x]
    """
    fills = [bench.fill("functions:double", code)]
    assert bench.value(
        FUNCTIONS + "print(room.double(0), room.LIMIT, room.root(4.0))".replace("print(", "print((", 1) + ")", fills
    ) == (
        [6, 6, 0],
        10,
        2.0,
    )


def test_beside_a_method(bench):
    code = "def tag():\n    return 7.0\nclass Child:\n    def value(self):\n        return tag()\n"
    script = "from palaestra.systems.kinds import classes as room\nprint((room.Child().value(), callable(room.tag)))"
    assert bench.value(script, [bench.fill("classes:Child.value", code)]) == (7.0, True)


def test_two_files_may_use_one_name(bench):
    fills = [
        bench.fill("functions:double", "def _step():\n    return 1\ndef double(x):\n    return _step()\n"),
        bench.fill("functions:unit", "def _step():\n    return 2\ndef unit():\n    return _step()\n"),
    ]
    assert bench.value(FUNCTIONS + "print((room.double(0), room.unit()))", fills) == (1, 2)


@pytest.mark.parametrize(
    "code",
    [
        "def unit():\n    return 2\ndef double(unit):\n    return unit\n",  # a parameter, too
        "def unit():\n    return 2\ndef double(x):\n    unit = x\n    return unit\n",
        "def unit():\n    return 2\nclass A:\n    unit = 3\ndef double(x):\n    return A.unit + unit()\n",
        "def unit():\n    return 2\ndef double(x):\n    try:\n        return unit()\n"
        "    except ValueError as unit:\n        return x\n",
    ],
)
def test_a_name_that_means_two_things_is_still_refused(bench, code):
    with pytest.raises(FillError, match="unit is already a name in"):
        examine([bench.fill("functions:double", code)])
