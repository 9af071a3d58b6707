"""The lab runs experiments: on worker processes, keeping each seed, judging claims."""

from palaestra.lab.comparing import Difference, compare, to_csv
from palaestra.lab.judging import ClaimReport, judge
from palaestra.lab.needs import require
from palaestra.lab.outcome import Crash, Curve, Job, Outcome, Provenance
from palaestra.lab.planning import CodeFailed, RunRed, exercises_of, plan
from palaestra.lab.proving import control_run, control_runs, sabotage_run, superseded
from palaestra.lab.running import (
    Estimate,
    Interrupted,
    NeverCalled,
    Progress,
    SeedsCrashed,
    measure,
    run,
)
from palaestra.lab.shipping import curve, release_checks, ship, shipped_path, shipped_results
from palaestra.lab.sources import source_hash
from palaestra.lab.store import Run, Store
from palaestra.lab.workers import LocalWorkers, Workers, WorkersFailed

__all__ = [
    "ClaimReport",
    "CodeFailed",
    "Crash",
    "Curve",
    "Difference",
    "Estimate",
    "Interrupted",
    "Job",
    "LocalWorkers",
    "NeverCalled",
    "Outcome",
    "Progress",
    "Provenance",
    "Run",
    "RunRed",
    "SeedsCrashed",
    "Store",
    "Workers",
    "WorkersFailed",
    "compare",
    "control_run",
    "control_runs",
    "curve",
    "exercises_of",
    "judge",
    "measure",
    "plan",
    "release_checks",
    "require",
    "run",
    "sabotage_run",
    "ship",
    "shipped_path",
    "shipped_results",
    "source_hash",
    "superseded",
    "to_csv",
]
