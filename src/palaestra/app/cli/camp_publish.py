"""What `palaestra publish` says and does."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from palaestra.app.cli.terminal import folded
from palaestra.app.experimenting import practice_folder
from palaestra.app.site.edition import Addresses, Edition, split_words
from palaestra.app.site.hosting import WORKFLOW, commit, hosting_files
from palaestra.app.site.placing import Difference, compare, owned, place
from palaestra.app.site.printing import INDEX, Site, print_site
from palaestra.kit.catalogue import Catalogue
from palaestra.kit.refusal import Refusal
from palaestra.practice.folder import default_path

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may be said beside the folder and the kinds; what is empty comes from practice.toml."""

    address: str = ""
    repository: str = ""
    films: str = ""
    workflow: bool = False
    commit: bool = False


def publish(given: str, include: Sequence[str] | None, yes: bool, as_json: bool, wanted: Wanted | None = None) -> int:
    """Print the site, show the difference, write it if wanted; the exit code."""
    wanted = wanted or Wanted()
    folder = _folder_of_its_own(given)
    site = print_site(edition_of(include, wanted))
    files = {**site.files, **_hosting(folder, wanted)}
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
        typer.echo(json.dumps(_to_json(folder, site, difference, written, committed)))
        return 0
    _close(given, folder, difference, written, committed)
    return 0


def edition_of(include: Sequence[str] | None, wanted: Wanted) -> Edition:
    """What was asked for, or else what practice.toml says."""
    folder = practice_folder()
    settings = folder.settings if folder else None
    kinds = split_words(include if include is not None else [settings.publish] if settings else [])
    addresses = Addresses(
        _address("site", wanted.address or (settings.site if settings else "")),
        _address("repository", wanted.repository or (settings.repository if settings else "")),
    )
    films = Path(wanted.films).expanduser() if wanted.films else None
    if films is not None and not films.is_dir():
        raise Refusal(f"{films} is not a folder of films.", "Name one that holds <room>.mp4 or <room>.webm.")
    pins = split_words([settings.pins]) if settings else []
    return Edition(Catalogue.installed(), tuple(kinds), addresses, tuple(pins), films)


def _folder_of_its_own(given: str) -> Path:
    folder = Path(given).expanduser()
    practice = default_path().resolve()
    if not given.strip() or (practice_folder() and folder.resolve().is_relative_to(practice)):
        raise Refusal(
            "A site needs a folder of its own, outside your practice folder.", "For example: palaestra publish ~/site"
        )
    return folder


def _hosting(folder: Path, wanted: Wanted) -> dict[str, bytes]:
    """The workflow, where it is asked for or was written before; a README of somebody else's is left alone."""
    own = owned(folder)
    if not wanted.workflow and WORKFLOW not in own:
        return {}
    return {name: text for name, text in hosting_files().items() if name in own or not (folder / name).exists()}


def _address(what: str, given: str) -> str:
    address = given.strip().rstrip("/")
    if address and not address.startswith(("https://", "http://")):
        raise Refusal(f"{address!r} is not the address of a {what}.", "It begins with https://.")
    return address


def _commit(folder: Path) -> bool:
    practice = practice_folder()
    today = practice.today() if practice else date.today()
    return commit(folder, owned(folder), practice.root if practice else None, today)


def _show(folder: Path, site: Site, files: dict[str, bytes], difference: Difference) -> None:
    typer.echo(f"A site of {len(files)} files for {folder}")
    for name, changed in (("new", difference.new), ("changed", difference.changed), ("removed", difference.gone)):
        for each in changed[:SHOWN]:
            typer.echo(f"  {name:8} {each}")
        if len(changed) > SHOWN:
            typer.echo(f"  {name:8} and {len(changed) - SHOWN} more")
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
