"""`study`: a question of the learner's own, from the first small run to the paper."""

import os
import sys
from typing import Annotated, Any

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json

app = typer.Typer()
study_app = typer.Typer(invoke_without_command=True)
app.add_typer(study_app, name="study")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A study; `palaestra study list` names them.")]


@study_app.callback()
def study(ctx: typer.Context) -> None:
    """Your own questions: new, run, freeze, paper. Alone it lists your studies."""
    if ctx.invoked_subcommand is None:
        list_studies()


@study_app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A title; the folder's name comes from it.")],
    question: Annotated[str, typer.Option(help="What you want to know, in one sentence.")] = "",
    builds_on: Annotated[list[str] | None, typer.Option(metavar="ROOM", help="A room it uses.")] = None,
    answers: Annotated[str, typer.Option(metavar="ID", help="A question you noted: an artefact of that kind.")] = "",
) -> None:
    """Begin a study: a folder with question, hypotheses, experiment and paper that runs as it is."""
    from palaestra.app.cli import study_screen
    from palaestra.app.rooms import rooms
    from palaestra.practice.studies import new_study
    from palaestra.practice.writing.artefacts import Artefacts

    folder = practice_folder()
    asked = question or (Artefacts(folder).find(answers).title if answers else "")
    taken = tuple(each.id for each in rooms())
    place = new_study(folder, name, asked, tuple(builds_on or ()), taken, answers)
    typer.echo(study_screen.begun(place))
    typer.echo(f"\nnext: palaestra study run {place.name}")


@study_app.command("list")
def list_studies(as_json: Json = False) -> None:
    """Your studies, each with its question and the next step.

    --json: [{study, title, question, hypotheses, registered, next, trouble}]; hypotheses is their number, registered
    the day it was frozen last or null, trouble what keeps it from being read, or empty.
    """
    from palaestra.app.cli import study_screen
    from palaestra.practice.studies import all_studies

    folder = practice_folder()
    rows = [study_screen.row(folder, each) for each in all_studies(folder)]
    if as_json:
        say_json(rows)
        return
    typer.echo("\n".join(study_screen.list_lines(rows)))
    first = next((each for each in rows if not each["trouble"]), None)
    typer.echo("\nnext: " + (first["next"] if first else 'palaestra study new "What I want to know"'))


@study_app.command("show")
def show(
    name: Name,
    verify: Annotated[
        bool, typer.Option("--verify", help="Recompute every hash; exits with 1 if one differs.")
    ] = False,
    as_json: Json = False,
) -> None:
    """A study as it stands: hypotheses, what was registered, verdicts.

    --json: {study, title, question, folder, registrations [{number, time, hash, reason, small_runs, full_runs}],
    changed [in words], hypotheses [{id, says, verdict, standing, earlier, sure, got, want,
    run}], next}; got is null or
    {value, low, high, n, level}, want {low, high, from}. With --verify: [{says, holds, got, want}].
    """
    from palaestra.app import studying
    from palaestra.app.cli import study_screen
    from palaestra.practice import studies

    folder = practice_folder()
    found = studying.find(folder, name)
    if verify:
        checks = studies.verify(folder, found, studying.plans(found))
        if as_json:
            keys = ("says", "holds", "got", "want")
            say_json([{key: getattr(each, key) for key in keys} for each in checks])
        else:
            typer.echo("\n".join(study_screen.verify_lines(found, checks)))
        raise typer.Exit(0 if all(each.holds for each in checks) else 1)
    if as_json:
        say_json(study_screen.to_json(folder, found))
        return
    typer.echo("\n".join(study_screen.show_lines(folder, found)))
    typer.echo(f"\nnext: {studying.next_step(folder, found)[0]}")


@study_app.command("freeze")
def freeze(
    name: Name,
    reason: Annotated[str, typer.Option(help="Why it is amended, once something was frozen.")] = "",
    as_json: Json = False,
) -> None:
    """Register hypotheses, code, configuration and seeds by hash, before the first full run.

    --json: {study, number, hash, time, reason, small_runs, full_runs, file}.
    """
    from palaestra.app import studying
    from palaestra.app.cli import study_screen
    from palaestra.practice.studies.registering import FROZEN

    folder = practice_folder()
    found = studying.find(folder, name)
    made = studying.freeze(folder, found, reason)
    if as_json:
        keys = ("number", "hash", "time", "reason", "small_runs", "full_runs")
        words: dict[str, Any] = {key: getattr(made, key) for key in keys}
        say_json({"study": found.name, **words, "file": str(found.folder / FROZEN)})
        return
    typer.echo("\n".join(study_screen.frozen_lines(found, made)))
    typer.echo(f"\nnext: {studying.next_step(folder, found)[0]}")


@study_app.command("run")
def run(
    name: Name,
    experiment: Annotated[str, typer.Option(help="Which experiment, where the study has several.")] = "",
    full: Annotated[bool, typer.Option("--full/--small", help="The registered run, or a small one (seconds).")] = False,
    seeds: Annotated[int | None, typer.Option(help="For a small run: how many seeds.", min=1)] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="For a small run: change a setting.")
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="Through your own code of the rooms it builds on.")] = False,
    workers: Annotated[int, typer.Option(help="Processes; 0 chooses.", min=0)] = 0,
    as_json: Json = False,
) -> None:
    """Run a study. Small runs are exploratory and counted; the full run asks for a freeze first.

    Ctrl-C keeps the finished seeds; the same command goes on from there. Exits with 1 when a hypothesis is refuted
    by a full run, or a seed crashes.

    --json: {study, experiment, run, preset, seeds, standing, whose, seconds, measurements [{name, unit, value, low,
    high, n, level}], hypotheses [{id, says, verdict, got, want}]}; got and want as in `study show`.
    """
    from palaestra.app import studying
    from palaestra.app.cli.library import settings_of
    from palaestra.app.cli.study_session import StudySession

    folder = practice_folder()
    found = studying.find(folder, name)
    session = StudySession(
        folder=folder,
        study=found,
        experiment=studying.experiment_of(found, experiment),
        full=full,
        seeds=seeds,
        settings=settings_of(settings or []),
        workers=workers or (min(8, os.cpu_count() or 1) if full else 1),
        quiet=as_json,
        shows_progress=not as_json and sys.stderr.isatty(),
    )
    raise typer.Exit(session.run(mine))


@study_app.command("paper")
def paper(
    name: Name,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Set the PDF as well as the page.")] = True,
    as_json: Json = False,
) -> None:
    """Print paper.md as HTML and PDF; every number and figure comes from the results by name.

    A number typed by hand into a results section is named with its line.

    --json: {study, html, pdf, numbers, figures, typed [{line, number}], warnings}; pdf is null with --no-pdf.
    """
    from palaestra.app.cli import study_screen
    from palaestra.app.studying import find
    from palaestra.app.views.papers import print_paper

    folder = practice_folder()
    printed = print_paper(folder, find(folder, name), pdf)
    if as_json:
        say_json(printed.to_json())
        return
    typer.echo("\n".join(study_screen.paper_lines(printed)))
    typer.echo(f"\nnext: palaestra study show {printed.study}")
