"""The stripped tree: the reference is nowhere in it, all else is where it was, and the library is not touched."""

import os
import shutil
from pathlib import Path

import pytest

from palaestra.kit.holes import Fill, FillError, Hole, stripped_tree
from palaestra.kit.holes.rooms import PACKAGE

ROOM = "palaestra.systems.kinds"


def strip(bench, *names: str, target: str = "stripped") -> Path:
    return stripped_tree(bench.folder / target, [Hole.parse(f"{ROOM}.{name}") for name in names])


def test_the_reference_and_the_known_answers_are_nowhere(bench):
    tree = strip(bench, "functions:double", "classes:Child.value", "classes:Child", "rules")
    room = tree / "palaestra" / "systems" / "kinds"
    texts = {path.name: path.read_text() for path in room.glob("*.py")}
    assert "2 * x" not in texts["functions.py"]
    assert "secret" not in texts["functions.py"]
    assert "super().value()" not in texts["classes.py"]
    assert "floor" not in texts["rules.py"]
    answers = (room / "exercises" / "double.py").read_text()
    assert "x * x" not in answers
    assert "x + x" not in answers
    assert "call(room.double, 2.0)" in answers


def test_everything_keeps_its_line(bench):
    room = strip(bench, "functions:double") / "palaestra" / "systems" / "kinds"
    for name in ("functions.py", "exercises/double.py"):
        before = (bench.rooms / "kinds" / name).read_text().splitlines()
        after = (room / name).read_text().splitlines()
        assert len(after) == len(before)
        changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new and new]
        assert [after[number].strip() for number in changed] == ["raise NotImplementedError"] * (name == "functions.py")


def test_a_child_runs_from_it_filled_and_cannot_find_the_reference(bench):
    fill = bench.fill("functions:double", "def double(x):\n    return 3 * x\n")
    tree = strip(bench, "functions:double")
    script = """
        import inspect, pathlib, palaestra
        from palaestra.systems.kinds import functions
        from palaestra.systems.kinds.elsewhere import quadruple
        from palaestra.systems.kinds.exercises import double
        from palaestra.kit.holes import handshake, digest
        handshake(digest())
        text = pathlib.Path(functions.__file__).read_text() + inspect.getsource(functions)
        checks = [check.holds for check in double.doubles(functions)]
        print([palaestra.__file__, quadruple(1.0), "2 * x" in text, checks])
        """
    got = bench.value(script, [fill], {"PYTHONPATH": str(tree)})
    assert got == [str(tree / "palaestra" / "__init__.py"), 9.0, False, [False]]
    error = bench.error("from palaestra.systems.kinds import double; double(1.0)", env={"PYTHONPATH": str(tree)})
    assert "NotImplementedError" in error


def test_the_library_is_not_touched(bench):
    before = {path: path.read_bytes() for folder in (bench.rooms, PACKAGE / "kit") for path in folder.rglob("*.py")}
    tree = strip(bench, "functions:double", "rules")
    (tree / "palaestra" / "systems" / "kinds" / "functions.py").write_text("x = 1\n")
    assert {path: path.read_bytes() for path in before} == before


def test_an_up_to_date_tree_is_kept_and_another_one_built_anew(bench):
    tree = strip(bench, "functions:double")
    functions = tree / "palaestra" / "systems" / "kinds" / "functions.py"
    first = functions.stat().st_ino
    assert strip(bench, "functions:double") == tree
    assert functions.stat().st_ino == first
    strip(bench, "functions:root")
    assert "2 * x" in functions.read_text()
    assert "math.sqrt" not in functions.read_text()
    assert [each.name for each in bench.folder.iterdir()] == ["stripped"]


def test_a_folder_of_somebody_else_is_left_alone(bench):
    (bench.folder / "stripped").mkdir()
    (bench.folder / "stripped" / "thesis.txt").write_text("mine")
    with pytest.raises(FillError, match="holds something else"):
        strip(bench, "functions:double")
    assert (bench.folder / "stripped" / "thesis.txt").read_text() == "mine"
    assert [each.name for each in bench.folder.iterdir()] == ["stripped"]


def test_without_hard_links_the_files_are_copied(bench, monkeypatch):
    def no_links(*_):
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", no_links)
    tree = strip(bench, "functions:double")
    copy = tree / "palaestra" / "kit" / "checks.py"
    assert copy.read_bytes() == (PACKAGE / "kit" / "checks.py").read_bytes()
    assert not copy.samefile(PACKAGE / "kit" / "checks.py")


def test_a_package_elsewhere_such_as_an_unpacked_wheel(bench, tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "site" / "palaestra", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(bench.rooms / "kinds", tmp_path / "site" / "palaestra" / "systems" / "kinds")
    room = tmp_path / "site" / "palaestra" / "systems" / "kinds"
    for left_out in ("__pycache__", "tests", "exercises/__pycache__"):
        (room / left_out).mkdir(exist_ok=True)
        (room / left_out / "functions.cpython-311.pyc").write_bytes(b"the reference, compiled")
    hole = Hole.parse(f"{ROOM}.functions:double")
    tree = stripped_tree(tmp_path / "stripped", [hole], tmp_path / "site" / "palaestra")
    assert not list(tree.rglob("*.pyc"))
    text = (tree / "palaestra" / "systems" / "kinds" / "functions.py").read_text()
    assert "2 * x" not in text
    assert (tree / "palaestra" / "kit" / "checks.py").samefile(tmp_path / "site" / "palaestra" / "kit" / "checks.py")


def test_packages_and_modules_of_other_people(bench, monkeypatch):
    for name in ("solo.py", "club/member.py", "unrelated.py"):
        (bench.folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (bench.folder / "site" / name).write_text("def answer():\n    return 42\n")
    monkeypatch.syspath_prepend(str(bench.folder / "site"))
    tree = stripped_tree(bench.folder / "stripped", [Hole("solo", "answer"), Hole("club.member", "answer")])
    assert "42" not in (tree / "solo.py").read_text() + (tree / "club" / "member.py").read_text()
    assert not (tree / "unrelated.py").exists()
    (bench.folder / "mine.py").write_text("def answer():\n    return 7\n")
    fills = [Fill.of("solo:answer", bench.folder / "mine.py"), Fill.of("club.member:answer", bench.folder / "mine.py")]
    script = "import palaestra, solo, club.member; print([solo.answer(), club.member.answer()])"
    assert bench.value(script, fills, {"PYTHONPATH": str(tree)}) == [7, 7]


def test_a_hole_that_is_not_there(bench):
    for name in ("functions:treble", "nowhere:double"):
        with pytest.raises(FillError, match=r"There is no module|has no treble"):
            strip(bench, name)
        assert not list(bench.folder.iterdir())
