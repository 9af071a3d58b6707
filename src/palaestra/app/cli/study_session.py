"""One `palaestra study run`: progress, the run, the record, what it says of each hypothesis."""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import typer

from palaestra.app import experimenting, studying
from palaestra.app.cli import lab_screen, study_screen
from palaestra.app.cli.lab_session import INTERRUPTED, ProgressBar
from palaestra.app.cli.terminal import folded, say_json
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.study import Study
from palaestra.lab import Interrupted, NeverCalled, RunRed, SeedsCrashed
from palaestra.practice.folder import PracticeFolder


@dataclass(frozen=True)
class StudySession:
    """What was asked for on the command line."""

    folder: PracticeFolder
    study: Study
    experiment: Experiment
    full: bool
    seeds: int | None
    settings: dict[str, str]
    workers: int
    quiet: bool
    shows_progress: bool

    def run(self, mine: bool) -> int:
        """Run, record and show; the exit code."""
        gathered = experimenting.mine(self.experiment) if mine else None
        bar = ProgressBar() if self.shows_progress else None
        try:
            with bar.bar if bar else nullcontext():
                finished = studying.run_study(
                    self.folder,
                    self.study,
                    self.experiment,
                    full=self.full,
                    seeds=self.seeds,
                    settings=self.settings,
                    mine=gathered,
                    workers=self.workers,
                    progress=bar.tell if bar else None,
                )
        except RunRed as red:
            return self._show_red(red, mine)
        if self.quiet:
            say_json(self._to_json(finished))
        else:
            self._show(finished)
        refuted = any(each.verdict is Verdict.FAILS for each in finished.reports)
        return 1 if self.full and refuted else 0

    def _show(self, finished: studying.Finished) -> None:
        outcome = finished.outcome
        lines = lab_screen.heading(self.experiment, outcome)
        lines += [f"code: {outcome.job.whose}"] if outcome.job.fills else []
        lines += (
            ["It printed:", *(f"    {each}" for each in outcome.printed.splitlines()[:12])] if outcome.printed else []
        )
        lines += ["", *lab_screen.measurement_lines(outcome, self.experiment.units)]
        lines += [*lab_screen.chart_lines(outcome, self.experiment.units), ""]
        if self.full:
            wanted = {each.id.rpartition("/")[2] for each in finished.reports}
            found = studying.answers(self.folder, self.study)
            lines += [
                line for each in found if each.hypothesis.id in wanted for line in study_screen.answer_lines(each)
            ]
        else:
            lines += [f"{self._guess(each):<22} {each.id.rpartition('/')[2]}" for each in finished.reports]
            lines.append(folded("A small run is exploratory: it is counted, and confirms nothing."))
        lines.append(f"\nkept as {outcome.job.run_id}\nnext: {studying.next_step(self.folder, self.study)[0]}")
        typer.echo("\n".join(lines))

    def _guess(self, report: Any) -> str:
        words = {Verdict.HOLDS: "inside the band", Verdict.FAILS: "outside the band"}
        return f"{lab_screen.MARKS[report.verdict].shown(2)} {words.get(report.verdict, report.verdict.value)}"

    def _to_json(self, finished: studying.Finished) -> dict[str, Any]:
        outcome = finished.outcome
        rows = lab_screen.measurements(outcome, self.experiment.units)
        return {
            "study": self.study.name,
            "experiment": self.experiment.name,
            "run": outcome.job.run_id,
            "preset": outcome.job.preset,
            "seeds": len(outcome.job.seeds),
            "standing": finished.standing,
            "whose": outcome.job.whose,
            "seconds": outcome.provenance.seconds,
            "measurements": [lab_screen.measurement_to_json(each) for each in rows],
            "hypotheses": [self._hypothesis(each) for each in finished.reports],
        }

    def _hypothesis(self, report: Any) -> dict[str, Any]:
        words = report.to_json()
        says = studying.SAYS[report.verdict] if self.full else "exploratory"
        name = report.id.rpartition("/")[2]
        return {"id": name, "says": report.says, "verdict": says, "got": words["got"], "want": words["want"]}

    def _show_red(self, red: RunRed, mine: bool) -> int:
        again = " ".join(
            ["palaestra study run", self.study.name, *(["--full"] if self.full else []), *(["--mine"] if mine else [])]
        )
        if self.quiet:
            say_json({"study": self.study.name, "error": str(red)})
        lines = [str(red)]
        if isinstance(red, SeedsCrashed):
            lines += [str(each) for each in red.crashes[:3]]
            lines += ["It printed:", red.printed] if red.printed else []
        if isinstance(red, NeverCalled):
            again = f"palaestra check {red.exercises[0]}"
        lines.append(f"{'resume' if isinstance(red, Interrupted) else 'next'}: {again}")
        typer.echo("\n".join(lines), err=True)
        return INTERRUPTED if isinstance(red, Interrupted) else 1
