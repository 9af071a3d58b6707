"""MABWiser's LinUCB, timed from the inside. Runs in MABWiser's own environment, never in ours.

Usage: python mabwiser_linucb.py DATA.npz. For each line on standard input it plays all rounds once, from a
fresh policy, and answers with one line of JSON: the seconds the rounds took and the arms that were chosen.
One process serves all repetitions, so imports and warm-up are outside the clock.
"""

import json
import sys
import time

import numpy as np
from mabwiser.mab import MAB, LearningPolicy


def play(contexts: np.ndarray, rewards: np.ndarray, alpha: float) -> tuple[float, list[int]]:
    """One choice and one update a round, through MABWiser's public interface."""
    policy = MAB(list(range(rewards.shape[1])), LearningPolicy.LinUCB(alpha=alpha, l2_lambda=1.0), seed=0)
    # MABWiser must be fitted before it can predict: both sides begin after the same first round, arm 0.
    policy.fit(np.array([0]), rewards[:1, 0], contexts[:1])
    chosen = [0]
    start = time.perf_counter()
    for i in range(1, len(contexts)):
        context = contexts[i : i + 1]
        arm = policy.predict(context)
        policy.partial_fit(np.array([arm]), rewards[i, arm : arm + 1], context)
        chosen.append(int(arm))
    return time.perf_counter() - start, chosen


def main() -> None:
    data = np.load(sys.argv[1])
    play(data["contexts"][:50], data["rewards"][:50], float(data["alpha"]))
    for _ in sys.stdin:
        seconds, chosen = play(data["contexts"], data["rewards"], float(data["alpha"]))
        print(json.dumps({"seconds": seconds, "arms": chosen}), flush=True)


if __name__ == "__main__":
    main()
