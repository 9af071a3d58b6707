"""`serve`, `publish`, `doctor`: the camp in the browser, the site that is published, the state of the installation."""

from typing import Annotated

import typer

from palaestra.app.cli.options import Json

app = typer.Typer()


@app.command()
def serve(
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser, where there is one.")] = False,
    port: Annotated[int, typer.Option(help="The port to try first; the next free one is taken.")] = 8420,
) -> None:
    """Serve the camp on this machine, until Ctrl-C."""
    from palaestra.app.web import serving

    serving.serve(open_browser, port, typer.echo)


@app.command()
def publish(
    folder: Annotated[
        str | None,
        typer.Argument(metavar="[DIR]", help="Where the site is written, else beside your practice folder."),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(help="Show of yours: kinds from the list above. Else what practice.toml says under `publish`."),
    ] = None,
    address: Annotated[str, typer.Option(help="Where it will be served; feed and site map need it.")] = "",
    repository: Annotated[str, typer.Option(help="Where readers may open an issue and see code.")] = "",
    films: Annotated[str, typer.Option(help="A folder with rendered films, <room>.mp4 or .webm.")] = "",
    workflow: Annotated[bool, typer.Option("--workflow", help="Add the workflow that serves it from GitHub.")] = False,
    commit: Annotated[bool, typer.Option("--commit", help="Commit it in a repository of its own.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; writes only with --yes.")] = False,
) -> None:
    """Print a static site: what the rooms found, and of yours what you opt into; the difference is shown first.

    Kinds of yours: results, weeks, hours, progress, notes, articles, papers, artefacts, studies, code, skills,
    name, goal, thanks. A kind shows what is finished; `publish: true` at the head of a note or an artefact's file
    shows that one alone, `publish: false` hides it. `private/` is never opened.

    A project brings an interactive demo along where its file's head says `demo: FOLDER`, a folder of static files
    with an index.html, such as demos/coffee; nothing in it may fetch from elsewhere.

    JSON: folder, included, own, held, new, changed, gone, same, written, committed.
    """
    from palaestra.app.cli import camp_publish

    wanted = camp_publish.Wanted(address, repository, films, workflow, commit)
    raise typer.Exit(camp_publish.publish(folder, include, yes, as_json, wanted))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Look over the installation, the practice folder, and what each room needs. Exits with 1 if something is broken.

    JSON: a list of {id, says, state, mend}; `state` is ok, missing (something optional) or broken.
    """
    from palaestra.app.cli import camp_doctor

    raise typer.Exit(camp_doctor.doctor(as_json))
