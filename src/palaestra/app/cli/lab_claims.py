"""What `palaestra claims` shows: each claim beside its measurement."""

import typer

from palaestra.app import experimenting
from palaestra.app.cli import lab_screen
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.experiment import Experiment, Verdict
from palaestra.kit.refusal import Refusal
from palaestra.lab import ClaimReport, Outcome, judge, run

Found = list[tuple[Experiment, list[ClaimReport]]]


def reports(about: str, mine: bool, measure: str, workers: int) -> Found:
    """The claims of a room, an experiment or everything (`about` empty), judged.

    measure: `small` or `full` to measure now; empty for what was measured before.
    """
    if measure and measure not in ("small", "full"):
        raise Refusal(f"--measure takes small or full, not {measure!r}.")
    return [(each, judge(each, *_measured(each, mine, measure, workers))) for each in _experiments(about)]


def _experiments(about: str) -> list[Experiment]:
    catalogue = Catalogue.installed()
    if "/" in about:
        return [catalogue.experiment(about)]
    rooms = [catalogue.system(about)] if about else catalogue.systems
    return [each for room in rooms for each in room.experiments if each.claims]


def _measured(experiment: Experiment, mine: bool, measure: str, workers: int) -> tuple[Outcome | None, str]:
    """The outcome and the hash of the code it was measured with."""
    if measure:
        gathered = experimenting.mine(experiment) if mine else None
        store = experimenting.own_store() if mine else experimenting.reference_store()
        fills = gathered.fills if gathered else ()
        outcome = run(experiment, preset=measure, fills=fills, workers=workers, store=store)
        return outcome, outcome.job.source_hash
    outcome = experimenting.latest_mine(experiment) if mine else experimenting.latest_reference(experiment)
    if outcome is None:
        return None, ""
    changed = mine and experimenting.changed_since(experiment, outcome)
    return outcome, "your files have changed" if changed else outcome.job.source_hash


def show(found: Found, mine: bool) -> None:
    """Print them, their tally, and the command that settles the first one left open."""
    if not found:
        typer.echo("No room makes a claim yet.\n\nnext: palaestra systems")
        return
    for experiment, each in found:
        typer.echo(f"{experiment.id}  {experiment.title}")
        typer.echo("\n".join(lab_screen.claim_lines(each)) + "\n")
    typer.echo(lab_screen.tally([report for _, each in found for report in each]))
    typer.echo(f"next: {_next(found, mine)}")


def _next(found: Found, mine: bool) -> str:
    ours = " --mine" if mine else ""
    for experiment, each in found:
        if any(report.verdict in (Verdict.NOT_RUN, Verdict.STALE) for report in each):
            return f"palaestra run {experiment.id} --full{ours}"
    return f"palaestra run {found[0][0].id}{ours}"


def exit_code(found: Found) -> int:
    """1 when a claim fails; one that is stale, undecided or not run fails nothing."""
    return 1 if any(report.verdict is Verdict.FAILS for _, each in found for report in each) else 0
