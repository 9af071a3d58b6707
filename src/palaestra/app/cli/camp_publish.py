"""What `palaestra publish` says and does."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer

from palaestra.app.cli.terminal import folded, say_json
from palaestra.app.experimenting import practice_folder
from palaestra.app.site.hosting import commit
from palaestra.app.site.placing import RECORD, Difference, compare, gathered, owned, place
from palaestra.app.site.printing import INDEX, Site, print_site
from palaestra.app.site.wanting import Wanted, edition_of, folder_of_its_own, hosting_of, usual_folder


def publish(
    given: str | None, include: Sequence[str] | None, yes: bool, as_json: bool, wanted: Wanted | None = None
) -> int:
    """Print the site, show the difference, write it if wanted; the exit code."""
    wanted = wanted or Wanted()
    given = usual_folder() if given is None else given
    folder = folder_of_its_own(given)
    site = print_site(edition_of(include, wanted))
    files = {**site.files, **hosting_of(folder, wanted)}
    difference = compare(folder, files)
    written = yes and not difference.is_empty
    if not as_json:
        _show(folder, site, files, difference)
        if not yes and not difference.is_empty and sys.stdin.isatty():
            written = typer.confirm("Write it?", default=True)
    if written:
        place(folder, files, difference)
    committed = wanted.commit and (written or (yes and folder.is_dir())) and _commit(folder)
    if as_json:
        say_json(_to_json(folder, site, difference, written, committed))
        return 0
    _close(given, folder, difference, written, committed)
    return 0


def _commit(folder: Path) -> bool:
    practice = practice_folder()
    today = practice.today() if practice else date.today()
    return commit(folder, [*owned(folder), RECORD], practice.root if practice else None, today)


def _show(folder: Path, site: Site, files: dict[str, bytes], difference: Difference) -> None:
    typer.echo(f"A site of {len(files)} files for {folder}")
    for name, changed in (("new", difference.new), ("changed", difference.changed), ("removed", difference.gone)):
        for line in gathered(changed):
            typer.echo(f"  {name:8} {line}")
    if site.own:
        typer.echo("Of yours:")
        for each in site.own:
            typer.echo(folded(f"  {each}"))
    elif site.included:
        typer.echo("Of yours: nothing yet; what you opted into is still empty.")
    else:
        typer.echo("Of yours: nothing. `--include results` shows what your code measured.")
    for each in site.held:
        typer.echo(folded(f"Left out: {each}"))


def _close(given: str, folder: Path, difference: Difference, written: bool, committed: bool) -> None:
    if difference.is_empty:
        typer.echo("Nothing has changed since it was last written.")
    elif written:
        typer.echo("Written. It needs no server and asks nothing of the network.")
    else:
        typer.echo("Nothing was written.")
    if committed:
        typer.echo("Committed, with the day and no time. `git push` there serves it.")
    again = "" if written or difference.is_empty else f"palaestra publish {given} --yes"
    typer.echo(f"next: {again or f'open {folder / INDEX}'}")


def _to_json(folder: Path, site: Site, difference: Difference, written: bool, committed: bool) -> dict[str, object]:
    lists = {name: list(getattr(difference, name)) for name in ("new", "changed", "gone")}
    own = {"included": list(site.included), "own": list(site.own), "held": list(site.held)}
    return {
        "folder": str(folder), **own, **lists, "same": difference.same, "written": written, "committed": committed,
    }  # fmt: skip
