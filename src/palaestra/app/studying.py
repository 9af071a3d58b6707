"""Studies at work: the lab runs them, the practice folder keeps what was registered and what came of it.

study = find_study(folder, "does_noise_help")
freeze(folder, study)
for each in verdicts(folder, study): ...
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from palaestra.app import experimenting
from palaestra.app.experimenting import Mine
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.refusal import Refusal, unknown
from palaestra.kit.study import Hypothesis, Study
from palaestra.lab import ClaimReport, CodeFailed, Outcome, Progress, Run, Store, judge, plan, run, source_hash
from palaestra.practice import studies
from palaestra.practice.folder import PracticeFolder
from palaestra.practice.studies import Plan, Registration

SAYS = {
    Verdict.HOLDS: "confirmed",
    Verdict.FAILS: "refuted",
    Verdict.UNDECIDED: "undecided",
    Verdict.STALE: "stale",
    Verdict.NOT_RUN: "not run",
}
"""What a verdict means for a hypothesis."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One hypothesis, what the newest full run says of it, and how far it was said beforehand."""

    hypothesis: Hypothesis
    report: ClaimReport
    standing: str
    run: Run | None = None
    earlier: tuple[str, ...] = ()
    """What the same measurement says of the bands registered before it was amended, in words."""

    @property
    def says(self) -> str:
        """confirmed, refuted, undecided, stale or not run; `exploratory` where it was not said beforehand."""
        decided = self.report.verdict in (Verdict.HOLDS, Verdict.FAILS)
        return SAYS[self.report.verdict] if self.is_registered or not decided else "exploratory"

    @property
    def shown_as(self) -> Verdict:
        """The verdict whose mark it is shown with: what was not said beforehand is neither right nor wrong."""
        return Verdict.UNDECIDED if self.says == "exploratory" else self.report.verdict

    @property
    def is_registered(self) -> bool:
        return self.standing == "as registered"

    @property
    def why(self) -> str:
        """For a stale result, in words; otherwise why there is no measurement, where there is none."""
        if self.report.verdict is Verdict.STALE:
            return "The code has changed since it was measured."
        return self.report.why

    def to_json(self) -> dict[str, Any]:
        words = self.report.to_json()
        return {
            "id": self.hypothesis.id,
            "says": self.hypothesis.says,
            "verdict": self.says,
            "standing": self.standing,
            "earlier": list(self.earlier),
            "sure": self.hypothesis.sure,
            "got": words["got"],
            "want": words["want"],
            "run": self.run.id if self.run else None,
        }


@dataclass(frozen=True, slots=True)
class Finished:
    """A run of a study's experiment, as it was recorded."""

    outcome: Outcome
    reports: list[ClaimReport]
    standing: str
    """`exploratory` for a small run; else whether what ran is what was registered."""


def store_of(folder: PracticeFolder) -> Store:
    """Where a learner's runs are kept: in the practice folder, in git with the rest."""
    return Store(folder.root / "results")


def find(folder: PracticeFolder, name: str) -> Study:
    """The learner's study, unless a room has taken its name since."""
    study = studies.find_study(folder, name)
    if any(each.name == study.name for each in Catalogue.installed().systems):
        raise Refusal(
            f"A room is called {study.name} too, so the study cannot be imported.",
            f"Rename its folder {study.folder}; results keep the old name.",
        )
    return study


def experiment_of(study: Study, name: str = "") -> Experiment:
    """The experiment of a study by its name, or `main`, or its only one."""
    found = {each.name: each for each in study.experiments}
    if not found:
        raise Refusal(f"{study.name} has no experiment.", f"Write {study.folder}/experiments/main.py.")
    wanted = name or ("main" if "main" in found else next(iter(found)))
    if wanted not in found:
        raise unknown("experiment", wanted, found, f"palaestra study show {study.name}")
    return found[wanted]


def plans(study: Study) -> dict[str, Plan]:
    """What each experiment asks for in its full preset; its code is imported in a worker process."""
    studies.require_python(study)
    found: dict[str, Plan] = {}
    for each in study.experiments:
        try:
            job = plan(each, "full")
        except CodeFailed as red:
            why, place = red.error.splitlines()[-1].rstrip("."), "; ".join(red.frames[-1:])
            raise Refusal(f"{each.id} cannot be imported: {why}.", f"See {place or each.folder}.") from red
        found[each.name] = Plan(job.config, job.seeds, job.source_hash)
    return found


def freeze(folder: PracticeFolder, study: Study, reason: str = "") -> Registration:
    """Register the study as it is; how sure the learner is of each hypothesis is kept as a prediction."""
    made = studies.freeze(folder, study, plans(study), reason)
    for experiment in study.experiments:
        sure = {
            each.id: each.sure
            for each in study.hypotheses
            if each.experiment == experiment.name and each.sure is not None
        }
        if sure:
            folder.log.append("prediction", experiment=experiment.id, says=study.question, claims=sure)
    return made


def run_study(
    folder: PracticeFolder,
    study: Study,
    experiment: Experiment,
    *,
    full: bool = False,
    seeds: int | None = None,
    settings: Mapping[str, Any] | None = None,
    mine: Mine | None = None,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Finished:
    """Run one experiment of a study and record it. A full run is refused before the study is registered.

    Raises the lab's own errors (Interrupted, SeedsCrashed, ...); what finished is kept and the same call resumes.
    """
    studies.require_python(study)
    standing = "exploratory"
    if full:
        standing = _standing_of_full_run(study, seeds, settings or {})
        folder.log.append("study", study=study.name, does="begin", experiment=experiment.name, standing=standing)
    outcome = run(
        experiment,
        preset="full" if full else "small",
        seeds=seeds,
        settings=settings,
        fills=mine.fills if mine else (),
        workers=workers,
        store=store_of(folder),
        progress=progress,
    )
    experimenting.record_result(experiment, outcome, store_of(folder), mine, folder)
    job = outcome.job
    facts = {"experiment": experiment.name, "preset": job.preset, "run": job.run_id, "seeds": len(job.seeds)}
    folder.log.append("study", study=study.name, does="run", standing=standing, code=job.source_hash, **facts)
    return Finished(outcome, judge(experiment, outcome), standing)


def answers(folder: PracticeFolder, study: Study) -> tuple[Answer, ...]:
    """Every hypothesis beside the newest full run of its experiment."""
    found: list[Answer] = []
    for experiment in study.experiments:
        kept, outcome = latest_full(folder, experiment)
        reports = {each.id.rpartition("/")[2]: each for each in judge(experiment, outcome)}
        for each in study.hypotheses:
            if each.id in reports and each.experiment == experiment.name:
                standing = _standing(folder, study, each, kept)
                earlier = _earlier(study, each, reports[each.id])
                found.append(Answer(each, reports[each.id], standing, kept, earlier))
    order = [each.id for each in study.hypotheses]
    return tuple(sorted(found, key=lambda each: order.index(each.hypothesis.id)))


def latest_full(folder: PracticeFolder, experiment: Experiment) -> tuple[Run | None, Outcome | None]:
    """The newest complete full run, one of today's code before others."""
    store = store_of(folder)
    runs = [each for each in store.runs() if _is_full(each, experiment)]
    today = source_hash(experiment)
    chosen = next((each for each in runs if each.job.source_hash == today), runs[0] if runs else None)
    return (chosen, store.load(chosen.id)) if chosen else (None, None)


def latest_any(folder: PracticeFolder, experiment: Experiment) -> Outcome | None:
    """The newest complete run of any preset, settings as they were meant."""
    store = store_of(folder)
    runs = (each for each in store.runs() if each.finished and each.job.experiment == experiment.id)
    chosen = next((each for each in runs if not each.job.settings), None)
    return store.load(chosen.id) if chosen else None


def unfinished(folder: PracticeFolder, study: Study) -> list[Run]:
    """Runs of the study that were stopped on the way and can go on."""
    runs = store_of(folder).runs()
    return [
        each for each in runs if each.job.experiment.startswith(f"{study.name}/") and not each.finished and each.kept
    ]


def next_step(folder: PracticeFolder, study: Study) -> tuple[str, str]:
    """The next command for a study, and why."""
    made = studies.registrations(study)
    small, full = studies.runs_seen(folder, study)
    if not made and not small:
        return f"palaestra study run {study.name}", "A small run shows that it works, in seconds."
    if not made:
        return f"palaestra study freeze {study.name}", "The hypotheses are kept by hash before the full run."
    if studies.differences(study, made[-1]):
        return f'palaestra study freeze {study.name} --reason "..."', "It has changed since it was registered."
    waiting = waiting_experiment(folder, study)
    if not full or waiting:
        which = "" if waiting in ("", experiment_of(study).name) else f" --experiment {waiting}"
        return f"palaestra study run {study.name}{which} --full", "It is registered and has not been run in full."
    return f"palaestra study paper {study.name}", "Its hypotheses are answered."


def waiting_experiment(folder: PracticeFolder, study: Study) -> str:
    """The experiment of the first hypothesis that no full run of today's code has answered, or nothing."""
    open_yet = (Verdict.NOT_RUN, Verdict.STALE)
    return next((each.hypothesis.experiment for each in answers(folder, study) if each.report.verdict in open_yet), "")


def require_registered(study: Study) -> None:
    """Refuse a full run before a freeze: it would test nothing said beforehand."""
    if not studies.registrations(study):
        raise Refusal(
            f"{study.name} is not registered yet, so a full run would test nothing said beforehand.",
            f"Register it: palaestra study freeze {study.name}",
        )


def _standing_of_full_run(study: Study, seeds: int | None, settings: Mapping[str, Any]) -> str:
    if seeds is not None or settings:
        raise Refusal(
            "A full run takes the configuration and the seeds that were registered.",
            "Change SEEDS or FULL in the experiment and freeze again, or leave --full away.",
        )
    require_registered(study)
    changed = studies.differences(study, studies.registrations(study)[-1])
    return f"not as registered: {changed[0]}" if changed else "as registered"


def _standing(folder: PracticeFolder, study: Study, hypothesis: Hypothesis, kept: Run | None) -> str:
    """As registered only if it is today, and was when the run it is judged by was made."""
    today = studies.standing(study, hypothesis.id)
    if kept is None or today != "as registered":
        return today
    events = [each.facts for each in folder.index().events("study", study.name)]
    ran = next((each for each in events if each.get("does") == "run" and each.get("run") == kept.id), None)
    return str(ran.get("standing", today)) if ran else "the log does not know this run"


def _earlier(study: Study, hypothesis: Hypothesis, report: ClaimReport) -> tuple[str, ...]:
    """An amended band never hides what the first one would have said."""
    found: dict[str, str] = {}
    for made in studies.registrations(study):
        words = made.hypotheses.get(hypothesis.id)
        if words is None or report.measured is None or report.verdict is Verdict.STALE:
            continue
        low, high = (float(end) for end in words["band"])
        if (low, high) != (hypothesis.low, hypothesis.high):
            verdict = replace(hypothesis, low=low, high=high).as_claim().judge(report.measured)
            found[f"{low:g} to {high:g}"] = f"registered {made.day} as {low:g} to {high:g}: {SAYS[verdict]}"
    return tuple(found.values())


def _is_full(each: Run, experiment: Experiment) -> bool:
    job = each.job
    return bool(each.finished) and job.experiment == experiment.id and job.preset == "full" and not job.settings
