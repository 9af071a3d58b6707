"""Runs that must not succeed: a claim under its control, and a run whose hole raises.

A claim that holds whatever happens says nothing, and a result that survives
the removal of the code it is said to come from is not that code's result.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from palaestra.kit import holes
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.checks import Check, statement
from palaestra.kit.exercise import sources
from palaestra.kit.experiment import Claim, Experiment
from palaestra.kit.refusal import Refusal
from palaestra.lab.judging import ClaimReport, judge
from palaestra.lab.outcome import Outcome
from palaestra.lab.planning import RunRed, by_exercise
from palaestra.lab.running import NeverCalled, breaks_without, run
from palaestra.lab.store import Store
from palaestra.lab.workers import Workers


def control_run(
    experiment: Experiment,
    claim: Claim,
    *,
    preset: str = "small",
    seeds: int | None = None,
    settings: Mapping[str, Any] | None = None,
    workers: int = 1,
    store: Store | None = None,
) -> ClaimReport:
    """The claim measured under its control: a broken setting, or a known mistake in its hole.

    A sound claim's report has the verdict `fails`. Without a store nothing is kept.
    """
    outcome = _under(experiment, claim, preset, seeds, settings or {}, workers, store)
    return next(each for each in judge(experiment, outcome) if each.id == f"{experiment.id}/{claim.id}")


def control_runs(
    experiment: Experiment, *, preset: str = "small", workers: int = 1, crew: Workers | None = None
) -> dict[str, ClaimReport]:
    """Every claim under its control, by claim id; claims that share a control share its run.

    crew: workers already started for the experiment as it is; a control that fills a hole starts its own.
    """
    reports: dict[str, ClaimReport] = {}
    runs: dict[str, list[ClaimReport]] = {}
    for claim in experiment.claims:
        shared = repr((sorted(claim.control.set.items()), claim.control.mistake))
        if shared not in runs:
            runs[shared] = judge(experiment, _under(experiment, claim, preset, None, {}, workers, None, crew))
        reports[claim.id] = next(each for each in runs[shared] if each.id == f"{experiment.id}/{claim.id}")
    return reports


def _under(
    experiment: Experiment,
    claim: Claim,
    preset: str,
    seeds: int | None,
    settings: Mapping[str, Any],
    workers: int,
    store: Store | None,
    crew: Workers | None = None,
) -> Outcome:
    if not claim.control.set and not claim.control.mistake:
        raise Refusal(
            f"The claim {claim.id} of {experiment.id} has no control.",
            'Give it `control = { set = { ... } }` or `control = { mistake = "exercise:mistake" }`.',
        )
    with tempfile.TemporaryDirectory() as folder:
        return run(
            experiment,
            preset=preset,
            seeds=seeds,
            settings={**settings, **claim.control.set},
            fills=_mistaken(experiment, claim.control.mistake, Path(folder)),
            workers=workers,
            store=store or Store(Path(folder) / "results"),
            crew=None if claim.control.mistake else crew,
        )


def sabotage_run(experiment: Experiment, fills: Sequence[holes.Fill], *, preset: str = "small") -> list[Check]:
    """One Check a fill: with its body replaced by a raise, the run turns red. Nothing is kept."""
    checks: list[Check] = []
    for name in by_exercise(experiment, fills):
        error = breaks_without(experiment, fills, name, preset)
        says = f"the run goes through your code for {name}"
        checks.append(statement(says, bool(error), error or "a finished run", "an error"))
    return checks


def superseded(experiment: Experiment, fills: Sequence[holes.Fill]) -> tuple[str, ...]:
    """Exercises whose hole is called only by code that others of these fills have replaced.

    A learner's UCB1 need not use the bonus they wrote before: then nothing calls
    it, and filled together the two would turn the run red. One seed of the small
    preset with all fills shows which are not called, one with such a fill alone
    that it would be. Nothing is kept.
    """
    if len(fills) < 2:
        return ()
    filled = by_exercise(experiment, fills)
    return tuple(name for name in _not_called(experiment, fills) if not _not_called(experiment, [filled[name]]))


def _not_called(experiment: Experiment, fills: Sequence[holes.Fill]) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            run(experiment, seeds=1, fills=fills, store=Store(Path(folder)))
        except NeverCalled as red:
            return red.exercises
        except RunRed:
            return ()  # the run itself will tell
    return ()


def _mistaken(experiment: Experiment, mistake: str, folder: Path) -> list[holes.Fill]:
    if not mistake:
        return []
    name, _, mistake_id = mistake.partition(":")
    exercise = Catalogue(experiment.folder.parent.parent).exercise(f"{experiment.system}/{name}")
    known = sources(exercise, "mistake")
    if mistake_id not in known:
        raise Refusal(f"{exercise.id} has no known mistake {mistake_id!r}.", "Name one that its code marks @mistake.")
    file = folder / f"{name.replace('-', '_')}.py"
    file.write_text(f"{exercise.imports}\n\n{known[mistake_id]}", encoding="utf-8")
    return [holes.Fill.of(holes.Hole.of(exercise), file)]
