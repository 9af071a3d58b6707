"""`plan schema`, `new`, `check`: paths of your own."""

from pathlib import Path
from typing import Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.terminal import say_json


def schema() -> None:
    """The JSON Schema of a path's file, for an editor that checks TOML while you write. Prints JSON."""
    from palaestra.practice.path.writing import schema

    say_json(schema())


def new(
    path_id: Annotated[str, typer.Argument(metavar="ID", help="Small letters, digits, hyphens: my-autumn.")],
) -> None:
    """Begin a path of your own: a file in the folder curricula/, never over another one."""
    from palaestra.practice.path.writing import begin_path

    file = begin_path(practice_folder(), path_id)
    typer.echo(f"{file}")
    typer.echo(f"next: write it in your editor; palaestra plan check {file}")


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A path's TOML file, or the id of one of yours.")],
    as_json: Json = False,
) -> None:
    """Check a path's file: a mistake is told with its line and what to write instead.

    JSON: {id, title, modules, resources, missing: [ids no room holds]}.
    """
    from palaestra.app.cli.terminal import folded
    from palaestra.app.views.plainly import many
    from palaestra.kit.catalogue import Catalogue
    from palaestra.practice.path.writing import check_path

    if not file.suffix and len(file.parts) == 1 and not file.exists():
        mine = practice_folder().root / "curricula" / f"{file}.toml"
        file = mine if mine.is_file() else file
    found, missing = check_path(file, Catalogue.installed())
    if as_json:
        say_json({**found.to_json(), "missing": missing})
    else:
        parts = f"{many(len(found.asked), 'module')}, {many(len(found.resources), 'box', 'boxes')}"
        typer.echo(folded(f"{found.title}: {parts}; it can be read."))
        for each in missing:
            typer.echo(folded(f"- {each}: no room holds it", 2, 4))
        typer.echo(f"next: palaestra plan {f'check {file}' if missing else f'use {found.id}'}")
    if missing:
        raise typer.Exit(1)
