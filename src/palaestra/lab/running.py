"""Running an experiment: plan, run the seeds that are missing, keep each, judge what came of it.

    store = Store(folder)
    outcome = run(experiment, preset="small", workers=2, store=store)

The same seeds give the same numbers on any number of workers, in any order,
across interruptions: a seed is a pure function of configuration and code.
"""

import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from palaestra.kit import holes
from palaestra.kit.distributions import student_quantile
from palaestra.kit.experiment import Experiment
from palaestra.kit.statistics import Interval
from palaestra.lab.outcome import Crash, Job, Outcome, Provenance, device, gather, interval_from_json, plain, versions
from palaestra.lab.planning import CodeFailed, RunRed, ask, by_exercise, crew_for, planned, told
from palaestra.lab.store import Store
from palaestra.lab.workers import Answer, Workers

Records = dict[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `seconds_left` is None until a seed has been timed."""

    done: int
    total: int
    seconds_left: float | None
    crashed: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the first seed says about the rest."""

    seconds_a_seed: float
    seeds: int
    workers: int

    def seconds(self, seeds: int | None = None) -> float:
        """Time for the seeds after the first."""
        left = max(0, (self.seeds if seeds is None else seeds) - 1)
        return self.seconds_a_seed * -(-left // self.workers)

    def widening(self, seeds: int) -> float:
        """How many times wider a 95 % interval of a mean over that many seeds is expected to be (Student 1908).

        Intervals shrink with the root of n, and with few seeds also because the spread itself is better known.
        """
        return _reach(seeds) / _reach(self.seeds)


def _reach(seeds: int) -> float:
    return student_quantile(0.975, seeds - 1) / seeds**0.5 if seeds > 1 else math.inf


class SeedsCrashed(RunRed):
    """Some seeds did not finish; the others are kept."""

    def __init__(self, job: Job, crashes: Sequence[Crash], done: int, printed: str) -> None:
        super().__init__(f"{len(crashes)} of {len(job.seeds)} seeds crashed; {done} are kept.")
        self.job, self.crashes, self.done, self.printed = job, tuple(crashes), done, printed


class NeverCalled(RunRed):
    """A hole was filled and the run never went through it: the result would be the reference's."""

    def __init__(self, job: Job, exercises: Sequence[str]) -> None:
        names = " and ".join(exercises)
        super().__init__(f"Your code for {names} was never called, so this is not a result of your code.")
        self.job, self.exercises = job, tuple(exercises)


class Interrupted(RunRed):
    """Ctrl-C: finished seeds are kept, and the same command goes on from there."""

    def __init__(self, job: Job, done: int) -> None:
        super().__init__(f"Stopped: {done} of {len(job.seeds)} seeds are finished and kept.")
        self.job, self.done = job, done


def run(
    experiment: Experiment,
    *,
    preset: str = "small",
    seeds: int | Sequence[int] | None = None,
    settings: Mapping[str, Any] | None = None,
    fills: Sequence[holes.Fill] = (),
    workers: int = 1,
    store: Store,
    progress: Callable[[Progress], None] | None = None,
    readable: bool | None = None,
    decide: Callable[[Estimate], int] | None = None,
    crew: Workers | None = None,
) -> Outcome:
    """Run what is missing of the seeds, on `workers` processes, and measure the claims.

    seeds: how many, or which; else the preset's number. readable: through the
    readable path, where the holes are; else that only when holes are filled.
    decide: asked once the first seed is timed, gives how many seeds to run.
    crew: workers to use instead of local processes of this run alone; they stay open, for the next run.

    Raises SeedsCrashed, NeverCalled or Interrupted; what finished stays kept
    and the same call resumes.
    """
    with crew_for(experiment, fills, workers, crew) as at_work:
        job = planned(at_work, experiment, preset, seeds, settings or {}, fills, readable)
        store.begin(job)
        try:
            job, records = _Seeds(at_work, job, store, progress).run(decide, max(1, workers))
            measured = _measure(at_work, job, records)
        except KeyboardInterrupt:
            raise Interrupted(job, len(store.kept(job))) from None
        outcome = _outcome(job, records, measured)
    _require_called(experiment, job, fills, [*records.values(), measured])
    store.finish(outcome)
    return outcome


class _Seeds:
    """The seeds of one run: those kept already, those under way, those that crashed."""

    def __init__(self, workers: Workers, job: Job, store: Store, progress: Callable[[Progress], None] | None) -> None:
        self.workers, self.job, self.store = workers, job, store
        self.progress = progress
        self.records: Records = store.kept(job)
        self.crashes: list[Crash] = []
        self.printed = ""

    def run(self, decide: Callable[[Estimate], int] | None, workers: int) -> tuple[Job, Records]:
        if decide:
            self._finish(self.job.seeds[:1], workers)
            if not self.crashes:
                first = self.records[self.job.seeds[0]]
                wanted = decide(Estimate(first["seconds"], len(self.job.seeds), workers))
                self.job = replace(self.job, seeds=self.job.seeds[: max(1, wanted)])
        if not self.crashes:
            self._finish(self.job.seeds, workers)
        if self.crashes:
            self.crashes.sort(key=lambda crash: crash.seed)
            raise SeedsCrashed(self.job, self.crashes, len(self.records), self.printed)
        return self.job, {seed: self.records[seed] for seed in self.job.seeds}

    def _finish(self, seeds: Sequence[int], workers: int) -> None:
        missing = [seed for seed in seeds if seed not in self.records]
        for seed in missing:
            self.workers.submit({**told(self.job), "do": "seed", "seed": seed})
        timed: list[float] = []
        self._tell(timed, len(missing), workers)
        for left in range(len(missing) - 1, -1, -1):
            task, answer = self.workers.collect()
            if "values" in answer:
                self._keep(task["seed"], answer)
                timed.append(answer["seconds"])
            else:
                self._crashed(task["seed"], answer)
            self._tell(timed, left, workers)

    def _keep(self, seed: int, answer: Answer) -> None:
        record = {name: answer[name] for name in ("values", "seconds", "called", "printed")}
        self.store.keep(self.job, seed, record)
        self.records[seed] = record

    def _crashed(self, seed: int, answer: Answer) -> None:
        error = answer["error"] if "error" in answer else " ".join(answer["refusal"])
        self.crashes.append(Crash(seed, error, tuple(answer.get("frames", ()))))
        self.printed = self.printed or answer["printed"]

    def _tell(self, timed: Sequence[float], left: int, workers: int) -> None:
        if self.progress is None:
            return
        seconds_left = sum(timed) / len(timed) * left / workers if timed else (None if left else 0.0)
        done = sum(seed in self.records for seed in self.job.seeds)
        self.progress(Progress(done, len(self.job.seeds), seconds_left, len(self.crashes)))


def measure(experiment: Experiment, outcome: Outcome) -> tuple[dict[str, Interval], dict[str, str], frozenset[str]]:
    """The claims measured again, by today's code, from an outcome's values.

    Returns claim id -> interval, claim id -> why there is none, and the measurements the claims asked for.
    """
    values = outcome.result.values
    records = {
        seed: {"values": {name: plain(values[name][place]) for name in values}}
        for place, seed in enumerate(outcome.job.seeds)
    }
    with crew_for(experiment, (), 1, None) as workers:
        answer = _measure(workers, outcome.job, records)
    measures = {name: interval_from_json(each) for name, each in answer["measures"].items()}
    return measures, dict(answer["unmeasured"]), frozenset(answer["used"])


def _measure(workers: Workers, job: Job, records: Records) -> Answer:
    values = {str(seed): record["values"] for seed, record in records.items()}
    return ask(workers, **told(job), do="measure", records=values, seeds=list(job.seeds))


def _outcome(job: Job, records: Records, measured: Answer) -> Outcome:
    seconds = sum(record["seconds"] for record in records.values())
    provenance = Provenance(datetime.now(UTC).isoformat(timespec="seconds"), round(seconds, 3), versions(), device())
    return Outcome(
        job,
        gather(records, job.seeds, job.config),
        {name: interval_from_json(each) for name, each in measured["measures"].items()},
        measured["unmeasured"],
        provenance,
        printed=records[job.seeds[0]].get("printed", ""),
    )


def _require_called(
    experiment: Experiment, job: Job, fills: Sequence[holes.Fill], answers: Sequence[Mapping[str, Any]]
) -> None:
    """Each filled hole was called; where that cannot be seen (compiled code), that the run breaks without it."""
    called = {each for answer in answers for each in answer["called"]}
    unwatched = {each for answer in answers for each in answer.get("unwatched", ())}
    filled = by_exercise(experiment, fills)
    never = [name for name, fill in filled.items() if str(fill.hole) not in called | unwatched]
    hidden = [name for name, fill in filled.items() if str(fill.hole) in unwatched - called]
    never += [name for name in hidden if not breaks_without(experiment, fills, name)]
    if never:
        raise NeverCalled(job, never)


def breaks_without(experiment: Experiment, fills: Sequence[holes.Fill], exercise: str, preset: str = "small") -> str:
    """How a run of one seed fails when that exercise's hole raises; empty when it does not. Nothing is kept."""
    broken = by_exercise(experiment, fills)[exercise]
    with tempfile.TemporaryDirectory() as folder:
        saboteurs = [*(each for each in fills if each is not broken), *holes.sabotage([broken], Path(folder))]
        try:
            run(experiment, preset=preset, seeds=1, fills=saboteurs, store=Store(Path(folder)))
        except SeedsCrashed as red:
            return red.crashes[0].error
        except CodeFailed as red:
            return red.error
        except NeverCalled:
            return ""
    return ""
