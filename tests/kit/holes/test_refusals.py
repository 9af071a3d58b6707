"""What cannot fill a hole is refused with one sentence that names the file, the line and the mend."""

import pickle

import pytest

from palaestra.kit.holes import Fill, FillError, Hole, examine

ROOM = "palaestra.systems.kinds"


def refused(bench, hole: str, code: str, future: bool = True) -> FillError:
    with pytest.raises(FillError) as caught:
        examine([bench.fill(hole, code, future)])
    assert caught.value.mend.endswith(".")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        ("def unit():\n    return 2\n", 2, "unit is already a name in"),
        ("LIMIT = 3\n", 2, "LIMIT is already a name in"),
        ("x = 1\nfor math in (1, 2):\n    pass\n", 3, "math is already a name in"),
        ("class TABLE:\n    pass\n", 2, "TABLE is already a name in"),
        ("def sum(values):\n    return 0\n", 2, "sum is a builtin that"),
        ("__all__ = ['double']\n", 2, "__all__ belongs to"),
        ("def helper():\n    global LIMIT\n    LIMIT = 3\n", 4, "LIMIT is already a name in"),
        ("if (root := 3):\n    pass\n", 2, "root is already a name in"),
    ],
)
def test_a_helper_that_takes_a_name_of_the_room(bench, code, line, says):
    error = refused(bench, "functions:double", code + "def double(x):\n    return x\n")
    assert says in error.what
    assert error.line == line
    assert f"line {line}" in error.what


@pytest.mark.parametrize("name", ["Base", "tag", "Point"])
def test_a_helper_beside_a_method_that_takes_a_name_of_the_room(bench, name):
    code = f"def {name}():\n    pass\nclass Child:\n    def value(self):\n        return 1.0\n"
    assert f"{name} is already a name in {ROOM}.classes" in refused(bench, "classes:Child.value", code).what


def test_a_name_that_is_local_to_a_class_of_the_room_is_free(bench):
    examine(
        [
            bench.fill(
                "classes:Stack", "def kinds():\n    pass\nclass Stack:\n    def pop(self):\n        return kinds()\n"
            )
        ]
    )


def test_a_name_only_the_reference_body_used_is_free(bench):
    code = "def sqrt(x):\n    return x\ndef print(x):\n    return x\ndef double(x):\n    return sqrt(print(x))\n"
    examine([bench.fill("functions:double", code)])
    examine([bench.fill("functions:nest", "def inside():\n    return 1\ndef nest():\n    return inside\n")])


def test_two_files_that_define_the_same_helper(bench):
    fills = [
        bench.fill("functions:double", "def _step():\n    return 1\ndef double(x):\n    return x\n"),
        bench.fill("functions:unit", "def _step():\n    return 2\ndef unit():\n    return _step()\n"),
    ]
    with pytest.raises(FillError, match="_step is also defined by the file of another hole"):
        examine(fills)


def test_imports_of_the_same_object_are_welcome(bench):
    code = """
    import functools
    import math
    import math as mathematics
    import statistics
    from collections.abc import *
    from palaestra.systems.kinds import double
    from palaestra.systems.kinds.functions import LIMIT, unit
    from .functions import root
    from . import functions as room

    def halved(x: float) -> float:
        return LIMIT * mathematics.floor(x) * unit() * statistics.mean([root(4.0)]) + room.double(double(0.5))
    """
    got = bench.value(
        "from palaestra.systems.kinds import halved; print(halved(1.5))", [bench.fill("functions:halved", code)]
    )
    assert got == 22.0


@pytest.mark.parametrize(
    ("hole", "imports", "name"),
    [
        ("functions:double", "from math import floor as math", "math"),
        ("functions:double", "from math import fsum as sum", "sum"),
        ("functions:unit", "from math import *; from cmath import sqrt as TABLE", "TABLE"),
        ("functions:double", "from os import path as ALIASES", "ALIASES"),
    ],
)
def test_an_import_that_means_something_else_in_the_room(bench, hole, imports, name):
    code = f"{imports}\ndef {hole.partition(':')[2]}(x=1.0):\n    return x\n"
    error = bench.error("import palaestra.systems.kinds", [bench.fill(hole, code)])
    assert f"FillError: {bench.folder}/learner_1.py: {name} means something else in {ROOM}.functions." in error


def test_imports_from_the_room_are_dropped_but_checked(bench):
    assert (
        "has no nothing"
        in refused(
            bench,
            "functions:unit",
            "from palaestra.systems.kinds.functions import nothing\ndef unit():\n    return 1\n",
        ).what
    )
    assert (
        "root is imported as wurzel"
        in refused(bench, "functions:unit", "from .functions import root as wurzel\ndef unit():\n    return 1\n").what
    )


def test_a_method_hole_holds_nothing_else(bench):
    code = "class Child:\n    def value(self):\n        return self.other()\n    def other(self):\n        return 1\n"
    error = refused(bench, "classes:Child.value", code)
    assert "class Child holds more than value" in error.what
    assert error.line == 5
    assert "helpers at the top level" in error.mend
    examine(
        [bench.fill("classes:Child.value", 'class Child:\n    "doc"\n    n: int\n    def value(self):\n        pass\n')]
    )


@pytest.mark.parametrize(
    ("hole", "code", "says"),
    [
        ("functions:double", "def doubled(x):\n    return x\n", "does not define double."),
        ("functions:double", "if True:\n    def double(x):\n        return x\n", "does not define double."),
        ("functions:double", "double = abs\n", "double is assigned, not defined."),
        ("functions:double", "", "does not define double."),
        ("classes:Child.value", "def value(self):\n    return 1\n", "has no Child.value."),
        ("classes:Child.value", "class Child:\n    pass\n", "has no Child.value."),
        ("classes:Child.value", "class Child:\n    pass\n" * 2, "has no Child.value."),
        ("functions:double", "class double:\n    pass\n", "double is a class, where a function belongs."),
        (
            "functions:double",
            "async def double(x):\n    pass\n",
            "double is an async function, where a function belongs.",
        ),
        ("classes:Point", "def Point(x, y):\n    return x, y\n", "Point is a function, where a class belongs."),
        ("rules", "def roll(u):\n    return 1\n", "does not define Die."),
        ("rules", "from palaestra.systems.kinds.rules import *", "cannot import from it."),
        ("functions:double", "def double(x):\n    return = x\n", "line 3: invalid syntax."),
        ("functions:double", "def double(x):\n    nonlocal y\n", "line 3: no binding for nonlocal 'y' found."),
        ("functions:double", "def double(x):\n    return '\0'\n", "null bytes"),
    ],
)
def test_a_file_that_does_not_hold_its_hole(bench, hole, code, says):
    assert says in refused(bench, hole, code).what


def test_a_file_that_is_not_there_or_not_text(bench):
    with pytest.raises(FillError, match=r"nowhere.py cannot be read: No such file or directory."):
        Fill.of("palaestra.systems.kinds.functions:double", bench.folder / "nowhere.py")
    with pytest.raises(FillError, match=r"cannot be read: Is a directory."):
        Fill.of("palaestra.systems.kinds.functions:double", bench.folder)
    binary = bench.folder / "binary.py"
    binary.write_bytes(b"def double(x):\n    return '\xff\xfe'\n")
    with pytest.raises(FillError, match=r"binary.py is not Python text: 'utf-8'"):
        examine([Fill.of("palaestra.systems.kinds.functions:double", binary)])


def test_a_hole_that_is_not_there(bench):
    for hole, says in [
        ("functions:treble", "has no treble to fill"),
        ("functions:nest.inside", "has no nest.inside to fill"),
        ("functions:LIMIT", "has no LIMIT to fill"),
        ("nowhere:double", "There is no module palaestra.systems.kinds.nowhere"),
    ]:
        assert says in refused(bench, hole, "def double(x):\n    return x\n").what


def test_names_that_are_no_holes():
    for text in ("", "a b:c", "m:", ":f", "m:f..g", "m:1"):
        with pytest.raises(FillError, match="does not name a hole"):
            Hole.parse(text)
    with pytest.raises(FillError, match="is a function inside a function"):
        Hole.parse("m:f.<locals>.g")
    hole = Hole.parse("pkg.m:A.B.f")
    assert (str(hole), hole.classes, hole.name, hole.top) == ("pkg.m:A.B.f", ("A", "B"), "f", "A")


def test_overlapping_holes(bench):
    point, whole = bench.fill("classes:Child", "class Child:\n    pass\n"), bench.fill("classes", "")
    for other in (bench.fill("classes:Child.value", "class Child:\n    def value(self): pass\n"), point, whole):
        with pytest.raises(FillError, match="are filled together"):
            examine([point, other])


def test_a_room_that_is_imported_already(bench):
    fill = bench.fill("functions:double", "def double(x):\n    return x\n")
    error = bench.error(
        f"""
        from palaestra.kit.holes import Fill, install
        import palaestra.systems.kinds
        install([Fill.of("{fill.hole}", "{fill.file}")])
        """
    )
    assert f"FillError: {ROOM}.functions is already imported, so {fill.hole} cannot be filled any more." in error


def test_other_fills_in_the_same_process(bench):
    fill = bench.fill("functions:double", "def double(x):\n    return x\n")
    other = bench.fill("functions:unit", "def unit():\n    return 1\n")
    error = bench.error(
        f"""
        from palaestra.kit.holes import Fill, install, installed
        install([])
        install(installed())
        install([Fill.of("{other.hole}", "{other.file}")])
        """,
        [fill],
    )
    assert "FillError: This process already runs other fills." in error


def test_an_environment_that_palaestra_did_not_write(bench):
    for text in ("rubbish", "[1]", '[["m:f", 3, "d"]]'):
        done = bench.python("-c", "import palaestra", env={"PALAESTRA_FILLS": text}, fails=True)
        assert "FillError: PALAESTRA_FILLS is not what Palaestra wrote." in done.stderr


def test_a_refusal_reaches_the_parent_process_whole(bench):
    error = refused(bench, "functions:double", "LIMIT = 3\ndef double(x):\n    return x\n")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.file, again.line) == (str(error), error.file, 2)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(bench):
    file = bench.folder / "windows.py"
    file.write_bytes(b"\xef\xbb\xbfdef double(x):\r\n    y = 'h\xc3\xa9'\r\n    return 5 * x\r\n")
    fill = Fill.of(f"{ROOM}.functions:double", file)
    assert bench.value("from palaestra.systems.kinds import double; print(double(1))", [fill]) == 5
