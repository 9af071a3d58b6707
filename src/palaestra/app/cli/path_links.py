"""`plan links`: which links of a path are dead, moved or doubtful."""

from typing import TYPE_CHECKING, Annotated

import typer

from palaestra.app.cli.opening import practice_folder
from palaestra.app.cli.options import Json
from palaestra.app.cli.path_found import CurriculumId, path_of
from palaestra.app.cli.terminal import say, say_json

if TYPE_CHECKING:
    from palaestra.practice.path.links import LinkCache


def links(
    curriculum: CurriculumId = "",
    check: Annotated[bool, typer.Option("--check", help="Look at each link now, over the network.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Look again at those looked at this month.")] = False,
    as_json: Json = False,
) -> None:
    """Links that are dead, moved or doubtful. JSON: [{item, title, kind, was, now, reason}].

    With --check each is looked at, a few at once; what was seen is kept, so an interrupted check goes on.
    JSON: {checked, asked, offline, links: [{item, title, url, verdict, says, now, day}],
    two_titled: [[{item, title, url}]]}.
    """
    from palaestra.app.cli.path_links_screen import link_lines
    from palaestra.practice.path.links import corrected

    chosen = path_of(curriculum)
    if check:
        return _check(curriculum, anew, as_json)
    rows = corrected(chosen)
    if as_json:
        say_json(rows)
    else:
        say(link_lines(chosen, rows))


def _check(curriculum: str, anew: bool, as_json: bool) -> None:
    from palaestra.app.cli.path_links_screen import checked_json, checked_lines
    from palaestra.practice.path.links import check, links_of, two_titled

    folder, chosen = practice_folder(), path_of(curriculum)
    found = check(links_of(chosen), _cache(), folder.today(), anew=anew, progress=_shown_progress)
    if as_json:
        say_json(checked_json(found, two_titled(chosen)))
    else:
        say(checked_lines(chosen, found, two_titled(chosen)))
    if found.offline or any(look.verdict == "dead" for _, look in found.looks):
        raise typer.Exit(1)


def _cache() -> "LinkCache":
    from palaestra.practice.path.links import LinkCache

    return LinkCache(practice_folder().log.derived / "links.json")


def _shown_progress(done: int, count: int) -> None:
    """One line on stderr where somebody watches it."""
    import sys

    if sys.stderr.isatty():
        typer.echo(f"\r{done} of {count} links", nl=done == count, err=True)
