"""The bandits room beside plain Python, objects, vectorised NumPy and MABWiser: same problem, same machine, same run.

The ten-armed testbed of Sutton & Barto: 2,000 runs of 1,000 steps, chance drawn and curves averaged within the
time. Every comparison takes turns, REPETITIONS times; times are CPU seconds of this one thread, so a busy machine
does not favour anybody. The baselines in `baselines/` are idiomatic and frozen. Compiling is timed apart.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks import bandits_linucb
from benchmarks.bandits_linucb import ONE_THREAD, Row
from benchmarks.baselines import bandits_numpy, bandits_objects, bandits_plain
from palaestra.kit.seeding import child_seed
from palaestra.kit.statistics import ratio_interval
from palaestra.systems.bandits import Chance, GaussianArms, ten_armed_means
from palaestra.systems.bandits.measures import best_arm_share

REPETITIONS = 7
RUNS, STEPS, ARMS = 2_000, 1_000, 10
BATCH = 500
"""Runs of ours taken together, as one seed of an experiment is; the chance of more does not fit the cache."""
PLAIN_RUNS, OBJECT_RUNS = 500, 200
RESULTS = Path(__file__).parent / "results" / "bandits.json"

Testbed = Callable[[int], tuple[np.ndarray, np.ndarray]]


def rows() -> list[Row]:
    ours, ucb1 = compiled("epsilon_greedy", epsilon=0.1), compiled("ucb1", c=2.0)
    plain = scaled(bandits_plain.epsilon_greedy_testbed, PLAIN_RUNS, 0.1)
    vectorised = scaled(bandits_numpy.epsilon_greedy_testbed, RUNS, 0.1)
    objects = scaled(bandits_objects.ucb1_testbed, OBJECT_RUNS, 2.0)
    return [
        compare(f"epsilon-greedy beside a plain Python loop ({PLAIN_RUNS} runs, scaled)", ours, plain, 30.0),
        compare("epsilon-greedy beside vectorised NumPy", ours, vectorised, 1.1),
        compare("the same with NumPy's generator in ours too", numpys_chance(), vectorised, 0.0),
        compare(f"UCB1 beside an object a policy and an arm ({OBJECT_RUNS} runs, scaled)", ucb1, objects, 200.0),
    ]


def compiled(policy: str, **settings: float) -> tuple[Testbed, float]:
    """Our testbed with the chance it draws quickest, and the share of the runs it plays: all of them."""
    from palaestra.systems.bandits import fast

    def draw(seed: int) -> Iterator[Chance]:
        chance = fast.QuickChance(0, BATCH, STEPS)
        return (chance.redraw(child_seed(seed, batch)) for batch in range(RUNS // BATCH))

    return _testbed(getattr(fast, policy), draw, settings), 1.0


def numpys_chance() -> tuple[Testbed, float]:
    from palaestra.systems.bandits import fast

    def draw(seed: int) -> Iterator[Chance]:
        return (Chance(child_seed(seed, batch), BATCH, STEPS) for batch in range(RUNS // BATCH))

    return _testbed(fast.epsilon_greedy, draw, {"epsilon": 0.1}), 1.0


def _testbed(play: Callable, draw: Callable[[int], Iterator[Chance]], settings: dict[str, float]) -> Testbed:
    def batch(chance: Chance) -> tuple[np.ndarray, np.ndarray]:
        means = ten_armed_means(np.random.default_rng(chance.seed), BATCH, ARMS)
        played = play([GaussianArms(each) for each in means], chance, **settings)
        return played.rewards.mean(axis=0), best_arm_share(means, played.actions)

    def testbed(seed: int) -> tuple[np.ndarray, np.ndarray]:
        batches = [batch(chance) for chance in draw(seed)]
        return tuple(np.mean(curves, axis=0) for curves in zip(*batches, strict=True))

    return testbed


def scaled(testbed: Callable, runs: int, setting: float) -> tuple[Testbed, float]:
    """A baseline on `runs` runs, and the share of all runs that is."""
    return lambda seed: testbed(runs, STEPS, ARMS, setting, seed), runs / RUNS


def compare(what: str, ours: tuple[Testbed, float], theirs: tuple[Testbed, float], demand: float) -> Row:
    """Both in turn, after one of each to warm up; the one that goes first alternates."""
    seconds: dict[int, list[float]] = {0: [], 1: []}
    ends = [float(np.mean(testbed(0)[0][-100:])) for testbed, _ in (ours, theirs)]
    for repetition in range(REPETITIONS):
        for which in (0, 1) if repetition % 2 else (1, 0):
            testbed, share = (ours, theirs)[which]
            start = time.process_time()
            testbed(repetition)
            seconds[which].append((time.process_time() - start) / share)
    ratio = ratio_interval(seconds[1], seconds[0])
    pulls = RUNS * STEPS
    note = f"reward at the end {ends[0]:.2f} and {ends[1]:.2f}"
    return Row(what, pulls / float(np.median(seconds[0])), pulls / float(np.median(seconds[1])), ratio, demand, note)


def compile_seconds() -> float:
    """Seconds to import the kernels and compile one with an empty cache, in a fresh process."""
    code = (
        "import time; start = time.perf_counter()\n"
        "from palaestra.systems.bandits import BernoulliArms, Chance, fast\n"
        "import numpy as np\n"
        "fast.epsilon_greedy([BernoulliArms(np.ones(2))], fast.QuickChance(0, 1, 2))\n"
        "print(time.perf_counter() - start)"
    )
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, **ONE_THREAD, "NUMBA_CACHE_DIR": empty}
        return float(subprocess.check_output([sys.executable, "-c", code], env=environment, text=True))


def main() -> None:
    measured = rows()
    print(f"{RUNS:,} runs of {STEPS:,} steps, {ARMS} arms; {REPETITIONS} turns each; millions of pulls a CPU-second")
    for row in measured:
        show(row, 1e6)
    cold = compile_seconds()
    print(f"  first use ever: {cold:.1f} s of importing and compiling, then from Numba's cache on disk")
    linear = bandits_linucb.rows()
    print("LinUCB beside MABWiser; rounds a second")
    for row in linear:
        show(row, 1.0)
    keep([*measured, *linear], cold)


def show(row: Row, unit: float) -> None:
    verdict = "" if not row.demand else f"  asked {row.demand:g}x: {'met' if row.ratio.low >= row.demand else 'MISSED'}"
    print(f"  {row.what}")
    speeds = f"{row.ours_per_second / unit:,.2f} beside {row.peer_per_second / unit:,.3g}"
    ratio = f"{row.ratio.value:,.1f}x [{row.ratio.low:,.1f}, {row.ratio.high:,.1f}]"
    print(f"      {speeds}: {ratio}{verdict}  ({row.note})" if row.note else f"      {speeds}: {ratio}{verdict}")


def keep(measured: list[Row], cold: float) -> None:
    """Write the ratios to `results/bandits.json`."""
    RESULTS.parent.mkdir(exist_ok=True)
    machine = {"processor": platform.machine(), "python": platform.python_version(), "numpy": np.__version__}
    each = [
        {
            "what": row.what,
            "ours_per_second": round(row.ours_per_second),
            "peer_per_second": round(row.peer_per_second),
            "ratio": [round(each, 3) for each in (row.ratio.value, row.ratio.low, row.ratio.high)],
            "repetitions": row.ratio.n,
            "asked": row.demand or None,
            "note": row.note,
        }
        for row in measured
    ]
    words = {"machine": machine, "compile_seconds": round(cold, 2), "rows": each}
    RESULTS.write_text(json.dumps(words, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
