"""`systems`, `run`, `claims`, `results`: the library at work."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json

app = typer.Typer()


@app.command()
def systems(as_json: Json = False) -> None:
    """The rooms: what is built and what is planned; then the topics, rooms without code.

    --json, the rooms alone: [{id, title, status, exercises, mistakes, cards, claims}], the last four as counts;
    status is built or planned; variants of one misconception count once.
    """
    from palaestra.app.rooms import rooms

    listed = rooms()
    if as_json:
        say_json([each.to_json() for each in listed])
        return
    built = [each for each in listed if each.status != "planned"]
    for each in built:
        typer.echo(f"{each.id}  {each.title}")
        counts = f"{each.exercises} exercises, {each.mistakes} known mistakes, {each.cards} cards, {each.claims} claims"
        typer.echo(f"    {counts}")
        for name in each.experiments:
            typer.echo(f"    palaestra run {name}")
    from palaestra.app.cli.terminal import folded
    from palaestra.kit.catalogue import Catalogue

    planned = [each.id for each in listed if each.status == "planned"]
    topics = [each.name for each in Catalogue.installed().topics]
    for heading, names in (("planned", planned), ("topics", topics)):
        if names:
            typer.echo(f"\n{heading}")
            typer.echo(folded(", ".join(names), 4))
    typer.echo("\nnext: palaestra claims" + (f" {built[0].id}" if built else ""))


@app.command()
def run(
    experiment: Annotated[str, typer.Argument(metavar="SYSTEM/EXPERIMENT", help="Which experiment.")],
    full: Annotated[bool, typer.Option("--full/--small", help="The full preset, or the small one (seconds).")] = False,
    seeds: Annotated[int | None, typer.Option(help="How many seeds, else the preset's number.")] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting.")] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Run with your own code where it has passed.")] = False,
    sabotage: Annotated[
        bool, typer.Option("--sabotage", help="With --mine: prove that the run breaks without your code.")
    ] = False,
    workers: Annotated[int, typer.Option(help="Processes; 0 chooses.", min=0)] = 0,
    predict: Annotated[str, typer.Option(help="Your prediction, kept before the run.")] = "",
    expect: Annotated[
        list[str] | None,
        typer.Option(metavar="CLAIM=80", help="How sure you are that a claim holds, or CLAIM=0.2..0.4@90."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: no prediction, all seeds.")] = False,
    as_json: Json = False,
    ship: Annotated[bool, typer.Option("--ship", hidden=True)] = False,
) -> None:
    """Run an experiment. Ctrl-C keeps the finished seeds; the same command goes on from there.

    --json: {experiment, run, preset, config, seeds, engine, whose, filled, left_out, help, seconds, measurements
    [{name, unit, value, low, high, n}], claims (as `palaestra claims --json`)}.

    Exits with 1 when a seed crashes, when your code was never called, or when a claim fails on a full run.
    """
    from palaestra.app.cli import lab_session

    chosen = lab_session.find(experiment)
    session = lab_session.Session(
        experiment=chosen,
        preset="full" if full else "small",
        seeds=seeds,
        settings=settings_of(settings or []),
        workers=workers or (min(8, os.cpu_count() or 1) if full or mine else 1),
        asks=not yes and not as_json and sys.stdin.isatty(),
        quiet=as_json,
        expects=tuple(expect or ()),
    )
    raise typer.Exit(session.sabotage(mine) if sabotage else session.run(mine, predict, as_json, ship))


@app.command()
def claims(
    system: Annotated[str, typer.Argument(help="A room or an experiment; all rooms when left out.")] = "",
    mine: Annotated[bool, typer.Option("--mine", help="What your own full runs measured.")] = False,
    measure: Annotated[str, typer.Option(metavar="small|full", help="Measure now, with today's code.")] = "",
    workers: Annotated[int, typer.Option(help="Processes for --measure.", min=1)] = 1,
    as_json: Json = False,
) -> None:
    """Each claim with its source, its band, and what was measured.

    A claim holds when the measured interval lies in the band, fails when it lies outside, and is undecided between.
    Stale: the code has changed since it was measured. Exits with 1 when one fails.

    --json: [{id, system, says, source, holds, stale, got, want}]; holds is true, false or null; got is null or
    {value, low, high, n, level}; want is {low, high, from}, null for an open end.
    """
    from palaestra.app.cli import lab_claims

    found = lab_claims.reports(system, mine, measure, workers)
    if as_json:
        say_json([each.to_json() for _, reports in found for each in reports])
    else:
        lab_claims.show(found, mine)
    raise typer.Exit(lab_claims.exit_code(found))


@app.command()
def results(
    as_json: Json = False,
    compare: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Two results side by side, with differences.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write every number of every result.")] = None,
) -> None:
    """The results kept here. A result is named by its id, or SYSTEM/EXPERIMENT/shipped for the room's own.

    --json: [{run, experiment, preset, whose, engine, seeds, kept, finished}]; with --compare {first, second, paired,
    measurements [{name, first, second, difference}]}. --csv: run, experiment, preset, code, engine, seed, measurement,
    index, value; to put them into Weights & Biases, log the rows of this file offline.
    """
    from palaestra.app.cli import lab_results

    if csv is not None:
        lab_results.export(csv)
    elif compare is not None:
        lab_results.compare(*compare, as_json)
    else:
        lab_results.show(as_json)


def settings_of(given: list[str]) -> dict[str, str]:
    """What `--set` says, by name; refused when it is no KEY=VALUE."""
    from palaestra.kit.refusal import Refusal

    for each in given:
        if "=" not in each.strip("="):
            raise Refusal(f"--set takes KEY=VALUE, not {each!r}.", "For example --set steps=500.")
    return dict(each.split("=", 1) for each in given)
