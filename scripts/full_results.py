"""Run every experiment whose shipped result is missing or stale in full, and keep the result with its room.

`python scripts/full_results.py [--all] [SYSTEM/EXPERIMENT ...]`
"""

import argparse
import subprocess
import sys

from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment
from palaestra.lab import release_checks

CLAIM_FAILS = 1
"""What `palaestra run` exits with when a claim does not hold: a result like any other."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("experiments", nargs="*", help="only these")
    parser.add_argument("--all", action="store_true", help="also those that are up to date")
    given = parser.parse_args()
    for experiment in Catalogue.installed().experiments():
        wanted = not given.experiments or experiment.id in given.experiments
        if wanted and (given.all or is_out_of_date(experiment)):
            print(f"{experiment.id} ...", flush=True)
            command = ["-m", "palaestra.app.cli", "run", experiment.id, "--full", "--ship", "--yes", "--workers", "2"]
            done = subprocess.run([sys.executable, *command])
            if done.returncode not in (0, CLAIM_FAILS):
                raise SystemExit(done.returncode)


def is_out_of_date(experiment: Experiment) -> bool:
    return not all(each.holds for each in release_checks([experiment]))


if __name__ == "__main__":
    main()
