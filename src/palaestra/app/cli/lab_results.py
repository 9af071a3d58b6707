"""What `palaestra results` shows: kept runs, two side by side, all as CSV."""

from pathlib import Path
from typing import Any

import typer

from palaestra.app import experimenting
from palaestra.app.cli import lab_screen
from palaestra.app.cli.terminal import say_json
from palaestra.kit.refusal import Refusal
from palaestra.lab import Run, to_csv
from palaestra.lab import compare as compared
from palaestra.lab.outcome import interval_to_json


def show(as_json: bool) -> None:
    """The kept runs, newest first, with how to compare the newest two of one experiment."""
    runs = [run for _, run in experimenting.kept_runs()]
    if as_json:
        say_json([_to_json(run) for run in runs])
        return
    if not runs:
        typer.echo("Nothing has been run yet. Results appear here as soon as a run has finished.")
        typer.echo("\nnext: palaestra systems")
        return
    for run in runs:
        job = run.job
        state = (
            run.finished.replace("+00:00", "Z") if run.finished else f"{run.kept} of {len(job.seeds)} seeds, resumable"
        )
        typer.echo(run.id)
        typer.echo(f"    {job.preset}, {len(job.seeds)} seeds, {job.engine} path, {job.whose}")
        typer.echo(f"    {state}")
    typer.echo(f"\nnext: palaestra results {_comparable(runs) or '--csv results.csv'}")


def _comparable(runs: list[Run]) -> str:
    """The two newest results of one experiment, older first."""
    newest: dict[str, str] = {}
    for run in runs:
        if run.finished and run.job.experiment in newest:
            return f"--compare {run.job.key} {newest[run.job.experiment]}"
        if run.finished:
            newest[run.job.experiment] = run.job.key
    return ""


def _to_json(run: Run) -> dict[str, Any]:
    job = run.job
    return {
        "run": run.id,
        "experiment": job.experiment,
        "preset": job.preset,
        "whose": job.whose,
        "engine": job.engine,
        "seeds": len(job.seeds),
        "kept": run.kept,
        "finished": run.finished or None,
    }


def compare(first: str, second: str, as_json: bool) -> None:
    """Two results side by side, named as `experimenting.find_outcome` takes them."""
    ours, theirs = experimenting.find_outcome(first), experimenting.find_outcome(second)
    differences = compared(ours, theirs)
    if as_json:
        rows = [
            {
                "name": each.name,
                "first": interval_to_json(each.first),
                "second": interval_to_json(each.second),
                "difference": interval_to_json(each.difference),
            }
            for each in differences
        ]
        words = {"first": first, "second": second, "paired": differences[0].paired, "measurements": rows}
        say_json(words)
        return
    for name, each in (("first", ours), ("second", theirs)):
        job = each.job
        typer.echo(f"{name:<7} {job.run_id}  {job.preset}, {len(job.seeds)} seeds, {job.whose}")
    typer.echo("\n" + "\n".join(lab_screen.difference_lines(differences)))
    typer.echo("\nnext: palaestra results --csv results.csv")


def export(file: Path) -> None:
    """Every number of every finished run into one CSV file."""
    if file.exists() and not file.is_file():
        raise Refusal(f"{file} is not a file that can be written anew.", "For example --csv results.csv.")
    outcomes = [store.load(run.id) for store, run in experimenting.kept_runs() if run.finished]
    count = to_csv(outcomes, file)
    typer.echo(f"{count} numbers of {len(outcomes)} results are in {file}.")
    typer.echo("next: palaestra results")
