"""Experiments and one practice folder: where runs are kept, which holes are the learner's, what is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from palaestra.kit.cache import cache_folder
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.exercise import Exercise
from palaestra.kit.experiment import Experiment
from palaestra.kit.holes import Fill, Hole
from palaestra.kit.refusal import Refusal, unknown
from palaestra.lab import Outcome, Run, Store, exercises_of, judge, shipped_results, source_hash, superseded
from palaestra.lab.outcome import plain
from palaestra.practice.folder import PracticeFolder, default_path
from palaestra.practice.settings import FILE

SHIPPED = "shipped"
"""What stands for a run's key in the name of a room's own result."""


def practice_folder() -> PracticeFolder | None:
    """The learner's folder, or None where there is none yet; a broken one is refused."""
    return PracticeFolder.default() if (default_path() / FILE).is_file() else None


def own_store() -> Store:
    """What the learner's own code measured: part of the practice folder, in git with the rest."""
    return Store(PracticeFolder.default().root / "results")


def reference_store() -> Store:
    """What the reference measured here. It can be made again, so it lies with what is derived, outside git."""
    folder = practice_folder()
    if folder is not None:
        return Store(folder.root / ".palaestra" / "results")
    return Store(cache_folder("results"))


def kept_runs() -> list[tuple[Store, Run]]:
    """Every kept run, the learner's and the reference's, newest first."""
    stores = [reference_store(), *([own_store()] if practice_folder() else [])]
    found = [(store, run) for store in stores for run in store.runs()]
    return sorted(found, key=lambda each: each[1].finished or "~", reverse=True)


def find_outcome(run_id: str) -> Outcome:
    """A kept run by id, the end of its id, or `system/experiment/shipped` for the result shipped with the room."""
    experiment_id, _, last = run_id.rpartition("/")
    if last == SHIPPED:
        experiment = Catalogue.installed().experiment(experiment_id)
        shipped = shipped_results(experiment)
        if shipped is None:
            raise Refusal(f"{experiment.id} has no shipped result.", f"Run it: palaestra run {experiment.id} --full")
        return shipped
    runs = kept_runs()
    for store, run in runs:
        if run_id in (run.id, run.job.key, run.job.experiment):
            return store.load(run.id)
    raise unknown("result", run_id, [run.id for _, run in runs], "palaestra results")


@dataclass(frozen=True)
class Mine:
    """Which holes run with the learner's code, and why the others do not."""

    fills: list[Fill]
    left_out: dict[str, str]
    """Exercise -> why the reference runs in its place."""
    help: dict[str, str] = field(default_factory=dict[str, str])
    """Filled exercise -> with what help it passed."""

    def leave_out(self, exercise: Exercise, why: str) -> None:
        """Take a fill back: the reference stays there."""
        self.fills[:] = [each for each in self.fills if each.hole != Hole.of(exercise)]
        del self.help[exercise.id]
        self.left_out[exercise.id] = why

    @property
    def most_help(self) -> str:
        """The help of the least alone of them, for the record."""
        order = ["", "alone", "hints", "person", "model", "solution"]
        return max(self.help.values(), key=lambda each: order.index(each) if each in order else 0, default="")


def mine(experiment: Experiment) -> Mine:
    """Fill every hole of the experiment whose current file has passed. Refused when there is none."""
    folder = PracticeFolder.default()
    gathered = Mine([], {})
    for exercise in exercises_of(experiment):
        file = folder.exercise_path(exercise.id)
        if not file.exists():
            gathered.left_out[exercise.id] = "not started"
            continue
        fill = Fill.of(Hole.of(exercise), file)
        passed = _passes(folder, exercise.id)
        if fill.digest in passed:
            gathered.fills.append(fill)
            gathered.help[exercise.id] = passed[fill.digest]
        else:
            gathered.left_out[exercise.id] = "changed since it passed" if passed else "not passed yet"
    replaced = superseded(experiment, gathered.fills)
    for exercise in exercises_of(experiment):
        if exercise.id in replaced:
            gathered.leave_out(exercise, "nothing calls it where your other code runs")
    if not gathered.fills:
        raise Refusal(f"No exercise of {experiment.id} has passed as its file is now.", _first_step(gathered.left_out))
    return gathered


def _first_step(left_out: dict[str, str]) -> str:
    """Check what is begun, else start the first."""
    begun = [name for name, why in left_out.items() if why != "not started"]
    if begun:
        return f"Try `palaestra check {begun[0]}`."
    return f"Begin with `palaestra start {next(iter(left_out))}`." if left_out else "It runs through no exercise."


def _passes(folder: PracticeFolder, exercise_id: str) -> dict[str, str]:
    """Digest of every file that passed -> with what help."""
    attempts = [each.facts for each in folder.index().events("attempt", exercise_id)]
    return {
        str(each.get("digest", "")): str(each.get("help", ""))
        for each in attempts
        if each.get("verdict") == "passed" and each.get("mode", "build") == "build"
    }


def latest_mine(experiment: Experiment) -> Outcome | None:
    """The newest complete full run of the learner's code, settings as they were meant."""
    store = own_store()
    return _latest(store, experiment, store.runs())


def latest_reference(experiment: Experiment) -> Outcome | None:
    """The shipped full run; where there is none or it is stale, one made here with today's code."""
    shipped = shipped_results(experiment)
    today = source_hash(experiment)
    if shipped is not None and shipped.job.source_hash == today:
        return shipped
    store = reference_store()
    own = _latest(store, experiment, [run for run in store.runs() if run.job.source_hash == today])
    return own or shipped


def _latest(store: Store, experiment: Experiment, runs: Sequence[Run]) -> Outcome | None:
    for run in runs:
        job = run.job
        if run.finished and job.experiment == experiment.id and job.preset == "full" and not job.settings:
            return store.load(run.id)
    return None


def changed_since(experiment: Experiment, outcome: Outcome) -> list[str]:
    """Exercises whose file is no longer the one this run filled its hole with."""
    folder = PracticeFolder.default()
    now: dict[str, str] = {}
    for exercise in exercises_of(experiment):
        file = folder.exercise_path(exercise.id)
        if file.exists():
            now[exercise.id] = Fill.of(Hole.of(exercise), file).digest
    return [name for name, digest in outcome.job.fills.items() if now.get(name) != digest]


def record_prediction(
    experiment: Experiment,
    says: str,
    claims: Mapping[str, float] | None = None,
    intervals: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Keep what the learner expects, before the run; nothing without a folder or without anything said.

    claims: claim -> the probability that it holds. intervals: claim -> low, high, and how sure. Both are scored
    when the first full result is in (`practice.studies.calibration`).
    """
    folder = practice_folder()
    if folder is None or not (says.strip() or claims or intervals):
        return
    given = {name: list(each) for name, each in (intervals or {}).items()}
    folder.log.append(
        "prediction",
        experiment=experiment.id,
        says=says.strip(),
        claims=dict(claims) if claims else None,
        intervals=given or None,
    )


def record_result(
    experiment: Experiment, outcome: Outcome, store: Store, mine: Mine | None, folder: PracticeFolder | None = None
) -> None:
    """One event that points at the run, with whose code ran and with what help; in the learner's own folder."""
    folder = folder or practice_folder()
    if folder is None:
        return
    path = (store.folder / outcome.job.run_id).relative_to(folder.root)
    facts: dict[str, Any] = {
        "experiment": experiment.id,
        "path": path.as_posix(),
        "mine": outcome.job.whose if mine else "",
        "help": mine.most_help if mine else "",
        "preset": outcome.job.preset,
        "seeds": len(outcome.job.seeds),
        "files": dict(outcome.job.fills),
        **_judged(experiment, outcome),
    }
    folder.log.append("result", **facts)


def _judged(experiment: Experiment, outcome: Outcome) -> dict[str, Any]:
    """What a full run as it is meant says of each claim: that is what predictions are scored by."""
    if outcome.job.preset != "full" or outcome.job.settings:
        return {}
    reports = {each.id.rpartition("/")[2]: each for each in judge(experiment, outcome)}
    measured = {name: each.measured for name, each in reports.items() if each.measured}
    return {
        "verdicts": {name: each.verdict.value for name, each in reports.items()},
        "measured": {
            name: [plain(end) for end in (each.value, each.low, each.high)] for name, each in measured.items()
        },
    }
