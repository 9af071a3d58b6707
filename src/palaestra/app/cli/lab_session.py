"""One `palaestra run`: ask for a prediction, run with a progress bar, record, show."""

import shlex
import sys
from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import typer

from palaestra.app import experimenting
from palaestra.app.cli import lab_screen
from palaestra.app.cli.terminal import folded, is_plain, say_json
from palaestra.kit.catalogue import STUDY, Catalogue
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.refusal import Refusal
from palaestra.lab import (
    ClaimReport,
    CodeFailed,
    Estimate,
    Interrupted,
    NeverCalled,
    Outcome,
    Progress,
    RunRed,
    SeedsCrashed,
    judge,
    run,
    sabotage_run,
    ship,
)
from palaestra.practice.studies.predicting import expectations

ASK_WHEN_SECONDS = 30
FEWEST_SEEDS = 4
"""Fewer are not offered: their interval would say nothing."""
INTERRUPTED = 130


def find(experiment_id: str) -> Experiment:
    name = experiment_id.partition("/")[0]
    folder = experimenting.practice_folder()
    if folder is not None and name in {each.parent.name for each in (folder.root / "studies").glob(f"*/{STUDY}")}:
        raise Refusal(f"{name} is a study: its runs are registered and counted.", f"palaestra study run {name}")
    return Catalogue.installed().experiment(experiment_id)


class ProgressBar:
    """Seeds done, and the time left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("seeds"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[left]}"))
        self.bar = Progress(*columns, console=Console(stderr=True, no_color=is_plain()), transient=True)
        self.task = self.bar.add_task("seeds", total=None, left="")

    def tell(self, now: Progress) -> None:
        left = "" if not now.seconds_left else f"{lab_screen.duration(now.seconds_left)} left"
        self.bar.update(self.task, completed=now.done, total=now.total, left=left)

    @contextmanager
    def put_away(self) -> Generator[None]:
        """Off the screen while something is asked."""
        self.bar.stop()
        try:
            yield
        finally:
            self.bar.start()


@dataclass(frozen=True)
class Session:
    """What was asked for on the command line."""

    experiment: Experiment
    preset: str
    seeds: int | None
    settings: dict[str, str]
    workers: int
    asks: bool
    quiet: bool
    expects: tuple[str, ...] = ()
    """How sure the learner is of claims: `CLAIM=80`, `CLAIM=0.2..0.4@90`."""

    def run(self, mine: bool, predict: str, as_json: bool, shipping: bool) -> int:
        """Run, record and show; the exit code."""
        gathered = experimenting.mine(self.experiment) if mine else None
        store = experimenting.own_store() if mine else experimenting.reference_store()
        self._introduce(gathered)
        predicted = self._predict(predict)
        try:
            with self._progress() as bar:
                outcome = run(
                    self.experiment,
                    preset=self.preset,
                    seeds=self.seeds,
                    settings=self.settings,
                    fills=gathered.fills if gathered else (),
                    workers=self.workers,
                    store=store,
                    progress=bar.tell if bar else None,
                    decide=(lambda estimate: self._decide(estimate, bar)) if gathered else None,
                )
        except RunRed as red:
            return self._show_red(red, gathered, as_json)
        experimenting.record_result(self.experiment, outcome, store, gathered)
        reports = judge(self.experiment, outcome) if self._judged(outcome) else []
        if as_json:
            say_json(self._to_json(outcome, reports, gathered))
        else:
            self._show(outcome, reports, gathered, predicted)
        if shipping:
            typer.echo(f"shipped: {ship(self.experiment, outcome)}", err=True)
        return 1 if any(each.verdict is Verdict.FAILS for each in reports) else 0

    def sabotage(self, mine: bool) -> int:
        """Prove that the run breaks without the learner's code; the exit code."""
        if not mine:
            raise Refusal("--sabotage is about your own code.", "Add --mine.")
        gathered = experimenting.mine(self.experiment)
        checks = sabotage_run(self.experiment, gathered.fills)
        for each in checks:
            verdict = Verdict.HOLDS if each.holds else Verdict.FAILS
            typer.echo(f"{lab_screen.MARKS[verdict].shown(2)} {each.says}")
            typer.echo(f"    with a raise in its place: {each.got}")
        typer.echo(f"next: palaestra run {self.experiment.id} --mine")
        return 0 if all(each.holds for each in checks) else 1

    def command(self, mine: bool) -> str:
        """The command that asks for this run again."""
        words = ["palaestra run", self.experiment.id]
        words += ["--full"] if self.preset == "full" else []
        words += [f"--seeds {self.seeds}"] if self.seeds is not None else []
        words += [f"--set {shlex.quote(f'{name}={value}')}" for name, value in self.settings.items()]
        return " ".join([*words, *(["--mine"] if mine else [])])

    def _introduce(self, gathered: experimenting.Mine | None) -> None:
        if self.quiet or gathered is None:
            return
        of = len(gathered.fills) + len(gathered.left_out)
        typer.echo(f"mine: {len(gathered.fills)} of {of} holes, through the readable path")
        for name, help_used in gathered.help.items():
            typer.echo(f"    {name}: yours" + (f" (help: {help_used})" if help_used else ""))
        for name, why in gathered.left_out.items():
            typer.echo(f"    {name}: the reference ({why})")

    def _predict(self, given: str) -> str:
        """Keep what the learner expects, asked for where they can be asked; give it back."""
        says = given
        if not says and self.asks and self.experiment.predict:
            typer.echo(self.experiment.asks)
            says = typer.prompt(folded(f"{self.experiment.predict} (Enter to skip)"), default="", show_default=False)
        claims = [each.id for each in self.experiment.claims]
        experimenting.record_prediction(self.experiment, says, *expectations(self.expects, claims))
        return says.strip()

    def _decide(self, estimate: Estimate, bar: "ProgressBar | None" = None) -> int:
        """Say how long it will take; where it is long and a person is there, offer fewer seeds."""
        with bar.put_away() if bar else nullcontext():
            return self._decided(estimate)

    def _decided(self, estimate: Estimate) -> int:
        seconds = estimate.seconds()
        if self.quiet:
            return estimate.seeds
        took = lab_screen.duration(estimate.seconds_a_seed)
        typer.echo(
            f"The first seed took {took}; the other {estimate.seeds - 1} take about {lab_screen.duration(seconds)}."
        )
        if not self.asks or seconds < ASK_WHEN_SECONDS or self.seeds is not None:
            return estimate.seeds
        for fewer in (each for each in (estimate.seeds // 2, estimate.seeds // 4) if each >= FEWEST_SEEDS):
            time = lab_screen.duration(estimate.seconds(fewer))
            typer.echo(f"    {fewer} seeds: {time}, intervals {estimate.widening(fewer):.1f} times as wide")
        return max(1, min(estimate.seeds, typer.prompt("Seeds", default=estimate.seeds, type=int)))

    @contextmanager
    def _progress(self) -> Generator["ProgressBar | None"]:
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        bar = ProgressBar()
        with bar.bar:
            yield bar

    def _judged(self, outcome: Outcome) -> bool:
        """Claims are about the full preset as it is."""
        return self.preset == "full" and not outcome.job.settings

    def _show(
        self, outcome: Outcome, reports: list[ClaimReport], gathered: experimenting.Mine | None, predicted: str
    ) -> None:
        whose = outcome.job.whose
        helped = gathered.most_help if gathered else ""
        lines = [
            *lab_screen.heading(self.experiment, outcome),
            f"code: {whose}" + (f", help: {helped}" if helped else ""),
            *([folded(f"you predicted: {predicted}", hang=4)] if predicted else []),
        ]
        if gathered and outcome.printed:
            lines += ["", "Your code printed:", *(f"    {each}" for each in outcome.printed.splitlines()[:12])]
        lines += ["", *lab_screen.measurement_lines(outcome, self.experiment.units)]
        lines += lab_screen.chart_lines(outcome, self.experiment.units)
        if reports:
            lines += ["", *lab_screen.claim_lines(reports), lab_screen.tally(reports)]
        elif self.experiment.claims:
            lines += ["", "Claims are judged on the full preset as it is."]
        typer.echo("\n".join(lines))
        typer.echo(f"\nkept as {outcome.job.run_id}\nnext: {self._next(gathered)}")

    def _next(self, gathered: experimenting.Mine | None) -> str:
        if self.preset == "small":
            return f"palaestra run {self.experiment.id} --full" + (" --mine" if gathered else "")
        return f"palaestra claims {self.experiment.id}" + (" --mine" if gathered else "")

    def _to_json(
        self, outcome: Outcome, reports: list[ClaimReport], gathered: experimenting.Mine | None
    ) -> dict[str, Any]:
        job = outcome.job
        rows = lab_screen.measurements(outcome, self.experiment.units)
        return {
            "experiment": job.experiment,
            "run": job.run_id,
            "preset": job.preset,
            "config": dict(job.config),
            "seeds": len(job.seeds),
            "engine": job.engine,
            "whose": job.whose,
            "filled": dict(job.fills),
            "left_out": gathered.left_out if gathered else {},
            "help": gathered.most_help if gathered else "",
            "seconds": outcome.provenance.seconds,
            "measurements": [lab_screen.measurement_to_json(each) for each in rows],
            "claims": [each.to_json() for each in reports],
        }

    def _show_red(self, red: RunRed, gathered: experimenting.Mine | None, as_json: bool) -> int:
        if isinstance(red, SeedsCrashed) and self.settings and not gathered and not red.done:
            given = ", ".join(f"{name}={value}" for name, value in self.settings.items())
            raise Refusal(
                f"It cannot run with {given}: {red.crashes[0].error}.", "Without --set it runs as it is meant."
            )
        again = self.command(gathered is not None)
        if as_json:
            say_json({"experiment": self.experiment.id, "error": str(red)})
        lines = [str(red)]
        if isinstance(red, SeedsCrashed):
            lines += [str(each) for each in red.crashes[:3]]
            lines += ["It printed:", red.printed] if red.printed else []
        if isinstance(red, NeverCalled):
            again = f"palaestra check {red.exercises[0]}"
        if isinstance(red, CodeFailed) and gathered:
            again = f"palaestra check {next(iter(gathered.help))}"
        lines.append(f"{'resume' if isinstance(red, Interrupted) else 'next'}: {again}")
        typer.echo("\n".join(lines), err=True)
        return INTERRUPTED if isinstance(red, Interrupted) else 1
