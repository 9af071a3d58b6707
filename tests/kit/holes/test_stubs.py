"""The learner's starting file, and the reference written as one; both fit the hole they are for."""

import ast

import pytest

from palaestra.kit.holes import Fill, FillError, Hole, examine, is_untouched, reference_source, stub

ROOM = "palaestra.systems.kinds"
HOLES = [
    "functions:double",
    "functions:root",
    "functions:countdown",
    "functions:later",
    "functions:nest",
    "classes:Child.value",
    "classes:Child.width",
    "classes:Child.Inner.depth",
    "classes:Child",
    "classes:Stack",
    "classes:Point",
    "rules",
    "nets:Affine.forward",
    "kernels:step",
]


def test_the_stub_of_a_function(bench):
    assert stub(Hole.parse(f"{ROOM}.functions:double"), "import math\n") == (
        "from __future__ import annotations\n\nimport math\n\n\n"
        "def double(x: float) -> float:\n"
        '    """Twice the number.\n\n    >>> double(2.0)\n    4.0\n    """\n'
        "    raise NotImplementedError\n"
    )


def test_the_stub_of_a_method_stands_in_its_class(bench):
    assert stub(Hole.parse(f"{ROOM}.classes:Child.value")) == (
        "from __future__ import annotations\n\n"
        "from palaestra.systems.kinds.classes import tag\n\n\n"
        "class Child:\n"
        '    @tag("reference")\n'
        "    def value(self, scale: float = 1.0) -> float:\n"
        '        """The parent\'s value and the child\'s own secret."""\n'
        "        raise NotImplementedError\n"
    )


def test_a_stub_imports_what_its_signature_names_as_the_room_does(bench):
    imports = (
        "from __future__ import annotations\nimport numpy as np\nfrom palaestra.systems.kinds.functions import unit\n"
    )
    text = stub(Hole.parse(f"{ROOM}.functions:apply"), imports)
    assert text.partition("\n\n\ndef ")[0] == (
        "from __future__ import annotations\n\n"
        "from collections.abc import Callable\n\n"
        "import numpy as np\n\n"
        "from palaestra.systems.kinds.functions import double, unit"
    )
    fill = bench.fill("functions:apply", text.replace("raise NotImplementedError", "return 7.0"), future=False)
    assert bench.value("from palaestra.systems.kinds.functions import apply; print(apply(1.0))", [fill]) == 7.0


def test_the_stub_of_a_property_keeps_getter_and_setter(bench):
    text = stub(Hole.parse(f"{ROOM}.classes:Child.width"))
    assert text.count("raise NotImplementedError") == 2
    assert "@width.setter" in text


def test_the_stub_of_a_whole_module_keeps_imports_and_constants(bench):
    text = stub(Hole.parse(f"{ROOM}.rules"))
    assert "SIDES = 6" in text
    assert "import math" in text
    assert "floor" not in text
    assert text.count("raise NotImplementedError") == 4


@pytest.mark.parametrize("name", HOLES)
def test_stub_and_reference_fit_their_hole_and_are_told_apart(bench, name):
    hole = Hole.parse(f"{ROOM}.{name}")
    for text, untouched in ((stub(hole), True), (reference_source(hole), name == "classes:Point")):
        fill = bench.fill(name, text, future=False)
        examine([fill])
        assert is_untouched(hole, fill.file) == untouched


@pytest.mark.parametrize("name", ["functions:double", "classes:Child", "classes:Child.value", "rules"])
def test_a_room_filled_with_its_reference_is_the_room(bench, name):
    script = """
        from palaestra.systems.kinds import game, elsewhere, classes
        child = classes.Child()
        print([game.play(), elsewhere.quadruple(3.0), child.value(2.0), child.width, child.Inner().depth()])
        """
    fill = bench.fill(name, reference_source(Hole.parse(f"{ROOM}.{name}")), future=False)
    assert bench.value(script, [fill]) == bench.value(script) == [6, 12.0, 24.0, 3.0, 2]


@pytest.mark.parametrize(
    ("body", "untouched"),
    [
        ("raise NotImplementedError", True),
        ("'mine'\n    raise NotImplementedError()", True),
        ("...", True),
        ("pass", True),
        ("return None", False),
        ("x = 1\n    raise NotImplementedError", False),
        ("raise ValueError", False),
    ],
)
def test_what_still_is_a_stub(bench, body, untouched):
    fill = bench.fill("functions:double", f"import os\ndef double(x):\n    {body}\n")
    assert is_untouched(fill.hole, fill.file) == untouched


def test_a_class_with_one_method_written_is_touched(bench):
    hole = Hole.parse(f"{ROOM}.classes:Stack")
    text = stub(hole).replace("raise NotImplementedError", "self.items = []", 1)
    assert not is_untouched(hole, bench.fill("classes:Stack", text, future=False).file)


def test_a_record_with_another_field_is_touched(bench):
    hole = Hole.parse(f"{ROOM}.classes:Point")
    assert not is_untouched(
        hole, bench.fill("classes:Point", stub(hole).replace("x: float", "x: int"), future=False).file
    )


@pytest.mark.parametrize("text", ["def double(x:\n", "", "\0"])
def test_a_file_that_is_not_the_stub_any_more(bench, text):
    fill = bench.fill("functions:double", text, future=False)
    assert not is_untouched(fill.hole, fill.file)


def test_what_is_no_hole_has_no_stub(bench):
    for hole in ("functions:LIMIT", "functions:nest.inside", "functions:treble"):
        with pytest.raises(FillError, match="has no"):
            stub(Hole.parse(f"{ROOM}.{hole}"))


@pytest.mark.parametrize("module", ["textwrap", "shlex", "queue", "graphlib"])
def test_every_definition_of_other_peoples_modules_can_be_a_hole(module, tmp_path):
    """The standard library was not written for this; its references and stubs must fit all the same."""
    from palaestra.kit.holes import rooms

    text, _ = rooms.source(module)
    tree = ast.parse(text)
    names = [(node, node.name) for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    names += [
        (node, f"{outer.name}.{node.name}")
        for outer in tree.body
        if isinstance(outer, ast.ClassDef)
        for node in outer.body
        if isinstance(node, ast.FunctionDef)
    ]
    for number, (_, name) in enumerate(names):
        hole = Hole(module, name)
        for text in (reference_source(hole), stub(hole)):
            file = tmp_path / f"{number}.py"
            file.write_text(text, encoding="utf-8")
            examine([Fill.of(hole, file)])
    assert names
