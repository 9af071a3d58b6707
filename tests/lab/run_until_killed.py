"""A run of its own process, for tests that kill it: `python run_until_killed.py ROOMS STORE SEEDS PAUSE WORKERS`."""

import sys
from pathlib import Path

from palaestra.kit.catalogue import Catalogue
from palaestra.lab import Store, run

if __name__ == "__main__":
    rooms, folder, seeds, pause, workers = sys.argv[1:]
    run(
        Catalogue(Path(rooms)).experiment("walk/random-walk"),
        seeds=int(seeds),
        settings={"steps": "16", "walks": "5", "pause": pause},
        workers=int(workers),
        store=Store(Path(folder)),
        progress=lambda progress: print(progress.done, flush=True),
    )
