"""Every process runs the learner's code, or says that it does not; and the caches of Python stay the reference's."""

import pytest

TRIPLE = "def double(x: float) -> float:\n    return 3 * x\n"
HOLE = "functions:double"


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
def test_pool_workers(bench, method):
    fill = bench.fill(HOLE, TRIPLE)
    got = bench.value(
        f"""
        import multiprocessing
        from palaestra.kit.holes import digest
        from palaestra.systems.kinds.elsewhere import work
        if __name__ == "__main__":
            with multiprocessing.get_context("{method}").Pool(1) as pool:
                value, theirs = pool.apply(work, (1.0,))
            print([value, theirs == digest() != ""])
        """,
        [fill],
    )
    assert got == [9.0, True]


def test_a_process_pool_executor_after_install_in_the_parent_alone(bench):
    fill = bench.fill(HOLE, TRIPLE)
    got = bench.value(
        f"""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from palaestra.kit.holes import Fill, install
        if __name__ == "__main__":
            install([Fill.of("{fill.hole}", "{fill.file}")])
            from palaestra.systems.kinds.elsewhere import work
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
                print(pool.submit(work, 1.0).result()[0])
        """
    )
    assert got == 9.0


@pytest.mark.parametrize("arguments", [["-m", "palaestra.systems.kinds"], ["-I", "-m", "palaestra.systems.kinds"]])
def test_a_room_run_as_a_program(bench, arguments):
    assert bench.python(*arguments, fills=[bench.fill(HOLE, TRIPLE)]).stdout == "9.0\n"


def test_the_filled_module_itself_run_as_a_program(bench):
    code = """
    import math
    def double(x: float) -> float:
        if __name__ == "__main__":
            print(math.floor(x))
        return x
    """
    done = bench.python("-W", "ignore", "-m", "palaestra.systems.kinds.functions", fills=[bench.fill(HOLE, code)])
    assert done.stdout == "21\n"


def test_a_cleared_environment_loses_the_fills_and_the_handshake_says_so(bench):
    fill = bench.fill(HOLE, TRIPLE)
    error = bench.error(
        """
        import os, subprocess, sys
        from palaestra.kit.holes import digest
        cleared = {name: value for name, value in os.environ.items() if name != "PALAESTRA_FILLS"}
        script = f"from palaestra.kit.holes import handshake; handshake({digest()!r}); print('the reference')"
        sys.exit(subprocess.run([sys.executable, "-c", script], env=cleared).returncode)
        """,
        [fill],
    )
    assert "FillError: This worker runs the reference, but the run asked for" in error


def test_the_handshake_passes_with_the_same_fills_in_another_order_and_without_any(bench):
    fills = [bench.fill(HOLE, TRIPLE), bench.fill("functions:unit", "def unit():\n    return 2.0")]
    digests = [
        bench.value(
            "from palaestra.kit.holes import digest, handshake; handshake(digest()); print(repr(digest()))", each
        )
        for each in (fills, fills[::-1], fills[:1], [])
    ]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
    assert digests[3] == ""


def test_the_handshake_sees_a_room_that_another_hook_loaded(bench):
    error = bench.error(
        """
        import importlib.machinery, sys
        import palaestra
        from palaestra.kit.holes import digest, handshake
        class Greedy:
            find_spec = importlib.machinery.PathFinder.find_spec
        sys.meta_path.insert(0, Greedy)
        from palaestra.systems.kinds import double
        handshake(digest())
        """,
        [bench.fill(HOLE, TRIPLE)],
    )
    assert "was loaded past the import hook" in error


def test_a_worker_that_starts_after_the_file_changed_refuses(bench):
    fill = bench.fill(HOLE, TRIPLE)
    env = bench.environment([fill])
    fill.file.write_text(TRIPLE.replace("3", "4"))
    done = bench.python("-c", "from palaestra.systems.kinds import double", env=env, fails=True)
    assert f"{fill.file} has changed since this run began." in done.stderr


def test_compiled_caches_stay_the_reference(bench, tmp_path):
    fill = bench.fill(HOLE, TRIPLE)
    env = {"PYTHONPYCACHEPREFIX": str(tmp_path / "pyc"), "PYTHONDONTWRITEBYTECODE": ""}
    script = "from palaestra.systems.kinds.elsewhere import quadruple; print(quadruple(1.0))"

    def caches() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (tmp_path / "pyc").rglob("functions.*.pyc")}

    values, states = [], []
    for fills in ([], [fill], []):
        values.append(bench.value(script, fills, env))
        states.append(caches())
    assert values == [4.0, 9.0, 4.0]
    assert states[0] == states[1] == states[2] != {}


def test_pytest_runs_with_the_fills(bench):
    (bench.folder / "test_it.py").write_text(
        "from palaestra.systems.kinds.elsewhere import quadruple\ndef test_it():\n    assert quadruple(1.0) == 9.0\n"
    )
    plugin = bench.folder / "claims_everything.py"
    plugin.write_text("import pytest\npytest.register_assert_rewrite('palaestra')\n")
    arguments = ["-m", "pytest", "-q", "-p", "claims_everything", "-p", "no:cacheprovider", "test_it.py"]
    assert "1 passed" in bench.python("-W", "default", *arguments, fills=[bench.fill(HOLE, TRIPLE)]).stdout
    failed = bench.python("-W", "default", *arguments, fails=True).stdout
    assert "assert 4.0 == 9.0" in failed


def test_a_room_in_a_zip_file(bench, tmp_path):
    import shutil

    shutil.make_archive(str(tmp_path / "rooms"), "zip", bench.rooms)
    env = {"PALAESTRA_ROOMS": str(tmp_path / "rooms.zip")}
    script = "from palaestra.systems.kinds.elsewhere import quadruple; print(quadruple(1.0))"
    assert bench.value(script, [bench.fill(HOLE, TRIPLE)], env) == 9.0
