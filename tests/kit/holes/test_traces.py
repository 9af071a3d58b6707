"""Tracebacks and debuggers show the learner's file and line; nothing that asks shows the reference."""

from palaestra.kit.holes import Fill


def test_a_traceback_from_a_function(bench):
    fill = bench.fill("functions:double", "def double(x):\n    return x / 0 if x == 1 else x\n")
    error = bench.error("from palaestra.systems.kinds.elsewhere import quadruple\nquadruple(1.0)\n", [fill])
    assert f'File "{fill.file}", line 3, in double\n    return x / 0 if x == 1 else x\n' in error


def test_a_traceback_from_a_method_and_the_functions_in_it(bench):
    code = """
    class Child:

        def value(self):
            def inside():
                return [1 / 0 for _ in range(2)]
            return inside()
    """
    fill = bench.fill("classes:Child.value", code)
    error = bench.error("from palaestra.systems.kinds.classes import Child\nChild().value()\n", [fill])
    assert f'File "{fill.file}", line 7, in value\n' in error
    assert f'File "{fill.file}", line 6, in inside\n' in error


def test_a_decorator_or_default_that_fails_names_the_learners_line(bench):
    code = "class Child:\n    def value(self,\n              n=1 / 0):\n        return n\n"
    fill = bench.fill("classes:Child.value", code)
    other = bench.fill(
        "classes:Child.shout", "class Child:\n    @staticmethod\n    def shout(text):\n        return text\n"
    )
    error = bench.error("import palaestra.systems.kinds.classes", [other, fill])
    assert f'In your file: "{fill.file}", line 4' in error


def test_a_line_of_a_room_that_is_the_learners(bench):
    fill = bench.fill("classes:Child.value", "class Child:\n    @(1 / 0)\n    def value(self):\n        return 1\n")
    got = bench.value(
        """
        import traceback
        import palaestra
        from palaestra.kit.holes import true_place
        try:
            import palaestra.systems.kinds.classes
        except ZeroDivisionError as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            print([true_place(last.filename, last.lineno), true_place(last.filename, 3)[1], true_place("x.py", 3)])
        """,
        [fill],
    )
    assert got == [(str(fill.file), 3), 3, ("x.py", 3)]


def test_a_breakpoint_stops_in_the_learners_file(bench):
    fill = bench.fill("functions:double", "def double(x):\n    y = 3 * x\n    return y\n")
    script = bench.script("from palaestra.systems.kinds.functions import double\ndouble(1.0)\ndouble(2.0)\n")
    done = bench.python(
        "-m", "pdb", "-c", f"b {fill.file}:4", "-c", "c", "-c", "p ('y', y)", "-c", "q", script, fills=[fill]
    )
    assert f"Breakpoint 1 at {fill.file}:4" in done.stdout
    assert "('y', 63.0)" in done.stdout


def test_nothing_that_asks_shows_the_reference(bench):
    got = bench.value(
        """
        import inspect, importlib.util, pkgutil
        from palaestra.systems.kinds import functions
        texts = [
            inspect.getsource(functions),
            functions.__loader__.get_source(functions.__name__),
            importlib.util.find_spec(functions.__name__).loader.get_source(functions.__name__),
            inspect.getsource(functions.unit),
        ]
        print(["2 * x" in each or "secret" in each or "last words" in each for each in texts] + [
            "return 3 * x" in inspect.getsource(functions.double), "return 1.0" in texts[3], functions.__doc__[:9]])
        """,
        [bench.fill("functions:double", '"""Mine."""\n\ndef double(x):\n    return 3 * x\n', future=False)],
    )
    assert got == [False, False, False, False, True, True, "Functions"]


def test_resources_and_names_of_a_filled_package_stay(bench):
    got = bench.value(
        """
        import importlib.resources, pkgutil
        import palaestra.systems.kinds as room
        sizes = [
            len(importlib.resources.files(room).joinpath("rules.py").read_text()),
            len(pkgutil.get_data(room.__name__, "rules.py")),
            len(pkgutil.get_data(room.__name__ + ".functions", "rules.py")),
        ]
        print([min(sizes) > 9, room.__file__[-17:], room.__package__, room.title(), len(room.__path__)])
        """,
        [
            bench.fill("functions:double", "def double(x):\n    return x\n"),
            Fill.of("palaestra.systems.kinds:title", bench.fill("", "def title():\n    return 'mine'\n").file),
        ],
    )
    assert got == [True, "kinds/__init__.py", "palaestra.systems.kinds", "mine", 1]


def test_docstrings_and_signatures_are_the_learners(bench):
    code = 'def double(x, extra=0):\n    """Mine."""\n    return x\n'
    got = bench.value(
        """
        import inspect
        from palaestra.systems.kinds import double
        print([double.__doc__, str(inspect.signature(double)), double.__module__])
        """,
        [bench.fill("functions:double", code)],
    )
    assert got == ["Mine.", "(x, extra=0)", "palaestra.systems.kinds.functions"]
