"""What `palaestra publish` says and does."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from palaestra.app.experimenting import practice_folder
from palaestra.app.site.placing import Difference, compare, place
from palaestra.app.site.printing import INDEX, Site, print_site
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import default_path

SHOWN = 12


def publish(given: str, include: Sequence[str] | None, yes: bool, as_json: bool) -> int:
    """Print the site, show the difference, write it if wanted; the exit code."""
    folder = Path(given).expanduser()
    if not given.strip() or (practice_folder() and folder.resolve() == default_path().resolve()):
        raise Refusal("A site needs a folder of its own.", "For example: palaestra publish site")
    site = print_site(Catalogue.installed(), _kinds(include))
    difference = compare(folder, site.files)
    written = yes and not difference.is_empty
    if not as_json:
        _show(folder, site, difference)
        if not yes and not difference.is_empty and sys.stdin.isatty():
            written = typer.confirm("Write it?", default=True)
    if written:
        place(folder, site.files, difference)
    if as_json:
        typer.echo(json.dumps(_to_json(folder, site, difference, written)))
        return 0
    if difference.is_empty:
        typer.echo("Nothing has changed since it was last written.")
    elif written:
        typer.echo("Written. It needs no server and asks nothing of the network.")
    else:
        typer.echo("Nothing was written.")
    again = "" if written or difference.is_empty else f"palaestra publish {given} --yes"
    typer.echo(f"next: {again or f'open {folder / INDEX}'}")
    return 0


def _kinds(include: Sequence[str] | None) -> list[str]:
    """What was asked for, or else what Settings say."""
    if include is not None:
        return [each for given in include for each in given.replace(",", " ").split()]
    folder = practice_folder()
    return folder.settings.publish.replace(",", " ").split() if folder else []


def _show(folder: Path, site: Site, difference: Difference) -> None:
    typer.echo(f"A site of {len(site.files)} files for {folder}")
    for name, files in (("new", difference.new), ("changed", difference.changed), ("removed", difference.gone)):
        for each in files[:SHOWN]:
            typer.echo(f"  {name:8} {each}")
        if len(files) > SHOWN:
            typer.echo(f"  {name:8} and {len(files) - SHOWN} more")
    if site.own_results:
        typer.echo("Of yours: " + ", ".join(site.own_results))
    elif site.included:
        typer.echo("Of yours: nothing yet; no run with your code is complete.")
    else:
        typer.echo("Of yours: nothing. `--include results` shows what your code measured.")


def _to_json(folder: Path, site: Site, difference: Difference, written: bool) -> dict[str, object]:
    lists = {name: list(getattr(difference, name)) for name in ("new", "changed", "gone")}
    own = {"included": list(site.included), "own": list(site.own_results)}
    return {"folder": str(folder), **own, **lists, "same": difference.same, "written": written}
