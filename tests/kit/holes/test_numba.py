"""Compiled holes: no stale kernel is served, and the sabotage run still tells whether one ran."""

import os
import time

from palaestra.kit.holes import environment, processes, sabotage

STEP = "@njit(cache=True)\ndef step(x):\n    return x + {}\n"
RUN = "from palaestra.systems.kinds.loops import three_steps; print(three_steps())"


def test_a_cached_caller_never_outlives_its_callee(bench):
    hundred, two_hundred = (bench.fill("kernels:step", STEP.format(n)) for n in (100.0, 200.0))
    order = [hundred, two_hundred, hundred]
    assert [bench.value(RUN, [each]) for each in order] == [300.0, 600.0, 300.0]
    assert bench.value(RUN, env=environment([])) == 3.0
    assert len(list(bench.folder.glob("numba/palaestra-numba-*"))) == 3


def test_a_process_that_imported_numba_first_uses_the_right_cache_too(bench):
    fills = [bench.fill("kernels:step", STEP.format(n)) for n in (100.0, 200.0)]
    script = "import numba; from palaestra.kit.holes import Fill, install; install([Fill.of('{0.hole}', '{0.file}')]);"
    assert [bench.value(script.format(each) + RUN) for each in fills] == [300.0, 600.0]


def test_old_caches_are_discarded_and_used_ones_kept(tmp_path):
    long_ago = time.time() - (processes.DAYS_KEPT + 1) * 24 * 3600
    for name in ("palaestra-numba-used", "palaestra-numba-old", "palaestra-numba-new", "somebody-else"):
        (tmp_path / name).mkdir()
        if name != "palaestra-numba-new":
            os.utime(tmp_path / name, (long_ago, long_ago))
    for _ in range(2):
        processes.discard_old_caches(tmp_path / "palaestra-numba-used")
    processes.discard_old_caches(tmp_path / "somebody-else")
    left = sorted(each.name for each in tmp_path.iterdir())
    assert left == ["palaestra-numba-new", "palaestra-numba-used", "somebody-else"]
    assert (tmp_path / "palaestra-numba-used").stat().st_mtime > long_ago + 24 * 3600


def test_with_one_cache_for_all_the_trap_is_real(bench):
    """What `environment` guards against; when this fails, Numba has mended it and the folders can go."""
    hundred, two_hundred = (bench.fill("kernels:step", STEP.format(n)) for n in (100.0, 200.0))
    shared = f"import os, palaestra; os.environ['NUMBA_CACHE_DIR'] = '{bench.folder}/shared'; {RUN}"
    assert bench.value(shared, [hundred]) == 300.0
    assert bench.value(shared, [two_hundred]) == 300.0, "600 would be right"


def test_a_compiled_hole_cannot_be_watched_but_can_be_sabotaged(bench):
    fills = [
        bench.fill("kernels:step", STEP.format(2.0)),
        bench.fill("functions:unit", "def unit():\n    return 1.0\n"),
    ]
    got = bench.value(
        """
        from palaestra.kit.holes import called, unwatched_holes
        from palaestra.systems.kinds import loops
        print([loops.three_steps(), unwatched_holes(), called()])
        """,
        fills,
    )
    assert got == [6.0, (str(fills[0].hole),), {str(fills[1].hole): False}]
    assert "sabotaged" in bench.error(RUN, sabotage(fills, bench.folder / "sabotage"))


def test_the_cache_folder_follows_fills_and_sources(bench, tmp_path, monkeypatch):
    room = tmp_path / "rooms" / "kinds"
    room.mkdir(parents=True)
    for name in ("__init__.py", "rules.py"):
        (room / name).write_text("x = 1\n")
    monkeypatch.delenv("PALAESTRA_ROOMS")
    monkeypatch.setattr("palaestra.systems.__path__", [str(tmp_path / "rooms")])
    fill = bench.fill("rules", "x = 2\n")
    before = environment([fill])["NUMBA_CACHE_DIR"]
    assert before == environment([fill])["NUMBA_CACHE_DIR"] != environment([])["NUMBA_CACHE_DIR"]
    monkeypatch.setenv("NUMBA_CACHE_DIR", before)
    assert environment([fill])["NUMBA_CACHE_DIR"] == before
    monkeypatch.setenv("PALAESTRA_ROOMS", str(tmp_path / "more"))
    (tmp_path / "more" / "study").mkdir(parents=True)
    (tmp_path / "more" / "study" / "built_on.py").write_text("x = 3\n")
    assert environment([fill])["NUMBA_CACHE_DIR"] != before
    monkeypatch.delenv("PALAESTRA_ROOMS")
    assert environment([fill])["NUMBA_CACHE_DIR"] == before
    (room / "rules.py").write_text("x = 3\n")
    assert environment([fill])["NUMBA_CACHE_DIR"] != before
