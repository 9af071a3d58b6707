"""`judge` and `predictions`: what a person decides, and how well they foresee results."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json

app = typer.Typer()

Export = Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write every judgement; .json works too.")]
Simulated = Annotated[
    Path | None, typer.Option(metavar="FILE.json", help="Keep a model's answers {item: answer}, apart from yours.")
]


@app.command()
def judge(
    name: Annotated[str, typer.Argument(metavar="STUDY|FILE", help="A study with items.toml, or such a file.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Begin a further sitting, in another order.")] = False,
    seed: Annotated[int | None, typer.Option(help="Another order; the same seed goes on where it stopped.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Write an items.toml for the study, to fill in.")] = False,
    export: Export = None,
    simulated: Simulated = None,
    by: Annotated[str, typer.Option(help="Which model made them.")] = "",
    as_json: Json = False,
) -> None:
    """Judge shuffled items blind: sides are swapped at random, sources stay hidden until the end. q stops; it goes on.

    A file holds question, ties, repeat (the share shown twice), and [[pairs]] of id, a, b, from_a, from_b, answer, or
    [[items]] of id, text, options, from, answer. --export: of, item, says, winner, loser, answer, again, swapped,
    seconds, seed, by, time.

    --json: {of, title, question, left, reports [{by, count, ties, accuracy, consistency, took_first, agreement, wins
    [{from, won}]}]}; shares are null or {value, low, high, n}; by is "you" or the model. Without a name: a list of
    {of, title, items, left}.
    """
    from palaestra.app.cli import judging_session

    folder = practice_folder()
    if not name:
        judging_session.show_sheets(folder, as_json)
        return
    if new:
        judging_session.begin_items(folder, name)
        return
    session = judging_session.JudgingSession.open(folder, name, seed, again)
    if export is not None:
        session.export(export)
    elif simulated is not None:
        session.keep_simulated(simulated, by)
    elif as_json:
        say_json(session.to_json())
    else:
        session.run(asks=sys.stdin.isatty())


@app.command()
def predictions(as_json: Json = False) -> None:
    """What you predicted and what came of it: your calibration, with counts and intervals, and the Brier score.

    A prediction gives a claim a probability: `run --expect CLAIM=80`, or `sure = 80` in a study's hypotheses.

    --json: {scored, waiting, base_rate, brier, bands [{low, high, stated, frequency}], forecasts [{experiment, claim,
    day, probability, interval, came, verdict, seen}]}; brier and frequency are null or {value, low, high, n}; came is
    true, false or null; seen: made after a full result, so not scored.
    """
    from palaestra.app.cli import judging_session
    from palaestra.practice.studies import calibration

    found = calibration(practice_folder())
    if as_json:
        say_json(found.to_json())
    else:
        typer.echo("\n".join(judging_session.calibration_lines(found)))
