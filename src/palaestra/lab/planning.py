"""Before any work: is the request one that can be run, and what exactly is it?"""

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from palaestra.kit import holes
from palaestra.kit.catalogue import Catalogue, System
from palaestra.kit.exercise import Exercise
from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal
from palaestra.lab.needs import require
from palaestra.lab.outcome import Job
from palaestra.lab.sources import source_hash
from palaestra.lab.workers import Answer, LocalWorkers, Workers

MOST_SEEDS = 100_000


class RunRed(Exception):
    """A run that must not count: see the subclasses. Finished seeds are kept."""


class CodeFailed(RunRed):
    """The experiment could not even be imported, or its claims not measured: the room's or the learner's code fails."""

    def __init__(self, error: str, frames: Sequence[str]) -> None:
        super().__init__("\n".join([error, *(f"  {each}" for each in frames)]))
        self.error, self.frames = error, tuple(frames)


def plan(
    experiment: Experiment,
    preset: str = "small",
    seeds: int | Sequence[int] | None = None,
    settings: Mapping[str, Any] | None = None,
    fills: Sequence[holes.Fill] = (),
    readable: bool | None = None,
) -> Job:
    """The validated request. Wrong settings, presets, seeds and missing extras are refused here, before any work."""
    with crew_for(experiment, fills, 1, None) as workers:
        return planned(workers, experiment, preset, seeds, settings or {}, fills, readable)


@contextmanager
def crew_for(
    experiment: Experiment, fills: Sequence[holes.Fill], workers: int, crew: Workers | None
) -> Generator[Workers]:
    """The workers of one run, closed after it; a crew that was given stays its owner's. Refuses missing extras."""
    require(experiment.id, experiment.needs)  # what the room's other parts need is not this experiment's
    if crew is not None:
        yield crew
        return
    with LocalWorkers(experiment, fills, workers) as own:
        yield own


def planned(
    workers: Workers,
    experiment: Experiment,
    preset: str,
    seeds: int | Sequence[int] | None,
    settings: Mapping[str, Any],
    fills: Sequence[holes.Fill],
    readable: bool | None,
) -> Job:
    """The job these workers will do; nothing is started for a request that can be refused without them."""
    through_holes = bool(fills) if readable is None else readable
    if fills and not through_holes:
        raise Refusal("The fast path does not go through your code.", "Run it through the readable path.")
    filled = by_exercise(experiment, fills)
    if fills:
        holes.examine(fills)
    words = ask(workers, do="describe", experiment=experiment.id, preset=preset, settings=dict(settings))
    job = Job(
        experiment=experiment.id,
        preset=preset,
        config=words["config"],
        seeds=_seeds(words["seeds"][preset] if seeds is None else seeds),
        engine="readable" if through_holes or not words["has_fast"] else "fast",
        source_hash=source_hash(experiment),
        fills={name: filled[name].digest for name in sorted(filled)},
        exercises=tuple(_whole_id(experiment, each) for each in experiment.exercises),
        settings={name: str(value) for name, value in settings.items()},
    )
    return replace(job, key=_key(job))


def by_exercise(experiment: Experiment, fills: Sequence[holes.Fill]) -> dict[str, holes.Fill]:
    """The fills by the id of the exercise whose hole they fill; refused when the experiment does not run through it."""
    through = {str(holes.Hole.of(each)): each.id for each in exercises_of(experiment)}
    for fill in fills:
        if str(fill.hole) not in through:
            raise Refusal(
                f"{experiment.id} does not run through {fill.hole}.",
                f"It runs through {', '.join(sorted(through.values())) or 'no exercise'}.",
            )
    return {through[str(fill.hole)]: fill for fill in fills}


def exercises_of(experiment: Experiment) -> list[Exercise]:
    """The exercises whose holes the experiment runs through: the room's own, or by whole id another room's."""
    own = [each for each in room_of(experiment).exercises if each.name in experiment.exercises]
    others = [each for each in experiment.exercises if "/" in each]
    return own + [Catalogue.installed().exercise(each) for each in others]


def _whole_id(experiment: Experiment, exercise: str) -> str:
    return exercise if "/" in exercise else f"{experiment.system}/{exercise}"


def room_of(experiment: Experiment) -> System:
    """The room an experiment stands in, wherever its folder is."""
    return Catalogue(experiment.folder.parent.parent).system(experiment.system)


def _seeds(wanted: int | Sequence[int]) -> tuple[int, ...]:
    if isinstance(wanted, int) and wanted > MOST_SEEDS:
        raise Refusal(f"{wanted} seeds are too many.", f"A run takes {MOST_SEEDS:,} at most.")
    seeds = tuple(range(wanted)) if isinstance(wanted, int) else tuple(wanted)
    if not seeds or min(seeds) < 0 or len(set(seeds)) < len(seeds):
        raise Refusal(f"{wanted} is not a number of seeds.", "Give one or more, for example --seeds 20.")
    return seeds


def _key(job: Job) -> str:
    parts = [job.experiment, dict(job.config), job.engine, job.source_hash, dict(job.fills)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def told(job: Job) -> dict[str, Any]:
    """What every task of a job tells its worker."""
    return {"experiment": job.experiment, "preset": job.preset, "settings": dict(job.config), "engine": job.engine}


def ask(workers: Workers, **task: Any) -> Answer:
    """One question to any worker, while no seed is under way."""
    workers.submit(task)
    _, answer = workers.collect()
    if "refusal" in answer:
        raise Refusal(*answer["refusal"])
    if "error" in answer:
        raise CodeFailed(answer["error"], answer["frames"])
    return answer
