"""Experiments run from the browser: one thread each, with progress to look at and a way to stop."""

import os
import threading
from dataclasses import dataclass, field

from palaestra.app import experimenting, studying
from palaestra.kit.experiment import Experiment
from palaestra.kit.refusal import Refusal
from palaestra.kit.study import Study
from palaestra.lab import Interrupted, Outcome, Progress, RunRed, Store, run, shipped_results
from palaestra.practice.folder import PracticeFolder


@dataclass
class Measuring:
    """One run under way, or how the last one ended."""

    experiment: Experiment
    preset: str
    mine: bool
    seeds: int | None
    progress: Progress = field(default_factory=lambda: Progress(0, 0, None))
    is_running: bool = True
    error: str = ""
    kept: int = 0
    """Finished seeds that wait, after a stop."""
    is_stopping: bool = False

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End after the seed under way; what is finished is kept."""
        self.is_stopping = True

    def _run(self) -> None:
        try:
            self._measure()
        except Interrupted as stopped:
            self.kept = stopped.done
        except (Refusal, RunRed) as red:
            self.error = str(red)
        except Exception as error:
            self.error = f"{type(error).__name__}: {error}"
        finally:
            self.is_running = False

    def _measure(self) -> None:
        gathered = experimenting.mine(self.experiment) if self.mine else None
        store = experimenting.own_store() if self.mine else experimenting.reference_store()
        if gathered:
            self._reference_first()
        outcome = run(
            self.experiment,
            preset=self.preset,
            seeds=self.seeds,
            fills=gathered.fills if gathered else (),
            workers=max(1, (os.cpu_count() or 2) - 1),
            store=store,
            progress=self._tell,
        )
        experimenting.record_result(self.experiment, outcome, store, gathered)

    def _reference_first(self) -> None:
        """The reference on the same preset, so that the learner's curve has something to stand beside."""
        if reference_for(self.experiment, self.preset) is None:
            run(self.experiment, preset=self.preset, seeds=self.seeds, store=experimenting.reference_store())

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
        if self.is_stopping and progress.done < progress.total:
            raise KeyboardInterrupt  # the lab's own way to stop: finished seeds are kept


@dataclass
class MeasuringStudy(Measuring):
    """The same for a study's experiment, which is recorded with its standing."""

    folder: PracticeFolder = field(kw_only=True)
    study: Study = field(kw_only=True)

    def _measure(self) -> None:
        studying.run_study(
            self.folder,
            self.study,
            self.experiment,
            full=self.preset == "full",
            workers=max(1, (os.cpu_count() or 2) - 1),
            progress=self._tell,
        )


def reference_for(experiment: Experiment, preset: str) -> Outcome | None:
    """The reference's newest complete run of a preset: the shipped one, for full."""
    if preset == "full" and (shipped := shipped_results(experiment)) is not None:
        return shipped
    return newest(experimenting.reference_store(), experiment, preset)


def newest(store: Store, experiment: Experiment, preset: str = "") -> Outcome | None:
    """The newest complete run of an experiment as it was meant (no settings by hand), of any preset unless said."""
    for each in store.runs():
        job = each.job
        wanted = job.experiment == experiment.id and not job.settings and preset in ("", job.preset)
        if each.finished and wanted:
            return store.load(each.id)
    return None
