"""LinUCB beside MABWiser's: same rounds, same arithmetic (float64, ridge 1, alpha 1), same choices, one thread.

MABWiser lives in an environment of its own, made on first use under ~/.cache/palaestra/peers/mabwiser, or
where PALAESTRA_PEERS says. The two take turns; both timings come from inside their process, after warm-up.
MABWiser inverts a matrix for each update, ours updates the inverse: that, and Python, is the difference.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from palaestra.kit.statistics import Interval, ratio_interval

PEER = "mabwiser==2.7.4"
REPETITIONS = 7
ROUNDS, ARMS, FEATURES = 2_000, 10, 10
OURS_PER_REPETITION = 40
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Row:
    """One comparison. ratio: how many times as fast as the peer, over interleaved repetitions."""

    what: str
    ours_per_second: float
    peer_per_second: float
    ratio: Interval
    demand: float
    note: str = ""


def rows() -> list[Row]:
    """LinUCB with 10 arms and 10 features, compiled kernel against MABWiser; compile time excluded and included."""
    contexts, rewards = problem()
    cold, ours, theirs, agreement = measure(contexts, rewards)
    after = ROUNDS - 1  # the first round is given to both
    ratio = ratio_interval(theirs, ours)
    once = ratio_interval(theirs, ours + cold)
    warmed = f"{agreement:.1%} of choices equal"
    return [
        Row("LinUCB, 10 arms, 10 features", after / np.median(ours), after / np.median(theirs), ratio, 500.0, warmed),
        Row(
            f"the same, with {cold:.2f} s of import and compiling paid by {ROUNDS:,} rounds",
            after / float(np.median(ours + cold)),
            after / np.median(theirs),
            once,
            0.0,
        ),
    ]


def problem() -> tuple[np.ndarray, np.ndarray]:
    """Gaussian contexts (rounds, features) and rewards (rounds, arms), linear with unit noise."""
    rng = np.random.default_rng(0)
    contexts = rng.standard_normal((ROUNDS, FEATURES))
    return contexts, contexts @ rng.standard_normal((FEATURES, ARMS)) + rng.standard_normal((ROUNDS, ARMS))


def measure(contexts: np.ndarray, rewards: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, float]:
    """Seconds of a cold start, seconds of each repetition for ours and theirs, and the share of equal choices."""
    cold = cold_start()
    from palaestra.systems.bandits.fast import replay_linucb

    arms = replay_linucb(contexts, rewards).arms
    ours, theirs, chosen = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "rounds.npz"
        np.savez(data, contexts=contexts, rewards=rewards, alpha=1.0)
        with Peer(data) as peer:
            for _ in range(REPETITIONS):
                answer = peer.play()
                theirs.append(answer["seconds"])
                chosen = answer["arms"]
                ours.append(our_seconds(replay_linucb, contexts, rewards))
    return cold, np.array(ours), np.array(theirs), float(np.mean(arms == np.array(chosen)))


def our_seconds(replay, contexts: np.ndarray, rewards: np.ndarray) -> float:
    """Seconds for all rounds once; many runs share one reading of the clock, because one takes about a millisecond."""
    start = time.perf_counter()
    for _ in range(OURS_PER_REPETITION):
        replay(contexts, rewards)
    return (time.perf_counter() - start) / OURS_PER_REPETITION


def cold_start() -> float:
    """Seconds to import Numba and compile the kernel in a fresh process with an empty kernel cache."""
    code = (
        "import time; import numpy as np; start = time.perf_counter()\n"
        "from palaestra.systems.bandits.fast.linear import replay_linucb\n"
        "replay_linucb(np.zeros((1, 2)), np.zeros((1, 2)))\n"
        "print(time.perf_counter() - start)"
    )
    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, **ONE_THREAD, "NUMBA_CACHE_DIR": empty}
        return float(subprocess.check_output([sys.executable, "-c", code], env=environment, text=True))


class Peer:
    """MABWiser in a process and an environment of its own, playing the rounds each time it is asked."""

    def __init__(self, data: Path) -> None:
        script = Path(__file__).parent / "peers" / "mabwiser_linucb.py"
        self.process = subprocess.Popen(
            [peer_python(), script, data],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD},
            text=True,
        )

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()  # closing its input ends it

    def play(self) -> dict:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def peer_python() -> Path:
    """The interpreter of MABWiser's environment, which is made when it is missing or holds another version."""
    peers = Path(os.environ.get("PALAESTRA_PEERS") or Path.home() / ".cache" / "palaestra" / "peers")
    folder = peers / "mabwiser"
    python, made = folder / "bin" / "python", folder / "made-for.txt"
    if not (python.exists() and made.exists() and made.read_text() == PEER):
        print(f"making an environment for {PEER} in {folder}")
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", PEER], check=True)
        made.write_text(PEER)
    return python


def report() -> None:
    """These rows alone; `make bench` prints them with the rest of the room."""
    for row in rows():
        print(f"{row.what}: {row.ours_per_second:,.0f} rounds/s beside {row.peer_per_second:,.0f} of {PEER}")
        asked = f", at least {row.demand:.0f} asked" if row.demand else ""
        print(f"    {row.ratio.value:,.1f}x [{row.ratio.low:,.1f}, {row.ratio.high:,.1f}]{asked}  {row.note}")


if __name__ == "__main__":
    report()
