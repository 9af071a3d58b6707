"""`sync`: the practice folder on several machines."""

from typing import Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json
from palaestra.app.views.plainly import many

app = typer.Typer()


@app.command()
def sync(
    remote: Annotated[str, typer.Option(help="The repository to sync with from now on, or a folder.")] = "",
    as_json: Json = False,
) -> None:
    """Commit your practice folder, take in what other machines did, hand on yours.

    A file that two machines changed stays as it is here; the other version is kept beside it in kept/.
    JSON: {committed, pulled, pushed, kept: [{path, copy}], remote}.
    """
    from palaestra.practice.exchange.sync import set_remote
    from palaestra.practice.exchange.sync import sync as work

    folder = practice_folder()
    if remote:
        set_remote(folder, remote)
    found = work(folder, (lambda _: None) if as_json else typer.echo)
    if as_json:
        say_json(found.to_json())
        return
    typer.echo(f"Committed {many(found.committed, 'file')}.")
    if not found.remote:
        typer.echo("There is no repository to sync with yet; your work is committed here.")
        typer.echo("next: palaestra sync --remote git@github.com:you/practice.git")
        return
    typer.echo(f"Took in {many(found.pulled, 'commit')}, handed on {many(found.pushed, 'commit')}.")
    for each in found.kept:
        typer.echo(f"Changed on both: {each.path} is as it was here;\n  the other version is {each.copy}")
    typer.echo("next: palaestra today")
