"""An experiment measures what it claims: deterministic per seed, every claim able to fail, no result out of date.

Runs use the small preset. Published verdicts come from `results/`, measured in
full; a claim that fails there is kept and says what was learned.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palaestra.kit.catalogue import System
from palaestra.kit.checks import Check
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.lab import ClaimReport, LocalWorkers, Store, control_runs, exercises_of, judge, run, shipped_results
from tests.contract.rules import kept

SEEDS = 2
"""Enough to see that a seed gives the same numbers twice."""


def claims_are_whole(room: System) -> Iterator[Check]:
    """Every claim has a source, a band, the band's origin and a control."""
    for experiment in room.experiments:
        yield kept("an experiment claims something", bool(experiment.claims), experiment.id, "Add [[claims]].")
        for claim in experiment.claims:
            where = f"{experiment.id}/{claim.id}"
            sourced = bool(claim.source.strip() and claim.band_from.strip())
            yield kept("a claim says who said so", sourced, where, "Fill in `source` and `band_from`.")
            yield kept("a band is a band", claim.low <= claim.high, where, "band = [low, high], in this order.")
            control = bool(claim.control.set or claim.control.mistake)
            mend = "Name a setting or a known mistake under which it fails: control = { ... }."
            yield kept("a claim has a control", control, where, mend)


def exercises_exist(room: System) -> Iterator[Check]:
    """An experiment names exercises of the room as the holes it runs through, and a drill's experiment its own."""
    known = {each.name for each in room.exercises}
    for experiment in room.experiments:
        missing = sorted(set(experiment.exercises) - known)
        yield kept("the manifest names exercises", not missing, f"{experiment.id}: {missing}", "Correct `exercises`.")
    through = {each.name: each.exercises for each in room.experiments}
    for exercise in room.exercises:
        if exercise.debug is not None:
            runs = exercise.name in through.get(exercise.debug.experiment, ())
            where = f"{exercise.id}: {exercise.debug.experiment}"
            yield kept("a drill's experiment runs its hole", runs, where, "Name an experiment that lists the exercise.")


def small_run_is_sound(experiment: Experiment, folder: Path) -> Iterator[Check]:
    """The same seed gives the same numbers in another process; each claim fails under its control and not without."""
    with LocalWorkers(experiment) as crew:  # started once: what a run takes here is mostly the start of its process
        outcome = run(experiment, store=Store(folder / "first"), crew=crew)
        under_control = control_runs(experiment, crew=crew)
    again = run(experiment, seeds=SEEDS, store=Store(folder / "second"))
    different = [name for name, value in again.result.values.items() if _differs(value, outcome.result.values[name])]
    mend = "Draw only from kit.seeding streams of the seed."
    yield kept("a small run is deterministic per seed", not different, f"{experiment.id}: {different}", mend)
    yield from _drills_see(experiment, list(outcome.result.values))
    for plain, claim in zip(judge(experiment, outcome), experiment.claims, strict=True):
        fails = plain.verdict is Verdict.FAILS
        mend = "At the small preset the claim fails even without its control; enlarge SMALL until the control decides."
        yield kept("a control decides", not fails, f"{plain.id}: {measured(plain)}", mend)
        report = under_control[claim.id]
        broken = report.verdict is Verdict.FAILS
        mend = "Choose a control that breaks the claim, or a claim that can be broken."
        yield kept("a claim fails under its control", broken, f"{report.id}: {measured(report)}", mend)


def _drills_see(experiment: Experiment, measured_names: list[str]) -> Iterator[Check]:
    """What a debug drill wants to show is measured: otherwise its page of symptoms would be empty."""
    for exercise in exercises_of(experiment):
        drill = exercise.debug
        if drill is not None and drill.experiment == experiment.name:
            unseen = [each for each in drill.metrics if not any(drill.shows(name, each) for name in measured_names)]
            mend = f"Choose `metrics` among {', '.join(measured_names)}, or how these end."
            yield kept("a drill's metrics are measured", not unseen, f"{exercise.id}: {unseen}", mend)


def _differs(again: NDArray[np.float64], first: NDArray[np.float64]) -> bool:
    return not np.array_equal(again, first[: len(again)], equal_nan=True)


def published_claims_are_honest(room: System) -> Iterator[Check]:
    """Full results are there; a claim that fails says what was learned, one that holds has nothing to explain."""
    for experiment in room.experiments:
        shipped = shipped_results(experiment)
        mend = f"Run `palaestra run {experiment.id} --full --ship`."
        yield kept("full results are kept", shipped is not None, f"{experiment.id} has none", mend)
        found = {f"{experiment.id}/{each.id}": each.finding.strip() for each in experiment.claims}
        for report in judge(experiment, shipped):
            where = f"{report.id}: {measured(report)}"
            if report.verdict is Verdict.FAILS:
                mend = "Keep the claim; write into `finding` why it fails, as far as you know."
                yield kept("a failed claim says what was learned", bool(found[report.id]), where, mend)
            elif report.verdict is Verdict.HOLDS:
                mend = "It holds now: move the finding to the lesson."
                yield kept("a claim that holds has no excuse", not found[report.id], where, mend)


def measured(report: ClaimReport) -> str:
    """A claim's verdict with its numbers, in one line."""
    return f"{report.verdict}, measured {report.measured}, band [{report.low:g}, {report.high:g}] {report.why}".strip()
