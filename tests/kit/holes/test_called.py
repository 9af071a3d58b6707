"""A filled hole that was never called is reported, and a run with sabotaged fills turns red."""

from dataclasses import dataclass

import pytest

from palaestra.kit.holes import Fill, examine, sabotage


@dataclass(frozen=True)
class Case:
    """A learner's code for a hole, what uses the room without running it, and what runs it (in the room's module)."""

    hole: str
    code: str
    passes_by: str
    runs: str

    def script(self, expression: str) -> str:
        module = self.hole.partition(":")[0]
        return f"""
            from palaestra.kit.holes import called
            from palaestra.systems.kinds import {module}
            for name, value in vars({module}).items():
                globals().setdefault(name, value)
            {expression}
            print(list(called().values()))
            """

    def fill(self, bench) -> Fill:
        return bench.fill(self.hole, self.code)


CASES = {
    "a function": Case("functions:unit", "def unit():\n    return 1.0\n", "double(1)", "halved(1)"),
    "one line": Case("functions:unit", "def unit(): return 1.0", "double(1)", "unit()"),
    "only a docstring": Case("functions:unit", "def unit():\n    'only words'\n", "double(1)", "unit()"),
    "decorated, with a global": Case(
        "functions:root",
        "@functools.cache\ndef root(x):\n    global _seen\n    _seen = x\n    return x\n",
        "double(1)",
        "ALIASES['root'](1)",
    ),
    "a generator": Case(
        "functions:countdown", "def countdown(n):\n    # why\n    yield n\n", "double(1)", "next(countdown(1))"
    ),
    "a method": Case(
        "classes:Child.value", "class Child:\n    def value(self):\n        return 1.0\n", "Child()", "Child().value()"
    ),
    "a property": Case(
        "classes:Child.width",
        "class Child:\n    @property\n    def width(self):\n        'w'\n        return 3.0\n"
        "    @width.setter\n    def width(self, w):\n        pass\n",
        "Child()",
        "Child().width",
    ),
    "a class": Case(
        "classes:Stack", "class Stack:\n    def push(self, item):\n        pass\n", "Stack()", "Stack().push(1)"
    ),
    "a record": Case("classes:Point", "@dataclass\nclass Point:\n    x: float\n    y: float\n", "Point", "Point(1, 2)"),
    "an inner record": Case(
        "classes:Child.Inner",
        "class Child:\n    @dataclass\n    class Inner:\n        n: int = 1\n",
        "Child()",
        "Child.Inner()",
    ),
    "a whole module": Case(
        "rules",
        "def roll(u):\n    return 1\nclass Die:\n    def throw(self, u):\n        return 2\n",
        "Die()",
        "Die().throw(1)",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_hole_counts_as_called_when_its_code_ran(bench, case):
    fill = case.fill(bench)
    assert bench.value(case.script(case.passes_by), [fill]) == [False]
    assert bench.value(case.script(case.runs), [fill]) == [True]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_sabotage_run_turns_red_where_the_hole_runs_and_only_there(bench, case):
    fill = case.fill(bench)
    (sabotaged,) = sabotage([fill], bench.folder / "sabotage")
    examine([sabotaged])
    assert bench.value(case.script(case.passes_by), [sabotaged]) == [False]
    assert "NotImplementedError: sabotaged" in bench.error(case.script(case.runs), [sabotaged])
    assert fill.file.read_text().endswith(case.code)


def test_a_generator_that_was_made_but_never_started_was_not_called(bench):
    case = CASES["a generator"]
    assert bench.value(case.script("countdown(1)"), [case.fill(bench)]) == [False]


def test_a_class_handed_to_a_compiler_carries_no_flag(bench):
    code = "def jitclass(kind):\n    return kind\n@jitclass\nclass Stack:\n    def push(self, item):\n        pass\n"
    got = bench.value(
        """
        from palaestra.kit.holes import called, unwatched_holes
        from palaestra.systems.kinds.classes import Stack
        Stack().push(1)
        print([called(), unwatched_holes(), Stack.push.__code__.co_names])
        """,
        [bench.fill("classes:Stack", code)],
    )
    assert got == [{}, ("palaestra.systems.kinds.classes:Stack",), ()]


def test_a_hole_whose_room_was_never_imported_was_not_called(bench):
    fill = bench.fill("functions:unit", "def unit():\n    return 1.0\n")
    assert bench.value("from palaestra.kit.holes import called; print(called())", [fill]) == {str(fill.hole): False}
